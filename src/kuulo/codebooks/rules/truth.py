"""What several people's codings of one comment come to; pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What one coder gave one comment.

    Attributes:
        signal_id: The comment.
        coder: Who.
        codes: Keys of the codes; none is an answer too.
        in_sample: Whether the comment was drawn by lot.
        settles: Whether it settles how coders differed.
        at: When.
    """

    signal_id: str
    coder: str
    codes: frozenset[str]
    in_sample: bool = False
    settles: bool = False
    at: datetime | None = field(default=None, compare=False)


def by_comment(codings: Sequence[Coded]) -> dict[str, tuple[Coded, ...]]:
    """Return codings by comment, in their order."""
    found: dict[str, list[Coded]] = {}
    for coding in codings:
        found.setdefault(coding.signal_id, []).append(coding)
    return {signal: tuple(each) for signal, each in found.items()}


def settled(codings: Sequence[Coded]) -> frozenset[str] | None:
    """Return the codes of one comment: as it was settled, else those more than half of its coders gave.

    None where coders differ evenly on a code and nobody has settled it.
    """
    final = next((coding for coding in codings if coding.settles), None)
    if final is not None:
        return final.codes
    counts = Counter(code for coding in codings for code in coding.codes)
    if any(2 * count == len(codings) for count in counts.values()):
        return None
    return frozenset(code for code, count in counts.items() if 2 * count > len(codings))


def truths(codings: Sequence[Coded]) -> dict[str, frozenset[str]]:
    """Return the codes of every comment that is coded and not in dispute."""
    found = {signal: settled(each) for signal, each in by_comment(codings).items()}
    return {signal: codes for signal, codes in found.items() if codes is not None}


def differ(codings: Sequence[Coded]) -> bool:
    """Return whether coders of a comment gave different codes and nobody has settled it."""
    if any(coding.settles for coding in codings):
        return False
    return len({coding.codes for coding in codings}) > 1


def lot(salt: str, signal_id: str) -> str:
    """Return the lot of a comment: the smaller it is, the sooner the comment belongs to the random sample.

    It depends on nothing but the comment's number and the codebook's salt: the sample stays one as comments come.
    """
    return hashlib.sha256(f"{salt}:{signal_id}".encode()).hexdigest()


def by_lot(salt: str, signals: Collection[str]) -> list[str]:
    """Return comments in the order of their lots."""
    return sorted(signals, key=lambda signal: lot(salt, signal))


def figure_key(slug: str, code: str) -> str:
    """Return what a code is called in figures of the whole house."""
    return f"{slug}/{code}"


def used_codes(
    truth: Mapping[str, frozenset[str]],
    accepted: Mapping[str, Collection[str]],
    sure: Mapping[str, Collection[str]],
) -> dict[str, frozenset[str]]:
    """Return the codes of each comment that count in figures: people's word first, else what is accepted and sure."""
    found: dict[str, set[str]] = {}
    for source in (accepted, sure):
        for signal, codes in source.items():
            found.setdefault(signal, set()).update(codes)
    return {signal: frozenset(codes) for signal, codes in found.items() if signal not in truth} | dict(truth)
