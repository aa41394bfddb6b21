"""Difference in differences: what changed where a change came, less what changed where it did not.

    y = a + b·touched + c·after + d·touched·after

d is the difference of the two changes. It tells the change's effect only where both groups would otherwise have gone
the same way; that cannot be seen, but whether they did so before can: their slopes before the start are compared.

Source: Angrist & Pischke (2009), Mostly Harmless Econometrics, chapter 5; clustered by person, Bertrand, Duflo &
Mullainathan (2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.drivers.changes import MONTH_DAYS, Change, Spans, rows_of
from kuulo.measures.drivers.spans import Reporting, SpanFigure, read_spans, told
from kuulo.measures.drivers.squares import Fit, fit
from kuulo.measures.tables import Answers

Floats = NDArray[np.float64]
DEFINITION = "difference.in.differences@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Whether both groups went the same way before the start.

    Attributes:
        estimate: Difference of their slopes per 30 days before; ``None`` where the time before is too short to tell.
        differ: Whether the slopes differ by more than chance explains.
        sentence: The same in words.
    """

    estimate: Estimate | None
    differ: bool
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInDifferences:
    """What changed where the change came, beside what changed where it did not.

    Attributes:
        start: When the change took effect.
        effect: The difference of the two changes.
        touched: Mean of those touched, before and after.
        others: Mean of the others, before and after.
        parallel: Whether both went the same way before.
        series: Means by group and span of time, for drawing.
        persons: Persons behind all of it.
        sentence: The result in words.
    """

    start: datetime
    effect: Estimate
    touched: tuple[Estimate, Estimate]
    others: tuple[Estimate, Estimate]
    parallel: Parallel
    series: tuple[SpanFigure, ...]
    persons: int
    sentence: Text

    def to_dict(self) -> dict[str, object]:
        """Return the result as plain values, ready for JSON."""
        return {
            "start": self.start.isoformat(),
            "effect": self.effect.to_dict(),
            "touched": {"before": self.touched[0].to_dict(), "after": self.touched[1].to_dict()},
            "others": {"before": self.others[0].to_dict(), "after": self.others[1].to_dict()},
            "parallel": {
                "slopes": None if self.parallel.estimate is None else self.parallel.estimate.to_dict(),
                "differ": self.parallel.differ,
                "sentence": str(self.parallel.sentence),
            },
            "series": spans_to_dicts(self.series),
            "persons": self.persons,
            "sentence": str(self.sentence),
        }


def spans_to_dicts(series: tuple[SpanFigure, ...]) -> list[dict[str, object]]:
    """Return means by span as plain values."""
    return [
        {"touched": one.touched, "start": one.start.isoformat(), "estimate": one.estimate.to_dict()} for one in series
    ]


def compare_changes(
    answers: Answers,
    change: Change,
    *,
    days: float = 28,
    reporting: Reporting = Reporting(),  # noqa: B008 -- frozen
) -> DifferenceInDifferences:
    """Return the difference in differences of a change.

    Args:
        answers: The table, opened.
        change: Which columns and when.
        days: Length of the spans that are drawn.
        reporting: How figures are told.

    Raises:
        ColumnError: No column says whom the change touched, or a group has no answers before or after.
    """
    if change.touched is None:
        raise ColumnError(
            _("No column says whom the change touched."),
            _("Name it, or look at the interrupted series."),
        )
    columns = dict(change.columns)
    found = fit(answers, columns, lambda table: _four_cells(change, table), 4)
    spans = Spans(change, days)
    series = read_spans(change, days, answers.run(spans, list(columns)), reporting)
    effect = _combined(found, (0, 0, 0, 1), reporting, definition=DEFINITION)
    parallel = _parallel(answers, change, reporting)
    touched = (_combined(found, (1, 1, 0, 0), reporting), _combined(found, (1, 1, 1, 1), reporting))
    others = (_combined(found, (1, 0, 0, 0), reporting), _combined(found, (1, 0, 1, 0), reporting))
    return DifferenceInDifferences(
        start=change.start,
        effect=effect,
        touched=touched,
        others=others,
        parallel=parallel,
        series=series,
        persons=found.persons,
        sentence=_sentence(effect, parallel),
    )


def _four_cells(change: Change, table: Any) -> Any:
    rows = rows_of(change, table)
    after = (rows.days >= 0).cast("float64")
    one = ibis.literal(1).cast("float64")
    return rows.select("y", "w", "person", x0=one, x1=rows.g, x2=after, x3=rows.g * after)


def _slopes(change: Change, table: Any) -> Any:
    rows = rows_of(change, table)
    before = rows.filter(rows.days < 0)
    months = before.days / MONTH_DAYS
    one = ibis.literal(1).cast("float64")
    return before.select("y", "w", "person", x0=one, x1=before.g, x2=months, x3=before.g * months)


def _combined(found: Fit, parts: tuple[int, ...], reporting: Reporting, *, definition: str = "") -> Estimate:
    """Return a sum of coefficients with its interval."""
    chosen = np.array(parts, dtype=float)
    variance = float(chosen @ found.covariance @ chosen)
    value = float(chosen @ found.beta)
    se = sqrt(max(variance, 0.0))
    return told(value, se, found.n, found.df, reporting, method="least squares, clustered t", definition=definition)


def _parallel(answers: Answers, change: Change, reporting: Reporting) -> Parallel:
    try:
        found = fit(answers, dict(change.columns), lambda table: _slopes(change, table), 4)
    except ColumnError:
        # Nothing before the start but one moment: the check cannot be made, which is itself what a reader must know.
        return Parallel(
            estimate=None,
            differ=False,
            sentence=say(_("The time before is too short to tell whether both groups went the same way.")),
        )
    estimate = _combined(found, (0, 0, 0, 1), reporting, definition="slopes.before@1")
    differ = _clear(estimate)
    return Parallel(
        estimate=estimate,
        differ=differ,
        sentence=say(
            _(
                "Before the start the groups already went different ways, so the change need not be behind the "
                "difference."
            )
        )
        if differ
        else say(_("Before the start no difference between the ways of the groups can be seen.")),
    )


def _clear(estimate: Estimate) -> bool:
    """Return whether the interval leaves zero out."""
    return estimate.low is not None and estimate.high is not None and (estimate.low > 0 or estimate.high < 0)


def _sentence(effect: Estimate, parallel: Parallel) -> Text:
    if not _clear(effect):
        return say(_("No difference between the two changes can be seen: chance alone could have made it."))
    if parallel.differ or parallel.estimate is None:
        return say(_("The groups changed differently, but whether this goes with the change cannot be told."))
    return say(
        _(
            "The groups changed differently, by more than chance explains. This is the change's uplift if nothing else "
            "set the groups apart at the same time."
        )
    )
