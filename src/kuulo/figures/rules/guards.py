"""When a figure would say something about single persons although it holds enough of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.withholding import withheld_cells

WITHHELD = say(_("Withheld to protect persons: too few of them answered here, or in a group that could be worked out."))


def reveals(persons: int, rests: Iterable[int], floor: int) -> bool:
    """Return whether a cell must be withheld for its own sake.

    A cell of fewer persons than the floor reveals them itself. A larger cell reveals the few that a filter left out, to
    whoever compares the figure with and without the filter.

    Args:
        persons: Persons in the cell.
        rests: For each way to widen the cell (one filter less, no filter at all), how many persons answered in the
            wider
            cell outside this one.
        floor: Fewest persons a figure may be about.
    """
    return persons < floor or any(0 < rest < floor for rest in rests)


def parts_withheld(persons: Mapping[object, int], chosen: Set[object], floor: int) -> bool:
    """Return whether a filter takes only some of the groups that a split by its own dimension withholds.

    Those groups hide behind each other: a figure of some of them, alone or together with others, gives the rest away
    to whoever knows the whole or compares two filters. All of them together say no more than the whole does.

    Args:
        persons: Persons of each value of the filter's dimension, not known (``None``) included.
        chosen: Values the filter keeps.
        floor: Fewest persons a figure may be about.
    """
    values = list(persons)
    places = withheld_cells([(value,) for value in values], [persons[value] for value in values], floor)
    hidden = {values[place] for place in places}
    inside = hidden & chosen
    return bool(inside) and inside != hidden


def parts_few(persons: Mapping[date, int], edges: Iterable[date], floor: int) -> bool:
    """Return whether months of a reader's choice begin or end where a month more or less would tell of a few persons.

    The months are cut from the newest on, each time the floor is reached. Stretches that begin and end at those cuts
    differ by nobody or by enough persons; any other stretch gives a few away to whoever moves its edge.

    Args:
        persons: First day of each month with answers → persons who answered in it, whatever months were chosen.
        edges: First day of the stretch, and first day after it.
        floor: Fewest persons a figure may be about.
    """
    months = sorted(month for month, count in persons.items() if count)
    cuts, since = [], 0
    for month in reversed(months):
        since += persons[month]
        if since >= floor:
            cuts.append(month)
            since = 0
    if since and cuts:
        cuts.pop()
    places = (next((month for month in months if month >= edge), None) for edge in edges)
    return any(place not in {None, months[0], *cuts} for place in places)


def keep_back(estimate: Estimate) -> Estimate:
    """Return the estimate without anything that was computed from the answers."""
    return estimate.kept_back(WITHHELD)
