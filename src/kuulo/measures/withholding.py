"""The anonymity floor: cells that would say something about single persons are withheld, with what gives them away.

The reader is assumed to know every total of the table: over all cells, and over each grouping and combination of
groupings. A withheld cell must not follow from those totals and the cells shown, nor may a sum of withheld cells under
the floor. So after the small cells, the smallest cells beside them are withheld too, until nothing can be worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from kuulo.base.errors import SettingError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.results import Figure, FigureTable

FLOOR = 5
LOWEST_FLOOR = 3

Cell = tuple[object, ...]
_Marginal = tuple[tuple[int, object], ...]

_ZERO = 1e-9


def withhold(figures: FigureTable, floor: int = FLOOR) -> FigureTable:
    """Return the figures with those withheld that rest on fewer than ``floor`` answers, or would give such a one away.

    Groups in which nobody answered are shown as such: they hold no person.

    Raises:
        SettingError: The floor is lower than 3.
    """
    cells = [tuple(figure.by[name] for name in figures.by) for figure in figures]
    sizes = [figure.estimate.n or 0 for figure in figures]
    hidden = withheld_cells(cells, sizes, floor)
    kept = [
        _without_figure(figure, floor) if place in hidden or figure.estimate.withheld else figure
        for place, figure in enumerate(figures)
    ]
    return replace(figures, figures=tuple(kept))


def check_floor(floor: int) -> int:
    """Return the floor.

    Raises:
        SettingError: It is lower than 3.
    """
    if floor < LOWEST_FLOOR:
        raise SettingError(
            _("An anonymity floor of {floor} is too low."),
            _("Use 5, or at the least {lowest}."),
            floor=floor,
            lowest=LOWEST_FLOOR,
        )
    return floor


def withheld_cells(cells: Sequence[Cell], sizes: Sequence[int], floor: int = FLOOR) -> set[int]:
    """Return the places of the cells to withhold.

    Args:
        cells: Group of each cell: one value a grouping, no cell twice.
        sizes: Answers in each cell.
        floor: Fewest answers a shown cell may have.

    Raises:
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    filled = [place for place, size in enumerate(sizes) if size > 0]
    hidden = {place for place in filled if sizes[place] < floor}
    lines = _lines(cells, filled)
    while True:
        before = len(hidden)
        for members in lines:
            _protect_line(members, sizes, hidden, floor)
        if len(hidden) == before and not _protect_derivable(lines, cells, sizes, hidden):
            return hidden


def _lines(cells: Sequence[Cell], filled: Iterable[int]) -> list[list[int]]:
    """Return the sets of cells whose total the reader may know: all cells, and those alike in some of the groupings."""
    lines: dict[_Marginal, list[int]] = defaultdict(list)
    width = len(cells[0]) if cells else 0
    for place in filled:
        for size in range(width):
            for chosen in combinations(range(width), size):
                lines[tuple((i, cells[place][i]) for i in chosen)].append(place)
    return [members for members in lines.values() if len(members) > 1]


def _protect_line(members: list[int], sizes: Sequence[int], hidden: set[int], floor: int) -> None:
    """Withhold the smallest shown cells of a line until two or more are hidden that together reach the floor."""
    inside = [place for place in members if place in hidden]
    if not inside:
        return
    shown = sorted((place for place in members if place not in hidden), key=lambda place: (sizes[place], place))
    total, count = sum(sizes[place] for place in inside), len(inside)
    while shown and (count < 2 or total < floor):
        place = shown.pop(0)
        hidden.add(place)
        total, count = total + sizes[place], count + 1


def _protect_derivable(lines: list[list[int]], cells: Sequence[Cell], sizes: Sequence[int], hidden: set[int]) -> bool:
    """Withhold one more cell if the totals together still determine a hidden one; return whether one was added."""
    for place in _determined(lines, hidden):
        beside = _beside(place, lines, hidden)
        if beside:
            hidden.add(min(beside, key=lambda other: (sizes[other], repr(cells[other]))))
            return True
    return False


def _determined(lines: list[list[int]], hidden: set[int]) -> list[int]:
    """Return the hidden cells that follow from the lines' totals: no change that keeps all totals touches them."""
    places = sorted(hidden)
    column = {place: i for i, place in enumerate(places)}
    rows = {tuple(column[place] for place in members if place in hidden) for members in lines} - {()}
    if not rows:
        return []
    matrix = np.zeros((len(rows), len(places)))
    for line, row in enumerate(sorted(rows)):
        matrix[line, list(row)] = 1.0
    # The projection onto the row space is 1 on the diagonal exactly where a unit vector lies in it
    projected = np.einsum("ij,ji->i", np.linalg.pinv(matrix), matrix)
    return [place for place in places if projected[column[place]] > 1 - _ZERO]


def _beside(place: int, lines: list[list[int]], hidden: set[int]) -> list[int]:
    """Return the shown cells that share the shortest line with the cell that has any."""
    around = [[other for other in members if other not in hidden] for members in lines if place in members]
    offered = [shown for shown in around if shown]
    return min(offered, key=len) if offered else []


def _without_figure(figure: Figure, floor: int) -> Figure:
    note = say(
        _("Withheld to protect persons: fewer than {floor} answers here or in a group that could be worked out."),
        floor=floor,
    )
    return Figure(figure.by, figure.estimate.kept_back(note), None)
