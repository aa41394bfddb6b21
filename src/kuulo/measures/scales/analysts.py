"""The scale functions for analysts: a table with one column an item in, a scale examined out.

from kuulo.measures import reliability, scale
reliability(answers, items=["A1", "A2", "A3"], reverse=["A1"], ends=(1, 6)).alpha
scale(answers, items=[…], group="language").invariance.reason
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kuulo.base.errors import DefinitionError, WithheldError
from kuulo.base.texts import mark as _
from kuulo.measures.scales.moments import Ends, Missing, Moments, moments_plan
from kuulo.measures.scales.reliability import Reliability, reliability_of
from kuulo.measures.scales.scoring import Scale, check_spread, scale_of
from kuulo.measures.tables import open_table
from kuulo.measures.withholding import FLOOR, check_floor


def reliability(  # noqa: PLR0913 -- the analysts' function names everything the result depends on
    table: Any,
    *,
    items: Sequence[str],
    reverse: Sequence[str] = (),
    ends: Ends | None = None,
    where: str | None = None,
    missing: Missing = "complete",
    confidence: float = 0.95,
    floor: int = FLOOR,
) -> Reliability:
    """Return alpha, omega, item statistics and the one-factor solution of a scale's items.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row a respondent, one column an item.
        items: Columns of the items.
        reverse: Those of them that were asked the other way round.
        ends: Lowest and highest answer of the scale; needed where an item is turned round.
        where: Condition on the rows, such as ``segment = 'home'``.
        missing: ``complete`` uses rows in which every item was answered; ``pairwise`` all that two items share (alpha
            and item statistics alone).
        confidence: Confidence level, 0–1.
        floor: Fewer answers than this are not examined; never under 3.

    Raises:
        InputError: The table, a column or the condition cannot be used.
        DefinitionError: The items make no scale, or everybody answered one alike.
        WithheldError: Fewer rows than the floor.
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    answers = open_table(table)
    plan = moments_plan(columns=answers.columns, items=items, reverse=reverse, ends=ends, where=where, missing=missing)
    found = plan.finish(answers.run(plan, [name for name, _kind in plan.columns]))
    whole = check_moments(found.get(None), floor)
    return reliability_of(whole, reverse=tuple(reverse), missing=missing, confidence=confidence)


def scale(  # noqa: PLR0913 -- as above
    table: Any,
    *,
    items: Sequence[str],
    group: str | None = None,
    reverse: Sequence[str] = (),
    ends: Ends | None = None,
    where: str | None = None,
    confidence: float = 0.95,
    floor: int = FLOOR,
) -> Scale:
    """Return a scale examined: its reliability, whether it measures the same in each group, and the groups compared.

    The groups' means are compared only where scalar invariance holds; otherwise ``invariance.reason`` says why not.
    Only complete answers are used. The arguments are those of `reliability`, and:

    Args:
        table: As for `reliability`.
        items: As for `reliability`.
        group: Column of the groups; rows without a group count in the whole alone.
        reverse: As for `reliability`.
        ends: As for `reliability`.
        where: As for `reliability`.
        confidence: As for `reliability`.
        floor: Groups under this many answers are withheld, and what would give them away; never under 3.

    Raises:
        InputError: The table, a column or the condition cannot be used.
        DefinitionError: The items make no scale, or everybody answered one alike.
        WithheldError: Fewer rows than the floor.
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    answers = open_table(table)
    groups: dict[object, Moments] = {}
    for wanted in dict.fromkeys((None, group)):
        plan = moments_plan(columns=answers.columns, items=items, reverse=reverse, ends=ends, group=wanted, where=where)
        found = plan.finish(answers.run(plan, [name for name, _kind in plan.columns]))
        if wanted is None:
            whole = check_moments(found.get(None), floor)
        else:
            groups = found
    return scale_of(whole, groups, reverse=tuple(reverse), confidence=confidence, floor=floor)


def check_moments(moments: Moments | None, floor: int) -> Moments:
    """Return the moments, refusing those of which nothing may or can be said.

    Raises:
        WithheldError: Fewer rows than the floor.
        DefinitionError: Everybody answered an item alike.
    """
    if moments is None or moments.n < floor:
        raise WithheldError(
            _("Fewer than {floor} persons answered all of these items: nothing is shown, to protect them."),
            _("Choose items that more persons answered."),
            floor=floor,
        )
    flat = check_spread(moments)
    if flat is not None:
        raise DefinitionError(flat.template, _("Leave these items out."), **flat.params)
    return moments
