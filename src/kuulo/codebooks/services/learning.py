"""What the machine of a codebook does: learn from codings, propose codes, choose what to code next, measure itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Machine, Proposal, Queued
from kuulo.codebooks.queries.books import Book, book
from kuulo.codebooks.queries.codings import codings_of
from kuulo.codebooks.queries.comments import Corpus, read_corpus
from kuulo.codebooks.rules import ProposalState, Reason, by_lot, to_plain, truths, with_parents
from kuulo.jobs.wording import to_json
from kuulo.lake.queries import open_snapshot
from kuulo.language.coding import (
    RANDOM_SHARE,
    CodeModel,
    Described,
    accuracy,
    corrected_share,
    learn_codes,
    next_to_code,
)
from kuulo.words.services import current_embedder

AT_ONCE: Final = 2_000
QUEUE: Final = 60
LEAST_SHOWN: Final = 0.1
NEAREST: Final = 3
MOST_LEARNED: Final = 6_000
LOOKED_AT: Final = 5_000
UNREAD: Final = _("No comments of this codebook have been read yet.")
Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """The machine and the comments it learned from, in its order; or why there is none."""

    model: CodeModel | None
    signals: tuple[str, ...] = ()
    trouble: Text | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a machine says of every comment: probabilities (n, codes), what it proposes, the codes of the columns."""

    codes: tuple[str, ...]
    probabilities: Floats
    proposed: NDArray[np.bool_]


def learn_book(slug: str, *, progress: Progress = lambda _done, _all: None, now: datetime | None = None) -> bool:
    """Learn a codebook anew and write what follows from it; return whether anything had changed since the last time.

    Raises:
        NotFoundError: There is no such codebook.
    """
    found = book(slug)
    with open_snapshot() as snapshot:
        corpus = read_corpus(snapshot, found)
    codings = codings_of(found.id)
    truth = _with_parents(truths(codings), found.parents)
    sample = frozenset(each.signal_id for each in codings if each.in_sample)
    mark = _fingerprint(found, corpus, truth)
    if Machine.objects.filter(codebook=found.id, fingerprint=mark).exists():
        return False
    taught = _taught(found, corpus, {key: codes for key, codes in truth.items() if key not in sample})
    said = _said(taught.model, corpus, progress)
    figures = _figures(found, corpus, said, {key: truth[key] for key in sample if key in truth})
    with transaction.atomic():
        _write_proposals(found, corpus, said, frozenset(truth))
        _write_queue(found, corpus, taught, said)
        Machine.objects.update_or_create(
            codebook_id=found.id,
            defaults={
                "fingerprint": mark,
                "learned": len(taught.signals),
                "sampled": len(sample & truth.keys()),
                "comments": len(corpus.ids),
                "figures": figures,
                "too_few": _too_few(found, taught.model),
                "trouble": None if taught.trouble is None else to_json(taught.trouble),
                "made_at": now or timezone.now(),
            },
        )
    return True


def fill_queue(found: Book) -> None:
    """Queue comments before the machine has run, or after its queue was worked through: by lot alone."""
    with open_snapshot() as snapshot:
        corpus = read_corpus(snapshot, found)
    coded = frozenset(each.signal_id for each in codings_of(found.id))
    queued = frozenset(Queued.objects.filter(codebook=found.id).values_list("signal_id", flat=True))
    free = by_lot(found.salt, [each for each in corpus.ids if each not in coded and each not in queued])
    rows = [
        Queued(codebook_id=found.id, signal_id=signal, reason=Reason.LOT, position=place)
        for place, signal in enumerate(free[:QUEUE], start=len(queued))
    ]
    Queued.objects.bulk_create(rows, ignore_conflicts=True)


def _with_parents(truth: Mapping[str, frozenset[str]], parents: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {signal: with_parents(codes, parents) for signal, codes in truth.items()}


def _fingerprint(found: Book, corpus: Corpus, truth: Mapping[str, frozenset[str]]) -> str:
    told = {
        "codes": [(each.key, each.parent, each.names, each.definitions, each.examples) for each in found.codes],
        "scope": [found.source, found.question, found.use_at],
        "comments": hashlib.sha256("\n".join(corpus.ids).encode()).hexdigest(),
        "embedder": corpus.embedder,
        "truth": sorted((signal, sorted(codes)) for signal, codes in truth.items()),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _taught(found: Book, corpus: Corpus, truth: Mapping[str, frozenset[str]]) -> Taught:
    """Return the machine, or why there is none; of very many codings a part drawn by lot is learned from."""
    if not corpus.ids:
        return Taught(None, trouble=say(UNREAD))
    rows = corpus.rows(frozenset(by_lot(found.salt, truth)[:MOST_LEARNED]))
    signals = tuple(corpus.ids[row] for row in rows)
    codings = [truth[signal] for signal in signals]
    try:
        model = learn_codes(
            corpus.said(rows), codings, corpus.meant(rows), corpus.spoken(rows), described=_described(found, corpus)
        )
    except DefinitionError as error:
        return Taught(None, trouble=error.found)
    return Taught(model, signals)


def _described(found: Book, corpus: Corpus) -> Described | None:
    """Return names, definitions and examples of the codes, with their meaning where comments have theirs."""
    told = [
        (code.key, text, language)
        for code in found.codes
        for words in (code.names, code.definitions, code.examples)
        for language, whole in words.items()
        for text in (whole.splitlines() if words is code.examples else [whole])
        if text.strip()
    ]
    if not told:
        return None
    texts = [text for _key, text, _language in told]
    embedder = current_embedder() if corpus.packed is not None else None
    if corpus.packed is not None and (embedder is None or embedder.name != corpus.embedder):
        return None
    vectors = None if embedder is None else embedder.embed(texts)
    return Described(texts, [key for key, _text, _language in told], vectors, [each[2] for each in told])


def _said(model: CodeModel | None, corpus: Corpus, progress: Progress) -> Said:
    if model is None:
        return Said((), np.zeros((len(corpus.ids), 0)), np.zeros((len(corpus.ids), 0), dtype=bool))
    shares, proposed = [], []
    for start in range(0, len(corpus.ids), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(corpus.ids)))
        read = model.read(corpus.said(rows), corpus.meant(rows), corpus.spoken(rows))
        shares.append(read.probabilities)
        proposed.append(model.proposed(read))
        progress(int(rows[-1]) + 1, len(corpus.ids))
    return Said(model.codes, np.vstack(shares), np.vstack(proposed))


def _figures(found: Book, corpus: Corpus, said: Said, truth: Mapping[str, frozenset[str]]) -> dict[str, dict[str, Any]]:
    """Return the figures of every code: its corrected share, and how right the machine is about it."""
    rows = corpus.rows(truth)
    human = [truth[corpus.ids[row]] for row in rows]
    figures: dict[str, dict[str, Any]] = {}
    for code in found.codes:
        has = np.array([code.key in each for each in human], dtype=bool)
        column = said.codes.index(code.key) if code.key in said.codes else None
        told = np.zeros(len(corpus.ids)) if column is None else said.probabilities[:, column]
        each: dict[str, Estimate] = {"share": corrected_share(told, rows, has)}
        if column is not None:
            right = accuracy(has, said.proposed[rows, column])
            each |= {"precision": right.precision, "recall": right.recall, "f1": right.f1}
        figures[code.key] = {name: to_plain(figure) for name, figure in each.items()}
    return figures


def _too_few(found: Book, model: CodeModel | None) -> list[str]:
    return [code.key for code in found.codes if model is None or code.key not in model.codes]


def _write_proposals(found: Book, corpus: Corpus, said: Said, coded: frozenset[str]) -> None:
    """Put new proposals in place of those nobody decided on; what was decided stays."""
    Proposal.objects.filter(codebook=found.id, state=ProposalState.PROPOSED).delete()
    decided = frozenset(Proposal.objects.filter(codebook=found.id).values_list("signal_id", "code"))
    rows = [
        Proposal(
            codebook_id=found.id,
            signal_id=corpus.ids[row],
            code=said.codes[column],
            probability=float(np.clip(said.probabilities[row, column], 0.0, 1.0)),
        )
        for row, column in zip(*np.nonzero(_narrowest(said, found.parents)), strict=True)
        if corpus.ids[row] not in coded and (corpus.ids[row], said.codes[column]) not in decided
    ]
    Proposal.objects.bulk_create(rows, batch_size=1_000)


def _narrowest(said: Said, parents: Mapping[str, str]) -> NDArray[np.bool_]:
    """Return what is proposed without codes that another proposed one lies under: these follow."""
    kept = said.proposed.copy()
    for column, code in enumerate(said.codes):
        for above in with_parents([code], parents) - {code}:
            if above in said.codes:
                kept[:, said.codes.index(above)] &= ~said.proposed[:, column]
    return kept


def _write_queue(found: Book, corpus: Corpus, taught: Taught, said: Said) -> None:
    """Choose what to code next: by lot every fourth, and between them what the machine learns most from."""
    coded = frozenset(each.signal_id for each in codings_of(found.id))
    free = by_lot(found.salt, [signal for signal in corpus.ids if signal not in coded])
    lots = free[: max(round(QUEUE * RANDOM_SHARE), 1)]
    others = corpus.rows(free[len(lots) : len(lots) + LOOKED_AT])
    picks = next_to_code(
        taught.model,
        corpus.said(others),
        corpus.meant(others),
        QUEUE - len(lots),
        languages=corpus.spoken(others),
        random_share=0.0,
    )
    chosen = [_queued(found, corpus, taught, said, int(others[pick.index])) for pick in picks]
    rows = _spread([Queued(codebook_id=found.id, signal_id=signal, reason=Reason.LOT) for signal in lots], chosen)
    for place, row in enumerate(rows):
        row.position = place
    Queued.objects.filter(codebook=found.id).delete()
    Queued.objects.bulk_create(rows)


def _queued(found: Book, corpus: Corpus, taught: Taught, said: Said, row: int) -> Queued:
    shares = zip(said.codes, said.probabilities[row], strict=True)
    meant = corpus.meant(np.array([row]))
    near = taught.model.nearest(meant[0], NEAREST, corpus.languages[row]) if taught.model and meant is not None else ()
    return Queued(
        codebook_id=found.id,
        signal_id=corpus.ids[row],
        reason=Reason.VARIED if taught.model is None else Reason.UNSURE,
        proposed={code: round(float(share), 4) for code, share in shares if share >= LEAST_SHOWN},
        near=[taught.signals[like.index] for like in near],
    )


def _spread(lots: Sequence[Queued], others: Sequence[Queued]) -> list[Queued]:
    keyed = [((place + 0.5) / len(lots), row) for place, row in enumerate(lots)]
    keyed += [((place + 0.5) / len(others), row) for place, row in enumerate(others)]
    return [row for _place, row in sorted(keyed, key=lambda pair: pair[0])]
