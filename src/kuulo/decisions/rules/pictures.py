"""The check and the calibration as they are drawn: places of an SVG and the table of the same data; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.rules.checking import PROPOSAL_SENTENCES
from kuulo.decisions.rules.effects import Effect
from kuulo.decisions.rules.learning import Calibration
from kuulo.decisions.rules.views import CheckView
from kuulo.decisions.rules.words import change_words
from kuulo.figures.charts.axes import Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key, estimate_table
from kuulo.figures.charts.quantities import Count, Quantity, Shown, Unit, decimals_for, shown
from kuulo.figures.charts.wording import no_figure
from kuulo.measures.comparing import difference
from kuulo.measures.comparing.differences import comparable

ROW: Final = 44.0
HEIGHT: Final = 280.0
SUREST, LEAST_SURE = 1.0, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change as it is drawn."""

    label: Text
    top: str
    middle: str
    main: bool
    x: str = ""
    low: str = ""
    high: str = ""
    shown: Shown | None = None
    no_figure: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePicture:
    """The observed change beside the expected one."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    rows: tuple[ChangeRow, ...]
    ticks: tuple[Tick, ...]
    expected_x: str
    expected: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SureMark:
    """Decisions that were about as sure as each other, as they are drawn."""

    x: str
    y: str
    low: str
    high: str
    n: Count
    label_y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPicture:
    """How sure we were against how often we were right."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    marks: tuple[SureMark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    line: str


def draw_change(check: CheckView, effect: Effect) -> ChangePicture | None:
    """Return the picture of a check; ``None`` where there is no change to draw."""
    rows = _changes(check)
    if not rows:
        return None
    estimates = [estimate for _label, estimate, _main in rows]
    unit = effect.unit
    decimals = decimals_for(estimates, unit)
    ends = [end for one in estimates for end in (one.low, one.value, one.high) if end is not None]
    axis = value_axis([*ends, 0.0, effect.change], unit)
    drawn = []
    for place, (label, estimate, main) in enumerate(rows):
        top, middle, seen = pixels(ROW * place), pixels(ROW * (place + 0.5)), shown(estimate, decimals)
        if seen is None:
            drawn.append(ChangeRow(label=label, top=top, middle=middle, main=main, no_figure=no_figure(estimate)))
            continue
        x, low, high = (across(axis.part(one.value)) for one in (seen.value, seen.low, seen.high))
        drawn.append(ChangeRow(label=label, top=top, middle=middle, main=main, x=x, low=low, high=high, shown=seen))
    heads = [label for label, _estimate, _main in rows]
    return ChangePicture(
        key=chart_key("check", check.computed_at, effect),
        title=say(_("{measure}: expected and observed change"), measure=say(effect.measure.title)),
        sentence=PROPOSAL_SENTENCES[check.proposal],
        table=estimate_table(say(_("Observed change")), heads, estimates, decimals),
        height=pixels(ROW * len(rows)),
        rows=tuple(drawn),
        ticks=tuple(
            Tick(across(axis.part(tick.value)), tick, "zero" if abs(tick.value) < 1e-12 else "") for tick in axis.ticks
        ),
        expected_x=across(axis.part(effect.change)),
        expected=change_words(effect),
    )


def _changes(check: CheckView) -> list[tuple[Text, Estimate, bool]]:
    """Return the changes to draw: of those touched, of those compared with, and what lies between them."""
    if check.sides is None or check.observed is None:
        return []
    if check.sides.beside_before is None or check.sides.beside_after is None:
        return [(say(_("After less before")), check.observed, True)]
    own = _after_less_before(check.sides.before, check.sides.after)
    other = _after_less_before(check.sides.beside_before, check.sides.beside_after)
    rows: list[tuple[Text, Estimate | None, bool]] = [
        (say(_("Those it touched")), own, False),
        (say(_("Those compared with")), other, False),
        (say(_("Difference of both")), check.observed, True),
    ]
    return [(label, estimate, main) for label, estimate, main in rows if estimate is not None]


def _after_less_before(before: Estimate, after: Estimate) -> Estimate | None:
    return difference(after, before).estimate if comparable(before) and comparable(after) else None


def draw_calibration(found: Calibration) -> CalibrationPicture | None:
    """Return the picture of the calibration; ``None`` before anything was checked."""
    if not found.steps:
        return None
    marks = []
    for step in found.steps:
        right = step.right
        value, low, high = right.value or 0.0, right.low or 0.0, 1.0 if right.high is None else right.high
        marks.append(
            SureMark(
                x=across(_part(step.mean)),
                y=pixels(_down(value)),
                low=pixels(_down(low)),
                high=pixels(_down(high)),
                n=Count(right.n or 0),
                label_y=pixels(_down(high) - 6),
            )
        )
    ticks = [number / 10 for number in range(5, 11)]
    return CalibrationPicture(
        key=chart_key("calibration", found.steps),
        title=say(_("How sure we were, and how often we were right")),
        sentence=found.sentence,
        table=_calibration_table(found),
        height=pixels(HEIGHT),
        marks=tuple(marks),
        x_ticks=tuple(Tick(across(_part(one)), Quantity(one, Unit.SHARE)) for one in ticks),
        y_ticks=tuple(Tick(pixels(_down(one)), Quantity(one, Unit.SHARE)) for one in (0.0, 0.25, 0.5, 0.75, 1.0)),
        line=f"0,{HEIGHT * (1 - LEAST_SURE):.1f} 1000,0.0",
    )


def _calibration_table(found: Calibration) -> Table:
    heads = [
        say(
            _("{low} to {high}"),
            low=Quantity(step.low / 100, Unit.SHARE),
            high=Quantity(step.high / 100, Unit.SHARE),
        )
        for step in found.steps
    ]
    estimates = [*(step.right for step in found.steps), found.right]
    return estimate_table(say(_("How sure we were")), [*heads, say(_("All together"))], estimates, 0)


def _part(sure: float) -> float:
    return (sure - LEAST_SURE) / (SUREST - LEAST_SURE)


def _down(value: float) -> float:
    return HEIGHT * (1 - value)
