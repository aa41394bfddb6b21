"""Breaking a figure down by attributes: which ones, in what order, and which groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.surveys.report.measuring import Measuring
from kuulo.surveys.report.model import Breakdown, Level, Skipped
from kuulo.surveys.rules.columns import Role, Settled, SettledColumn

GROUPING_ROLES = (Role.ATTRIBUTE, Role.TOUCHPOINT, Role.LANGUAGE)
MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Groupings:
    """The columns answers can be broken down by, and those they cannot with the reason."""

    columns: tuple[SettledColumn, ...]
    skipped: tuple[Skipped, ...]


def groupings_of(frame: pl.DataFrame, settled: Settled) -> Groupings:
    """Return the attributes with more than one value and not too many of them."""
    kept, skipped = [], []
    for column in settled.columns:
        if column.role not in GROUPING_ROLES:
            continue
        values = frame[column.column].drop_nulls().n_unique()
        if values > MOST_VALUES:
            reason = say(_("{count} different values: too many to compare"), count=values)
        elif values < 2 and not 0 < frame[column.column].null_count() < frame.height:
            reason = say(_("all rows have the same value"))
        else:
            kept.append(column)
            continue
        skipped.append(Skipped(column=column.column, header=column.header, reason=reason))
    return Groupings(tuple(kept), tuple(skipped))


def breakdowns_of(
    frame: pl.DataFrame, columns: Sequence[SettledColumn], measuring: Measuring, *, most: int, levels: int
) -> tuple[Breakdown, ...]:
    """Return the breakdowns that tell most about the score, the most telling first."""
    answers = frame.filter(pl.col(measuring.score).is_not_null())
    if answers.height < 2 * measuring.floor:
        return ()
    ranked = [(explained_share(answers, column.column, measuring.score), column) for column in columns]
    ranked = [(share, column) for share, column in ranked if answers[column.column].n_unique() > 1]
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(
        replace(_breakdown(answers, column, measuring, levels, frame[column.column]), explained=share)
        for share, column in ranked[:most]
    )


def explained_share(answers: pl.DataFrame, by: str, score: str) -> float:
    """Return epsilon²: the share of the score's variance between groups, corrected for chance (Kelley 1935); 0–1."""
    groups = answers.group_by(by).agg(n=pl.len(), mean=pl.col(score).mean())
    total, number = answers.height, groups.height
    if total <= number:
        return 0.0
    centre = answers[score].mean()
    around = float(((answers[score] - centre) ** 2).sum())
    between = float((groups["n"] * (groups["mean"] - centre) ** 2).sum())
    if around <= 0:
        return 0.0
    within = (around - between) / (total - number)
    return max(0.0, (between - (number - 1) * within) / around)


def _breakdown(
    answers: pl.DataFrame, column: SettledColumn, measuring: Measuring, levels: int, groups: pl.Series
) -> Breakdown:
    sizes = answers[column.column].value_counts(sort=True)
    largest = sizes.head(levels)[column.column]
    others = sizes.slice(levels)["count"]
    # Withheld with every group at hand, shown or not: the rest must not be found by subtracting.
    figures = measuring.by(answers, answers[column.column])
    shown = set(largest.to_list())
    told, elsewhere = measuring.with_asked([pair for pair in figures if pair[0] in shown], groups)
    found = [Level(value=_text(value), estimate=estimate) for value, estimate in told]
    found.sort(key=lambda level: (level.estimate.value is None, -(level.estimate.value or 0.0), level.value or ""))
    return Breakdown(
        column=column.column,
        header=column.header,
        levels=tuple(found),
        left_out=len(others),
        left_out_answers=int(others.sum()),
        explained=0.0,
        silent_elsewhere=elsewhere,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
