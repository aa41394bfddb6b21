"""One score question: figure, distribution, trend, breakdowns and the comments beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.measures.definitions import Definition, definition
from kuulo.surveys.report.asking import Asking
from kuulo.surveys.report.breakdowns import breakdowns_of
from kuulo.surveys.report.comments import comment_columns, cuts_of
from kuulo.surveys.report.measuring import Measuring
from kuulo.surveys.report.model import Bar, CommentColumn, ReportOptions, ScoreSection
from kuulo.surveys.report.shares import share_estimates
from kuulo.surveys.report.theming import themes_of
from kuulo.surveys.report.times import Timing
from kuulo.surveys.report.trends import trend_of
from kuulo.surveys.rules.acceptance import Accepted, AnswerCounts
from kuulo.surveys.rules.columns import Scale, SettledColumn

BARS_MOST = 11
UNITS = {"net": "points", "share": "share", "mean": "scale"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all sections of one report share."""

    accepted: Accepted
    options: ReportOptions
    timing: Timing | None
    weight: str | None
    groupings: Sequence[SettledColumn]
    beside: Mapping[str, Sequence[SettledColumn]]
    asking: Asking | None

    @property
    def counts(self) -> Mapping[str, AnswerCounts]:
        """The counts of answers by score column."""
        return {counts.column: counts for counts in self.accepted.answers}


def score_section(number: int, column: SettledColumn, around: Surroundings) -> ScoreSection:
    """Return everything about one score question; the number makes its anchor."""
    scale = column.scale or _observed_scale(around.accepted.frame[column.column])
    measure = _on_scale(definition(column.definition or "mean@1"), scale)
    frame, options = around.accepted.frame, around.options
    measuring = Measuring(
        definition=measure,
        score=column.column,
        weight=around.weight,
        confidence=options.confidence,
        floor=options.floor,
        asking=around.asking,
    )
    overall = measuring.overall(frame)
    lowest, highest = measure.bounds
    return ScoreSection(
        anchor=f"q{number}",
        column=column.column,
        header=column.header,
        definition=measure.id,
        measure_title=Text(measure.title),
        scale=scale,
        lowest=scale.minimum if lowest is None else lowest,
        highest=scale.maximum if highest is None else highest,
        unit=UNITS.get(measure.statistic, "scale"),
        estimate=overall,
        counts=around.counts[column.column],
        bars=() if overall.withheld else _bars(overall, column.column, scale, around),
        trend=trend_of(frame, around.timing, measuring, most=options.periods),
        breakdowns=breakdowns_of(frame, around.groupings, measuring, most=options.attributes, levels=options.levels),
        comments=_comments(column, measuring, scale, around),
    )


def _on_scale(measure: Definition, scale: Scale) -> Definition:
    """Return a measure without a scale of its own bound to the question's: intervals then end where the scale does."""
    if measure.scale_min is not None:
        return measure
    direction = -1 if scale.direction == -1 else 1
    return replace(measure, scale_min=scale.minimum, scale_max=scale.maximum, direction=direction)


def _observed_scale(values: pl.Series) -> Scale:
    low, high = values.min(), values.max()
    return Scale(
        minimum=float(low) if isinstance(low, int | float) else 0.0,
        maximum=float(high) if isinstance(high, int | float) else 1.0,
    )


def _bars(overall: Estimate, column: str, scale: Scale, around: Surroundings) -> tuple[Bar, ...]:
    frame = around.accepted.frame
    weights = frame[around.weight] if around.weight else None
    labels = labels_of(scale)
    shares = share_estimates(frame[column], weights, around.options.confidence, also=_whole_values(scale))
    return tuple(
        Bar(
            value=value,
            label=labels.get(value, ""),
            count=count,
            share=replace(share, invited=overall.invited, answered=overall.answered),
        )
        for value, count, share in shares
    )


def _whole_values(scale: Scale) -> list[float]:
    """Return the answers of a short scale, which are shown whether anybody gave them or not."""
    steps = scale.maximum - scale.minimum
    if steps >= BARS_MOST or steps != round(steps):
        return []
    return [scale.minimum + step for step in range(int(steps) + 1)]


def labels_of(scale: Scale) -> Mapping[float, str]:
    """Return the wording of each value, the first where several stand for one."""
    found: dict[float, str] = {}
    for label, value in scale.labels.items():
        found.setdefault(value, label[:1].upper() + label[1:])
    return found


def _comments(
    column: SettledColumn, measuring: Measuring, scale: Scale, around: Surroundings
) -> tuple[CommentColumn, ...]:
    columns = [(item.column, item.header) for item in around.beside.get(column.column, ())]
    found = comment_columns(
        around.accepted.frame,
        columns,
        score=column.column,
        time=around.timing.days if around.timing else None,
        cuts=cuts_of(measuring.definition, scale.minimum, scale.maximum, scale.direction),
        most=around.options.comments,
    )
    frame = around.accepted.frame
    return tuple(replace(one, themes=themes_of(frame, one.column, measuring, around.options)) for one in found)
