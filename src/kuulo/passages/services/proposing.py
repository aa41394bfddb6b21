"""The machine that proposes codes for passages: learned from people's codings, measured on what it did not see.

It reads sentences. A sentence has the codes of the passages that cover half of it or lie in it; sentences of sources
people have coded that have no code teach it what has none. Comments people coded with the same codebook teach it too.
Its precision and recall are told from sentences left out when it learned; nothing of its vocabulary is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import Text
from kuulo.codebooks.queries import Book, book, coded_so
from kuulo.codebooks.rules import to_plain, with_parents
from kuulo.jobs.wording import to_json
from kuulo.lake.queries import open_snapshot
from kuulo.language.coding import CodeModel, Described, accuracy, learn_codes
from kuulo.passages.models import CodedStudy, Proposal, Round
from kuulo.passages.queries.codings import book_of_study, codings_of
from kuulo.passages.rules import PassageCoded, ProposalState, RoundState, key_of
from kuulo.qualitative.agreeing import Cut, Segment, rate, segments
from kuulo.sources.queries import in_force, sources_of
from kuulo.sources.rules import SourceView
from kuulo.words.queries import read_comments

MOST_LEARNED: Final = 6_000
MOST_COMMENTS: Final = 1_500
MOST_PROPOSED: Final = 2_000
SHORTEST: Final = 15
"""Characters a sentence has at least to be proposed a code: “Yes.” has none."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A study as the machine reads it: its sentences and the codes people gave each, by place."""

    sources: Mapping[str, SourceView]
    cut: tuple[Segment, ...]
    codes: tuple[frozenset[str], ...]
    coded: frozenset[str]
    comments: tuple[str, ...] = ()
    comment_codes: tuple[frozenset[str], ...] = field(default=())
    comment_languages: tuple[str | None, ...] = ()

    def said(self, place: int) -> str:
        """Return the words of a sentence."""
        segment = self.cut[place]
        return self.sources[segment.source].text[segment.start : segment.end]

    def language(self, place: int) -> str | None:
        """Return the language of a sentence."""
        return self.sources[self.cut[place].source].language


def propose_codes(study: str, *, progress: Progress = lambda _done, _all: None, now: datetime | None = None) -> bool:
    """Learn a study's codes anew and propose them; return whether anything had changed since the last time.

    Sources in an open round of blind coding get no proposals, and nothing is learned from them.

    Raises:
        NotFoundError: There is no such study.
    """
    slug = book_of_study(study)
    if not slug:
        return False
    found = book(slug)
    read = _read(study, found)
    mark = _fingerprint(found, read)
    if CodedStudy.objects.filter(study=study, fingerprint=mark).exists():
        return False
    progress(1, 3)
    taught = [place for place, segment in enumerate(read.cut) if segment.source in read.coded][:MOST_LEARNED]
    model, trouble = _learned(found, read, taught)
    progress(2, 3)
    with transaction.atomic():
        _write_proposals(study, found, read, model)
        CodedStudy.objects.update_or_create(
            study=study,
            defaults={
                "fingerprint": mark,
                "learned": len(taught) + len(read.comments) if model is not None else 0,
                "trouble": None if trouble is None else to_json(trouble),
                "figures": _figures(model, read, taught),
                "made_at": now or timezone.now(),
            },
        )
    return True


def _read(study: str, found: Book) -> Read:
    """Return the sentences of a study's sources in force that nobody codes blind now."""
    views = {view.key: view for view in sources_of(study) if view.text}
    standing = in_force(views)
    blind = {key for row in Round.objects.filter(study=study, state=RoundState.CODING) for key in row.sources}
    views = {key: view for key, view in views.items() if standing[key] is None and key not in blind}
    cut = tuple(
        segment
        for key, view in views.items()
        for segment in segments(key, view.text, [(turn.start, turn.end) for turn in view.turns], Cut.SENTENCE)
    )
    given = [each for each in codings_of(study=study) if each.passage.source in views]
    own = [each for each in given if each.code.startswith(f"{found.slug}/")]
    comments, comment_codes, languages = _comments(found)
    return Read(
        sources=views,
        cut=cut,
        codes=_codes(cut, own, found),
        coded=frozenset(each.passage.source for each in given),
        comments=comments,
        comment_codes=comment_codes,
        comment_languages=languages,
    )


def _codes(cut: Sequence[Segment], given: Sequence[PassageCoded], found: Book) -> tuple[frozenset[str], ...]:
    rows: list[set[str]] = [set() for _segment in cut]
    for code in sorted({each.code for each in given}):
        passages = [(each.passage.source, each.passage.start, each.passage.end) for each in given if each.code == code]
        for place in np.flatnonzero(rate(cut, passages)):
            rows[place] |= with_parents([key_of(code)], found.parents)
    return tuple(frozenset(row) for row in rows)


def _comments(found: Book) -> tuple[tuple[str, ...], tuple[frozenset[str], ...], tuple[str | None, ...]]:
    """Return the masked words of comments people coded with the codebook, their codes and languages."""
    codes: dict[str, set[str]] = {}
    for code in found.codes:
        for signal in coded_so(found, code.key)[:MOST_COMMENTS]:
            codes.setdefault(signal, set()).add(code.key)
    if not codes:
        return (), (), ()
    with open_snapshot() as snapshot:
        table = read_comments(snapshot, columns=("signal_id", "text", "language"), ids=sorted(codes)[:MOST_COMMENTS])
    rows = table.to_pylist()
    return (
        tuple(row["text"] for row in rows),
        tuple(frozenset(codes[row["signal_id"]]) for row in rows),
        tuple(row["language"] for row in rows),
    )


def _learned(found: Book, read: Read, taught: Sequence[int]) -> tuple[CodeModel | None, Text | None]:
    texts = [read.said(place) for place in taught] + list(read.comments)
    codings = [read.codes[place] for place in taught] + list(read.comment_codes)
    languages = [read.language(place) for place in taught] + list(read.comment_languages)
    try:
        return learn_codes(texts, codings, None, languages, described=_described(found)), None
    except DefinitionError as error:
        return None, error.found


def _described(found: Book) -> Described | None:
    told = [
        (code.key, text, language)
        for code in found.codes
        for words in (code.names, code.definitions, code.examples)
        for language, whole in words.items()
        for text in whole.splitlines()
        if text.strip()
    ]
    if not told:
        return None
    return Described(
        [text for _key, text, _language in told],
        [key for key, _text, _language in told],
        None,
        [language for _key, _text, language in told],
    )


def _figures(model: CodeModel | None, read: Read, taught: Sequence[int]) -> dict[str, dict[str, Any]]:
    """Return how right the machine is about each code, on sentences it did not see when it learned."""
    if model is None or not taught:
        return {}
    crossed = model.crossed[: len(taught)]
    human = [read.codes[place] for place in taught]
    figures: dict[str, dict[str, Any]] = {}
    for column, code in enumerate(model.codes):
        right = accuracy(np.array([code in each for each in human]), crossed[:, column] >= model.thresholds[column])
        figures[code] = {"precision": to_plain(right.precision), "recall": to_plain(right.recall)}
    return figures


def _write_proposals(study: str, found: Book, read: Read, model: CodeModel | None) -> None:
    """Put new proposals in place of those nobody decided on; what was decided stays."""
    Proposal.objects.filter(study=study, state=ProposalState.PROPOSED).delete()
    if model is None:
        return
    decided = frozenset(Proposal.objects.filter(study=study).values_list("source", "start", "end", "code"))
    places = [place for place, segment in enumerate(read.cut) if segment.end - segment.start >= SHORTEST]
    if not places:
        return
    said = model.read([read.said(place) for place in places], None, [read.language(place) for place in places])
    over = model.proposed(said)
    rows = [
        (float(said.probabilities[row, column]), read.cut[places[row]], f"{found.slug}/{model.codes[column]}")
        for row, column in zip(*np.nonzero(over), strict=True)
        if model.codes[column] not in read.codes[places[row]]
        and not _wider_than_other(model, over[row], column, found.parents)
    ]
    rows.sort(key=lambda each: (-each[0], each[1].source, each[1].start, each[2]))
    Proposal.objects.bulk_create(
        (
            Proposal(
                study=study,
                source=segment.source,
                start=segment.start,
                end=segment.end,
                code=code,
                probability=min(max(probability, 0.0), 1.0),
            )
            for probability, segment, code in rows[:MOST_PROPOSED]
            if (segment.source, segment.start, segment.end, code) not in decided
        ),
        batch_size=500,
    )


def _wider_than_other(model: CodeModel, over: Any, column: int, parents: Mapping[str, str]) -> bool:
    """Return whether a code under this one is proposed too: then this one follows from it."""
    return any(
        model.codes[column] in with_parents([model.codes[other]], parents)
        for other in np.flatnonzero(over)
        if other != column
    )


def _fingerprint(found: Book, read: Read) -> str:
    told = {
        "codes": [(each.key, each.parent, dict(each.names), dict(each.definitions)) for each in found.codes],
        "segments": [(each.source, each.start, each.end) for each in read.cut],
        "given": [sorted(each) for each in read.codes],
        "comments": [sorted(each) for each in read.comment_codes],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
