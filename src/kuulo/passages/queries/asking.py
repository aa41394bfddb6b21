"""Questions to a study's codings: which passages have which codes, of whom, said by whom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import Book, all_books
from kuulo.codebooks.rules import LANGUAGES
from kuulo.passages.queries.codings import book_of_study, codings_of
from kuulo.passages.queries.people import Case, cases_of, people_in
from kuulo.passages.rules import Passage, PassageCoded
from kuulo.qualitative.querying import Coded, Material, find, parse, reaches, touching
from kuulo.qualitative.querying import Piece as Found
from kuulo.sources.queries import source_views
from kuulo.sources.rules import SourceKind, SourceView, Speaker, speaker_of


class Speaking(StrEnum):
    """Whose words are asked for."""

    ANYBODY = ""
    CUSTOMER = "customer"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to a study's codings.

    Attributes:
        question: Codes with and, or, not and near between them: see `kuulo.qualitative.querying.parse`.
        attributes: Name of an attribute → the value the participant must have.
        speaking: Whose words.
        kinds: Kinds of sources; all where empty.
        coder: Only what this person coded; all where empty.
    """

    question: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    speaking: Speaking = Speaking.ANYBODY
    kinds: tuple[SourceKind, ...] = ()
    coder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that a question found.

    Attributes:
        passage: Where.
        source: The source's name.
        kind: Its kind.
        language: Its language; None where not known.
        words: What is said there, as it was said; who shows it masks it for who may not see it.
        speaker: Who says it; the name in the text.
        is_customer: Whether a customer says it.
        case: The participant; None where it is of none.
        codes: The codes that touch it, ``book/key``.
        people: Names under which customers speak in the source, to be masked.
    """

    passage: Passage
    source: str
    kind: SourceKind
    language: str | None
    words: str = field(repr=False)
    speaker: str
    is_customer: bool
    case: Case | None
    codes: tuple[str, ...]
    people: tuple[str, ...] = ()


def run_query(study: str, asked: Query) -> tuple[Hit, ...]:
    """Return the passages a question finds in a study, by source in the order of their time, and by place.

    Raises:
        NotFoundError: There is no such study, or it names a code no codebook has.
        InputError: The question cannot be read.
    """
    every = codings_of(study=study)
    cases = cases_of(study)
    views = {
        key: view
        for key, view in source_views({each.passage.source for each in every}).items()
        if _in_scope(view, asked, cases)
    }
    given = [each for each in every if each.passage.source in views and (not asked.coder or each.coder == asked.coder)]
    books = all_books()
    material = Material(
        codings=tuple(_coded(each) for each in given),
        parents=parents_of_books(books),
        turns={key: [(turn.start, turn.end) for turn in view.turns] for key, view in views.items()},
    )
    names = Resolver(books, book_of_study(study))
    speakers = {key: _Speakers(view) for key, view in views.items()}
    hits = [
        _hit(piece, speakers[piece.source], cases, codes)
        for piece, codes in _with_codes(find(parse(asked.question, names), material), given)
    ]
    chosen = [hit for hit in hits if _said_by(hit, asked.speaking)]
    return tuple(sorted(chosen, key=lambda hit: (views[hit.passage.source].occurred_at, hit.passage)))


def hits_of(given: Sequence[PassageCoded]) -> dict[Passage, Hit]:
    """Return the passages of codings with what is said there and by whom; of sources that are there."""
    views = source_views({each.passage.source for each in given})
    cases = {key: case for study in {each.study for each in given} for key, case in cases_of(study).items()}
    speakers = {key: _Speakers(view) for key, view in views.items()}
    codes: dict[Passage, set[str]] = {}
    for each in given:
        codes.setdefault(each.passage, set()).add(each.code)
    return {
        place: _hit(Found(place.source, place.start, place.end), speakers[place.source], cases, tuple(sorted(named)))
        for place, named in codes.items()
        if place.source in views
    }


def parents_of_books(books: tuple[Book, ...]) -> dict[str, str]:
    """Return the code above each code, of all codebooks, as ``book/key``."""
    return {
        f"{found.slug}/{key}": f"{found.slug}/{parent}" if parent else ""
        for found in books
        for key, parent in found.parents.items()
    }


class Resolver:
    """Finds the code ``book/key`` of a key or a name; those of the study's own codebook before others."""

    def __init__(self, books: tuple[Book, ...], own: str) -> None:
        self.known: dict[str, str] = {}
        for found in sorted(books, key=lambda each: each.slug != own):
            for code in found.codes:
                full = f"{found.slug}/{code.key}"
                names = [code.names.get(language, "") for language in LANGUAGES]
                for name in (full, code.key, *names):
                    if name:
                        self.known.setdefault(name.casefold(), full)

    def __call__(self, name: str) -> str:
        """Return the code.

        Raises:
            NotFoundError: No codebook has it.
        """
        found = self.known.get(name.casefold())
        if found is None:
            raise NotFoundError(
                _("No codebook has a code “{name}”."), _("Choose one from the list of codes."), name=name
            )
        return found


def _coded(each: PassageCoded) -> Coded:
    place = each.passage
    return Coded(place.source, place.start, place.end, each.code, each.coder)


def _in_scope(view: SourceView, asked: Query, cases: Mapping[int, Case]) -> bool:
    if asked.kinds and view.kind not in asked.kinds:
        return False
    if not asked.attributes:
        return True
    case = cases.get(view.participant_id) if view.participant_id is not None else None
    return case is not None and all(case.attributes.get(name) == value for name, value in asked.attributes.items())


def _said_by(hit: Hit, speaking: Speaking) -> bool:
    return speaking is Speaking.ANYBODY or hit.is_customer == (speaking is Speaking.CUSTOMER)


def _with_codes(pieces: tuple[Found, ...], given: list[PassageCoded]) -> list[tuple[Found, tuple[str, ...]]]:
    """Return pieces with the codes of the passages that touch each."""
    by_source: dict[str, list[PassageCoded]] = {}
    for each in given:
        by_source.setdefault(each.passage.source, []).append(each)
    codes: dict[Found, set[str]] = {}
    spans: dict[str, list[Found]] = {}
    for key, row in by_source.items():
        for each in row:
            codes.setdefault(Found(key, each.passage.start, each.passage.end), set()).add(each.code)
        spans[key] = sorted({Found(key, each.passage.start, each.passage.end) for each in row})
    ends = {key: reaches(row) for key, row in spans.items()}
    return [
        (
            piece,
            tuple(
                sorted(
                    {
                        code
                        for touched in touching(spans.get(piece.source, []), ends.get(piece.source, []), piece)
                        for code in codes[touched]
                    }
                )
            ),
        )
        for piece in pieces
    ]


class _Speakers:
    """Who speaks where in a source, asked many times: the places of its turns are listed once."""

    def __init__(self, view: SourceView) -> None:
        self.view = view
        self.starts = [turn.start for turn in view.turns]
        self.people = people_in(view)

    def at(self, start: int) -> Speaker:
        """Return who speaks at a place, as `sources.rules.speaker_of` does."""
        place = bisect_right(self.starts, start) - 1
        # One turn before and one after are all that can hold the place, or follow it.
        near = replace(self.view, turns=self.view.turns[max(place, 0) : place + 2]) if self.starts else self.view
        return speaker_of(near, start)


def _hit(piece: Found, speakers: _Speakers, cases: Mapping[int, Case], codes: tuple[str, ...]) -> Hit:
    said, view = speakers.at(piece.start), speakers.view
    return Hit(
        passage=Passage(piece.source, piece.start, piece.end),
        source=view.name,
        kind=view.kind,
        language=view.language,
        words=view.text[piece.start : piece.end],
        speaker=said.name,
        is_customer=said.is_customer,
        case=cases.get(view.participant_id) if view.participant_id is not None else None,
        codes=codes,
        people=speakers.people,
    )
