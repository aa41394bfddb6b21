"""What people coded: progress, what waits, how far coders agree and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kuulo.base.estimate import Estimate
from kuulo.codebooks.models import Coding, Proposal, Queued
from kuulo.codebooks.queries.books import Book
from kuulo.codebooks.rules import Coded, ProposalState, Reason, by_comment, by_lot, differ, lot, truths, with_parents
from kuulo.language.coding import Level, alpha, kappa


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A comment to code now.

    Attributes:
        signal_id: The comment.
        reason: Why.
        in_sample: Whether it was drawn by lot.
        blind: Whether nothing may be shown beside it.
        proposed: Code → probability.
        near: Signals of coded comments nearest in meaning.
        own: What this coder gave it before; None where it is new.
    """

    signal_id: str
    reason: Reason
    in_sample: bool
    blind: bool
    proposed: dict[str, float]
    near: tuple[str, ...]
    own: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many comments people coded, of them in the sample, by two or more, and by this coder."""

    coded: int
    sampled: int
    twice: int
    own: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far coders agree.

    Attributes:
        coders: Who coded at least one comment that another coded too.
        comments: How many were coded by two or more.
        whole: Krippendorff's alpha of the sets of codes (MASI).
        by_code: Code → Krippendorff's alpha of having it.
        pair: The two coders with the most comments in common.
        kappas: Code → Cohen's kappa of these two.
        disputes: How many comments coders differ on and nobody has settled.
    """

    coders: tuple[str, ...]
    comments: int
    whole: Estimate
    by_code: dict[str, Estimate]
    pair: tuple[str, str] | None
    kappas: dict[str, Estimate]
    disputes: int


def codings_of(book_id: int) -> tuple[Coded, ...]:
    """Return all codings of a codebook, in the order they were made."""
    rows = Coding.objects.filter(codebook=book_id).order_by("coded_at", "pk")
    return tuple(
        Coded(
            signal_id=row.signal_id,
            coder=row.coder,
            codes=frozenset(row.codes),
            in_sample=row.in_sample,
            settles=row.settles,
            at=row.coded_at,
        )
        for row in rows
    )


def truths_of(book_id: int, signals: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the codes of some comments that are coded and not in dispute."""
    wanted = frozenset(signals)
    return truths([coding for coding in codings_of(book_id) if coding.signal_id in wanted])


def coded_so(book: Book, key: str) -> tuple[str, ...]:
    """Return the comments that people gave a code, or one under it, in the order of their lots.

    Those drawn by lot are left out: the machine is measured against them, and it learns from definitions.
    """
    codings = codings_of(book.id)
    sampled = {coding.signal_id for coding in codings if coding.in_sample}
    known = truths(codings)
    own = {signal for signal, codes in known.items() if key in with_parents(codes, book.parents)}
    accepted = Proposal.objects.filter(codebook=book.id, code=key, state=ProposalState.ACCEPTED)
    own |= set(accepted.values_list("signal_id", flat=True)) - known.keys()
    return tuple(by_lot(book.salt, own - sampled))


def progress_of(book_id: int, coder: str) -> Progress:
    """Return how far the coding has come."""
    codings = [coding for coding in codings_of(book_id) if not coding.settles]
    comments = by_comment(codings)
    own = {coding.signal_id for coding in codings if coding.coder == coder}
    queued = Queued.objects.filter(codebook=book_id).exclude(signal_id__in=own).count()
    return Progress(
        coded=len(comments),
        sampled=sum(each[0].in_sample for each in comments.values()),
        twice=sum(len(each) > 1 for each in comments.values()),
        own=len(own),
        waiting=queued,
    )


def next_waiting(book: Book) -> Waiting | None:
    """Return the comment to code next, which nobody has coded; None where nothing is queued."""
    done = Coding.objects.filter(codebook=book.id).values("signal_id")
    row = Queued.objects.filter(codebook=book.id).exclude(signal_id__in=done).first()
    return None if row is None else _waiting(row, None)


def next_second(book: Book, coder: str) -> Waiting | None:
    """Return a comment somebody else has coded, for this coder to code unseen; those drawn by lot first."""
    comments = by_comment([coding for coding in codings_of(book.id) if not coding.settles])
    open_ones = [each[0] for each in comments.values() if len(each) == 1 and each[0].coder != coder]
    if not open_ones:
        return None
    first = min(open_ones, key=lambda each: (not each.in_sample, lot(book.salt, each.signal_id)))
    return Waiting(
        signal_id=first.signal_id,
        reason=Reason.LOT if first.in_sample else Reason.VARIED,
        in_sample=first.in_sample,
        blind=True,
        proposed={},
        near=(),
    )


def waiting_for(book: Book, coder: str, signal_id: str) -> Waiting | None:
    """Return a comment to code or to code anew; None where it is neither queued nor coded."""
    own = Coding.objects.filter(codebook=book.id, signal_id=signal_id, coder=coder, settles=False).first()
    row = Queued.objects.filter(codebook=book.id, signal_id=signal_id).first()
    if row is not None:
        return _waiting(row, own)
    first = Coding.objects.filter(codebook=book.id, signal_id=signal_id).order_by("coded_at").first()
    if first is None:
        return None
    return Waiting(
        signal_id=signal_id,
        reason=Reason.LOT if first.in_sample else Reason.VARIED,
        in_sample=first.in_sample,
        blind=own.blind if own is not None else True,
        proposed={},
        near=(),
        own=frozenset(own.codes) if own is not None else None,
    )


def last_of(book_id: int, coder: str, before: str = "") -> str:
    """Return the comment this coder coded last, or last before another one; empty where there is none."""
    rows = Coding.objects.filter(codebook=book_id, coder=coder, settles=False).order_by("-coded_at", "-pk")
    here = rows.filter(signal_id=before).first() if before else None
    if here is not None:
        rows = rows.filter(coded_at__lt=here.coded_at)
    found = rows.first()
    return found.signal_id if found is not None else ""


def agreement_of(book: Book) -> Agreement:
    """Return how far coders agree on what two or more of them coded."""
    every = codings_of(book.id)
    comments = {signal: each for signal, each in by_comment(every).items() if _coders(each) > 1}
    given = {signal: {one.coder: one.codes for one in each if not one.settles} for signal, each in comments.items()}
    coders = tuple(sorted({coder for each in given.values() for coder in each}))
    ratings = [[each.get(coder) for each in given.values()] for coder in coders]
    pair = _closest(given.values())
    both = [each for each in given.values() if pair is not None and pair[0] in each and pair[1] in each]
    return Agreement(
        coders=coders,
        comments=len(comments),
        whole=alpha(ratings, Level.SETS),
        by_code={
            code.key: alpha([[None if one is None else code.key in one for one in row] for row in ratings])
            for code in book.codes
        },
        pair=pair,
        kappas={} if pair is None else {code.key: _kappa(both, pair, code.key) for code in book.codes},
        disputes=sum(differ(each) for each in comments.values()),
    )


def disputes_of(book_id: int) -> tuple[tuple[Coded, ...], ...]:
    """Return the comments coders differ on and nobody has settled: each with its codings."""
    return tuple(each for each in by_comment(codings_of(book_id)).values() if differ(each))


def _waiting(row: Queued, own: Coding | None) -> Waiting:
    by_lot = row.reason == Reason.LOT
    return Waiting(
        signal_id=row.signal_id,
        reason=Reason(row.reason),
        in_sample=by_lot,
        blind=by_lot,
        proposed={} if by_lot else row.proposed,
        near=() if by_lot else tuple(row.near),
        own=frozenset(own.codes) if own is not None else None,
    )


def _coders(codings: Sequence[Coded]) -> int:
    return len({coding.coder for coding in codings if not coding.settles})


def _closest(given: Iterable[Mapping[str, frozenset[str]]]) -> tuple[str, str] | None:
    """Return the two coders with the most comments in common."""
    counts = Counter((first, second) for each in given for first, second in combinations(sorted(each), 2))
    return min(counts, key=lambda pair: (-counts[pair], pair)) if counts else None


def _kappa(both: Sequence[dict[str, frozenset[str]]], pair: tuple[str, str], code: str) -> Estimate:
    first, second = ([code in each[coder] for each in both] for coder in pair)
    return kappa(first, second)
