"""Figures of a scope: the whole, groups, periods, and how the answers fall; each with what is needed to judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.queries.breaks import break_notes
from kuulo.figures.queries.cells import (
    Cell,
    Cells,
    Label,
    count_cells,
    has_own_months,
    months_parting_few,
)
from kuulo.figures.queries.listening import corrected_figures
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import Scope, Split, answers_sql, earlier, split_at, split_by
from kuulo.figures.rules.comparison import is_followed
from kuulo.figures.rules.dimensions import Dimension, DimensionKind
from kuulo.figures.rules.guards import keep_back
from kuulo.figures.rules.periods import Grain, Window, month_after
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.measures.distribution import distribution_plan
from kuulo.measures.plans import figure_plan
from kuulo.measures.requests import Design

SCORE = {"score": "float64", "person": "int64", "weight": "float64"}
MOST_POINTS = 160
USUAL = ("nps@1", "csat.top2@1", "ces.2@1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of a split and its figure; the label is ``None`` where the dimension is not known."""

    label: Label
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One week or month of a trend.

    Attributes:
        start: Its first day.
        estimate: Its figure; of nobody where nobody answered.
        break_note: Why it cannot be compared with what came before: another wording, scale or mode.
    """

    start: date
    estimate: Estimate
    break_note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many gave each answer; ``counts`` is ``None`` when withheld."""

    counts: Mapping[float, int] | None
    definition: Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What the engine computed of a scope: the figure of each label, and the cells behind them."""

    estimates: Mapping[Label, Estimate]
    cells: Cells


@kept
def whole_figure(reading: Reading, scope: Scope) -> Estimate:
    """Return the figure of everything in scope."""
    computed = _compute(reading, scope, None)
    cell = computed.cells.whole
    if None not in computed.estimates or not cell.persons:
        return _nobody(reading, scope)
    return _finished(reading, scope, computed.estimates[None], cell, withheld=cell.reveals)


@kept
def now_and_before(reading: Reading, scope: Scope) -> tuple[Estimate, Estimate | None]:
    """Return the figure of a scope, and that of the same length of time just before it where anybody had answered.

    The two are withheld each for itself: their sum is shown nowhere.
    """
    before = earlier(reading, scope)
    start = scope.window.start
    if before is None or start is None:
        return whole_figure(reading, scope), None
    # Each time is corrected for who was silent in it; the persons behind both are counted in one look.
    both = scope.during(Window(before.window.start, scope.window.end))
    computed = Computed(estimates=_of_eras(reading, scope, before), cells=count_cells(reading, both, split_at(start)))
    now, then = _era(reading, scope, computed, "now"), _era(reading, before, computed, "before")
    return now, then if then.n != 0 else None


@kept
def figures_for(reading: Reading, scope: Scope) -> tuple[Group, ...]:
    """Return the figure of each group the selection splits by, largest first, what is not known last."""
    dimension = scope.selection.by
    if dimension is None:
        return ()
    computed = _compute(reading, scope, split_by(reading, scope, dimension))
    cells = computed.cells
    groups = [Group(label=label, estimate=_of_label(reading, scope, computed, label)) for label in cells.groups]
    return tuple(sorted(groups, key=lambda one: (one.label is None, -cells.groups[one.label].persons, str(one.label))))


@kept
def trend_for(reading: Reading, scope: Scope, grain: Grain) -> tuple[Point, ...]:
    """Return the figure of each week or month from the first to the last with answers, those between included."""
    computed = _compute(reading, scope, split_by(reading, scope, Dimension(DimensionKind.TIME, grain.value)))
    days = sorted(day for day in computed.cells.groups if isinstance(day, date))
    if not days:
        return ()
    notes = break_notes(reading, scope, grain, days[0])
    return tuple(
        _point(day, _of_label(reading, scope, computed, day), notes.get(day))
        for day in _days_between(days[0], days[-1], grain)
    )


def _point(day: date, estimate: Estimate, note: Text | None) -> Point:
    """Return a point of a trend; what breaks there stands among the notes of its figure, wherever that goes."""
    if note is None:
        return Point(start=day, estimate=estimate)
    return Point(start=day, estimate=replace(estimate, notes=(*estimate.notes, note)), break_note=note)


@kept
def spread_for(reading: Reading, scope: Scope) -> Spread:
    """Return how many gave each answer, unweighted; withheld where the figure itself is."""
    if now_and_before(reading, scope)[0].withheld:
        return Spread(counts=None, definition=scope.definition)
    plan = distribution_plan(columns={"score": "float64"}, score="score")
    found = plan.finish(reading.ask(plan.sql("duckdb", answers_sql(reading, scope))), floor=reading.floor)
    return Spread(counts=found[0].counts if found and found[0].n else None, definition=scope.definition)


def warm_up(confidence: float) -> None:
    """Compile the usual plans, so that the first page after a start need not wait a second or two for it."""
    for name, kind in product(USUAL, ("", "string", "date")):
        figure_plan(
            DEFINITIONS[name],
            columns=SCORE | ({"g": kind} if kind else {}),
            score="score",
            by=("g",) if kind else (),
            design=Design(cluster="person"),
            confidence=confidence,
        ).sql("duckdb")


def _compute(reading: Reading, scope: Scope, split: Split | None) -> Computed:
    return Computed(
        estimates=corrected_figures(reading, scope, split),
        cells=count_cells(reading, scope, split),
    )


def _of_eras(reading: Reading, scope: Scope, before: Scope) -> dict[Label, Estimate]:
    eras: dict[Label, Mapping[Label, Estimate]] = {
        "now": corrected_figures(reading, scope, None),
        "before": corrected_figures(reading, before, None),
    }
    return {era: figures[None] for era, figures in eras.items() if None in figures}


def _era(reading: Reading, scope: Scope, computed: Computed, era: str) -> Estimate:
    cell = computed.cells.groups.get(era)
    if cell is None or era not in computed.estimates or not cell.persons:
        return _nobody(reading, scope)
    return _finished(reading, scope, computed.estimates[era], cell, withheld=cell.reveals or _moves(reading, scope))


def _moves(reading: Reading, scope: Scope) -> bool:
    return has_own_months(scope) and bool(months_parting_few(reading, scope, None))


def _of_label(reading: Reading, scope: Scope, computed: Computed, label: Label) -> Estimate:
    cell = computed.cells.groups.get(label)
    if cell is None or label not in computed.estimates or not cell.persons:
        return _nobody(reading, scope)
    return _finished(reading, scope, computed.estimates[label], cell, withheld=label in computed.cells.withheld)


def _finished(reading: Reading, scope: Scope, estimate: Estimate, cell: Cell, *, withheld: bool) -> Estimate:
    """Return the estimate with who was asked, the version of the data, and what must be known of this scope.

    Cells count what the lake shows of the first asking; a figure with a follow-up knows better who answered in the end.
    """
    counted = cell.asked is not None and not is_followed(estimate)
    known = replace(
        estimate,
        invited=cell.asked if counted else estimate.invited,
        answered=cell.answered if counted else estimate.answered,
        data_version=reading.data_version,
        notes=(*estimate.notes, *_scope_notes(scope)),
    )
    return keep_back(known) if withheld else known


def _scope_notes(scope: Scope) -> list[Text]:
    notes = []
    if len(scope.questions) > 1:
        notes.append(
            say(_("Answers to {count} questions on the same scale are taken together."), count=len(scope.questions))
        )
    if scope.partly_weighted:
        notes.append(say(_("Only some of the answers carry a weight, so weights are not used.")))
    return notes


def _nobody(reading: Reading, scope: Scope) -> Estimate:
    """Return the figure of nobody: there is nothing to compute and nobody to protect."""
    return Estimate(
        measure=scope.definition.family,
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=reading.confidence,
        n=0,
        n_eff=0.0,
        deff=None,
        invited=None,
        answered=None,
        method="none",
        definition=scope.definition.id,
        data_version=reading.data_version,
        notes=(say(_("Nobody answered.")),),
    )


def _days_between(first: date, last: date, grain: Grain) -> list[date]:
    """Return the first days of all weeks or months from one to another, the latest `MOST_POINTS` of them."""
    days = [last]
    while days[-1] > first and len(days) < MOST_POINTS:
        before = days[-1]
        days.append(
            month_after(before, months=-1) if grain is Grain.MONTH else date.fromordinal(before.toordinal() - 7)
        )
    return days[::-1]
