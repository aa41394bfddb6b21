"""When a figure would say something about single persons although it holds enough of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say

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


def keep_back(estimate: Estimate) -> Estimate:
    """Return the estimate without anything that was computed from the answers."""
    return replace(
        estimate,
        value=None,
        low=None,
        high=None,
        se=None,
        n=None,
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="withheld",
        notes=(WITHHELD,),
    )
