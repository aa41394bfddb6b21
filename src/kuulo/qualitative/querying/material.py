"""What a question is put to: coded passages, which code lies under which, and where people took turns; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Turns = Mapping[str, Sequence[tuple[int, int]]]
"""Source → where its turns begin and end, in order; code points."""


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A piece of a source: from the code point ``start`` to before ``end``."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Coded:
    """A passage somebody gave a code."""

    source: str
    start: int
    end: int
    code: str
    coder: str = ""

    @property
    def piece(self) -> Piece:
        """Return where it is."""
        return Piece(self.source, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Coded sources.

    Attributes:
        codings: Coded passages, in any order.
        parents: Code → the code it lies under; empty at the top.
        turns: Where turns of each source are; what is neither coded nor has turns is not found by "not".
    """

    codings: tuple[Coded, ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    turns: Turns = field(default_factory=dict)

    def pieces_of(self, code: str) -> list[Piece]:
        """Return what has a code or one under it, sorted, each piece once."""
        wanted = under(code, self.parents)
        return sorted({coded.piece for coded in self.codings if coded.code in wanted})


def under(code: str, parents: Mapping[str, str]) -> frozenset[str]:
    """Return a code and all that lie under it."""
    children: dict[str, list[str]] = {}
    for key, parent in parents.items():
        children.setdefault(parent, []).append(key)
    found: set[str] = set()
    waiting = [code]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += children.get(here, ())
    return frozenset(found)


def above(code: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """Return a code and all it lies under, from itself up."""
    found: list[str] = []
    here = code
    while here and here not in found:
        found.append(here)
        here = parents.get(here, "")
    return tuple(found)


def by_source(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """Return pieces by their source, sorted."""
    found: dict[str, list[Piece]] = {}
    for piece in sorted(set(pieces)):
        found.setdefault(piece.source, []).append(piece)
    return found
