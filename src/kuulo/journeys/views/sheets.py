"""The table of a journey as a sheet for spreadsheets: every figure with its interval and n, none of them rounded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kuulo.base.estimate import Estimate
from kuulo.figures.charts.wording import RECORDED_COUNT
from kuulo.figures.exports import Sheet, Value, figure_heads, figure_row
from kuulo.figures.templatetags.charts import say
from kuulo.journeys.queries import JourneyView
from kuulo.journeys.queries.shown import JourneyShown
from kuulo.journeys.rules.flow import FlowFigure, StepFigure, Times


def sheet_of(view: JourneyView, shown: JourneyShown) -> Sheet:
    """Return one row a figure: who, which step, what it is, then the fields of a figure."""
    groups = [(_("Everybody"), shown.figure)]
    groups += [(one.figure.label or _("not known"), one.figure) for one in shown.groups]
    groups += [(_("The time before"), shown.before.figure)] if shown.before else []
    rows = [row for who, figure in groups for row in _rows(who, view, figure, shown.figure.whole)]
    return Sheet(heads=figure_heads(_("Who"), _("Step"), _("Figure")), rows=(*rows, *_said(view, shown)), facts=())


def _rows(who: str, view: JourneyView, figure: FlowFigure, like: Estimate) -> Iterator[tuple[Value, ...]]:
    for step, counted in zip(view.steps, figure.steps, strict=True):
        yield from _of_step(who, step.name, counted, like)
    yield figure_row(who, _("The whole way"), _("reached the end"), figure=figure.whole)
    if figure.times is not None:
        yield _time(who, _("The whole way"), figure.times, like)


def _of_step(who: str, name: str, step: StepFigure, like: Estimate) -> Iterator[tuple[Value, ...]]:
    yield figure_row(who, name, _("of all who entered"), figure=step.of_entered)
    if step.passed is not None:
        yield figure_row(who, name, _("passed"), figure=step.passed)
    if step.dropped is not None:
        yield figure_row(who, name, _("dropped out"), figure=step.dropped)
    if step.times is not None:
        yield _time(who, name, step.times, like)


def _said(view: JourneyView, shown: JourneyShown) -> Iterator[tuple[Value, ...]]:
    for step in view.steps:
        for one in shown.said:
            found = one.by_touchpoint.get(step.touchpoint)
            if found is not None:
                yield figure_row(_("All who answered"), step.name, _("said"), figure=found)


def _time(who: str, step: str, times: Times, like: Estimate) -> tuple[Value, ...]:
    notes = _("quartiles {low} and {high}").format(low=times.quarter, high=times.three_quarters)
    numbers = (times.median, times.low, times.high, None, like.confidence, times.n, None, None, None, None, None)
    words = ("order statistics", "", like.data_version, say(RECORDED_COUNT), notes)
    return (who, step, _("median of seconds"), "time", *numbers, *words)
