"""The pieces of sources that an expression comes to; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kuulo.qualitative.querying.expressions import Both, Either, Expression, Has, Near, Nowhere, Unit, Without
from kuulo.qualitative.querying.material import Material, Piece, by_source

Pieces = list[Piece]


def find(expression: Expression, material: Material) -> tuple[Piece, ...]:
    """Return the pieces an expression comes to, sorted by source and place, each once."""
    return tuple(sorted(set(_found(expression, material))))


def _found(expression: Expression, material: Material) -> Pieces:
    match expression:
        case Has(code):
            return material.pieces_of(code)
        case Both(first, second):
            return _common(_found(first, material), _found(second, material))
        case Either(parts):
            return [piece for part in parts for piece in _found(part, material)]
        case Without(what, unwanted):
            return _untouched(_found(what, material), _found(unwanted, material))
        case Nowhere(unwanted):
            turns = [Piece(source, *turn) for source, each in material.turns.items() for turn in each]
            return _untouched(turns, _found(unwanted, material))
        case Near():
            return _near(expression, material)


def touching(pieces: Sequence[Piece], reach: Sequence[int], piece: Piece) -> Iterator[Piece]:
    """Yield what shares text with a piece.

    Args:
        pieces: Of the same source, sorted.
        reach: The greatest end of them up to each place, as `reaches` returns it.
        piece: The piece.
    """
    place = bisect_right(reach, piece.start)
    while place < len(pieces) and pieces[place].start < piece.end:
        if pieces[place].end > piece.start:
            yield pieces[place]
        place += 1


def reaches(pieces: Sequence[Piece]) -> list[int]:
    """Return the greatest end of sorted pieces up to each place."""
    return list(accumulate((piece.end for piece in pieces), max))


def _common(first: Pieces, second: Pieces) -> Pieces:
    others = by_source(second)
    ends = {source: reaches(pieces) for source, pieces in others.items()}
    return [
        Piece(piece.source, max(piece.start, other.start), min(piece.end, other.end))
        for piece in set(first)
        for other in touching(others.get(piece.source, []), ends.get(piece.source, []), piece)
    ]


def _untouched(what: Pieces, unwanted: Pieces) -> Pieces:
    others = by_source(unwanted)
    ends = {source: reaches(pieces) for source, pieces in others.items()}
    return [
        piece
        for piece in what
        if next(touching(others.get(piece.source, []), ends.get(piece.source, []), piece), None) is None
    ]


def _near(asked: Near, material: Material) -> Pieces:
    first, second = by_source(_found(asked.first, material)), by_source(_found(asked.second, material))
    found: Pieces = []
    for source in first.keys() & second.keys():
        between = _measure(asked.unit, material.turns.get(source, ()))
        for one, others in ((first, second), (second, first)):
            row = _Row.of(others[source])
            for piece in one[source]:
                near = row.nearest(piece)
                if between(piece, near) <= asked.within:
                    found.append(Piece(source, min(piece.start, near.start), max(piece.end, near.end)))
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """Pieces of one source, sorted, with the one that ends last up to each place."""

    pieces: Pieces
    last: Pieces
    ends: list[int]
    known: frozenset[Piece]

    @classmethod
    def of(cls, pieces: Pieces) -> _Row:
        last = list(accumulate(pieces, _later))
        return cls(pieces, last, [piece.end for piece in last], frozenset(pieces))

    def nearest(self, piece: Piece) -> Piece:
        """Return the piece nearest to another one: itself, else one that shares text with it, else the next."""
        if piece in self.known:
            return piece
        touched = next(touching(self.pieces, self.ends, piece), None)
        if touched is not None:
            return touched
        after = bisect_left(self.pieces, piece.end, key=lambda other: other.start)
        beside = [*self.last[max(after - 1, 0) : after], *self.pieces[after : after + 1]]
        return min(beside, key=lambda other: _characters(piece, other))


def _later(one: Piece, other: Piece) -> Piece:
    """Return which of two pieces ends later."""
    return other if other.end > one.end else one


def _characters(one: Piece, other: Piece) -> int:
    return max(0, other.start - one.end, one.start - other.end)


def _measure(unit: Unit, turns: Sequence[tuple[int, int]]) -> Callable[[Piece, Piece], int]:
    """Return how far two pieces are apart; 0 in the same turn. Without turns the whole source is one."""
    if unit is Unit.CHARACTERS:
        return _characters
    starts = [start for start, _end in turns]

    def between(one: Piece, other: Piece) -> int:
        spans = [
            (bisect_right(starts, piece.start), bisect_right(starts, max(piece.end - 1, piece.start)))
            for piece in (one, other)
        ]
        (first_start, first_end), (second_start, second_end) = spans
        return max(0, second_start - first_end, first_start - second_end)

    return between
