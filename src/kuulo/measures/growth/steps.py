"""Curves of staying that tell of nobody alone: they bend only where as many left as the floor asks; pure.

A month in which one customer of a group left would tell a reader who knows of that leaving which score was given. So a
curve is told at its steps only: days by each of which at least the floor had left since the step before. The last step
takes those with it who are too few for a step of their own; where too few left in all, the end is the only step.
Between two steps the share is read from the straight line that joins them, and its interval holds both their intervals:
everything that is shown of such a day follows from the steps.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.growth.figures import RETENTION, Terms, figure
from kuulo.measures.growth.survival import Curve


def step_days(curve: Curve, days: Sequence[int], floor: int) -> tuple[int, ...]:
    """Return the days at which a curve may bend; the first is the day of the answer.

    Args:
        curve: The curve of a group, itself at or above the floor.
        days: Days that are shown, rising, from 0 on.
        floor: How many must have left between one step and the next.
    """
    steps, told = [days[0]], curve.gone(days[0])
    gone = told
    for day in days:
        gone = curve.gone(day)
        if gone - told >= floor:
            steps.append(day)
            told = gone
    if gone > told:
        steps = [*steps[: max(len(steps) - 1, 1)], days[-1]]
    return tuple(steps)


def share_after(curve: Curve, day: int, steps: Sequence[int], terms: Terms) -> Estimate:
    """Return the share still there a number of days after the answer, as far as the steps tell it."""
    after = bisect_left(steps, day)
    if after == len(steps) or steps[after] == day:
        # A step, or beyond the last one, where nobody left any more.
        value, low, high, watched = curve.at(day)
        notes = (say(_("Still watched at that time: {watched} of {n}."), watched=watched, n=curve.n),)
        return figure(RETENTION, (value, low, high), curve.n, "kaplan_meier", terms, notes=notes)
    return _between(curve, day, (steps[bisect_right(steps, day) - 1], steps[after]), terms)


def _between(curve: Curve, day: int, ends: tuple[int, int], terms: Terms) -> Estimate:
    (first, low, high, _watched), (last, low_last, high_last, _still) = (curve.at(end) for end in ends)
    value = first + (last - first) * (day - ends[0]) / (ends[1] - ends[0])
    notes: tuple[Text, ...] = (
        say(
            _("Read from the line between {before} and {after} days, so that it tells of nobody who left between."),
            before=ends[0],
            after=ends[1],
        ),
    )
    bounds = (value, min(low, low_last), max(high, high_last))
    return figure(RETENTION, bounds, curve.n, "kaplan_meier", terms, notes=notes)
