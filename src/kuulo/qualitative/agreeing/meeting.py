"""Where coders of the same text met and where they differ, passage by passage, so that it can be settled; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kuulo.qualitative.agreeing.rating import Marked


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """A passage one coder gave one code."""

    source: str
    start: int
    end: int
    code: str
    coder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Passages with the same code that hang together: each shares text with another one of them.

    Attributes:
        source: Their source.
        code: Their code.
        start: Where the first begins.
        end: Where the last ends.
        given: The passages.
        core: The stretch that more than half of the coders marked; None where there is none.
        agreed: Whether every coder marked some of it and there is a core.
    """

    source: str
    code: str
    start: int
    end: int
    given: tuple[Given, ...]
    core: tuple[int, int] | None
    agreed: bool

    @property
    def coders(self) -> frozenset[str]:
        """Return who marked any of it."""
        return frozenset(each.coder for each in self.given)

    @property
    def key(self) -> str:
        """Return a name for it that stays while the codings do."""
        return f"{self.source}:{self.start}:{self.end}:{self.code}"


def meetings(given: Iterable[Given], coders: Collection[str]) -> tuple[Meeting, ...]:
    """Return where coders met and where they differ, by source and place.

    Args:
        given: Every coder's passages.
        coders: All who coded the sources, also those who gave nothing.
    """
    found: list[Meeting] = []
    rows = sorted(set(given), key=lambda each: (each.source, each.code, each.start, each.end, each.coder))
    group: list[Given] = []
    for each in rows:
        if group and not _hangs_together(group, each):
            found.append(_meeting(group, coders))
            group = []
        group.append(each)
    if group:
        found.append(_meeting(group, coders))
    return tuple(sorted(found, key=lambda one: (one.source, one.start, one.end, one.code)))


def marked_by(given: Iterable[Given], coder: str, code: str) -> list[Marked]:
    """Return the passages one coder gave one code."""
    return [(each.source, each.start, each.end) for each in given if each.coder == coder and each.code == code]


def _hangs_together(group: Sequence[Given], each: Given) -> bool:
    last = group[-1]
    return (last.source, last.code) == (each.source, each.code) and each.start < max(one.end for one in group)


def _meeting(group: Sequence[Given], coders: Collection[str]) -> Meeting:
    first = group[0]
    core = _core(group, len(coders))
    return Meeting(
        source=first.source,
        code=first.code,
        start=first.start,
        end=max(each.end for each in group),
        given=tuple(group),
        core=core,
        agreed=core is not None and {each.coder for each in group} >= set(coders),
    )


def _core(group: Sequence[Given], coders: int) -> tuple[int, int] | None:
    """Return from where to where more than half of the coders marked the text, gaps included."""
    edges = sorted({edge for each in group for edge in (each.start, each.end)})
    parts = [
        (left, right)
        for left, right in pairwise(edges)
        if 2 * len({each.coder for each in group if each.start <= left and right <= each.end}) > coders
    ]
    return (parts[0][0], parts[-1][1]) if parts else None
