"""The uplift of a change whose start is known, for analysts.

from kuulo.measures import uplift
uplift(answers, outcome="score", time="at", start=date(2026, 3, 1), touched="visited", cluster="customer")
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kuulo.base.errors import ColumnError
from kuulo.base.texts import Text
from kuulo.measures.drivers.changes import change_of
from kuulo.measures.drivers.differences import DifferenceInDifferences, compare_changes
from kuulo.measures.drivers.series import InterruptedSeries, interrupt
from kuulo.measures.drivers.spans import Reporting
from kuulo.measures.requests import check_confidence
from kuulo.measures.tables import open_table
from kuulo.measures.withholding import FLOOR, check_floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift:
    """What is known of a change's uplift.

    Attributes:
        differences: Beside those it did not touch; ``None`` where it touched everybody.
        series: Against its own time before; ``None`` where that is too short, as ``why_no_series`` says.
        why_no_series: Why there is no series.
    """

    differences: DifferenceInDifferences | None
    series: InterruptedSeries | None
    why_no_series: Text | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the result as plain values, ready for JSON."""
        return {
            "differences": None if self.differences is None else self.differences.to_dict(),
            "series": None if self.series is None else self.series.to_dict(),
            "why_no_series": None if self.why_no_series is None else str(self.why_no_series),
        }


def uplift(  # noqa: PLR0913 -- the analysts' function names everything the analysis can depend on
    table: Any,
    *,
    outcome: str,
    time: str,
    start: date | datetime,
    touched: str | None = None,
    weight: str | None = None,
    cluster: str | None = None,
    days: float = 7,
    drawn_days: float = 28,
    errors: str = "newey-west",
    confidence: float = 0.95,
    floor: int = FLOOR,
) -> Uplift:
    """Return the uplift of a change: difference in differences, and the interrupted series of those it touched.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row an answer.
        outcome: Column of scores.
        time: Column of days or moments.
        start: When the change took effect; a day begins at midnight UTC.
        touched: Column that says whom it touched (yes and no, 1 and 0); without it there is only the series.
        weight: Column of weights.
        cluster: Column of the person.
        days: Length of the spans of the series.
        drawn_days: Length of the spans the two groups are compared by in ``differences.series``.
        errors: ``newey-west`` or ``arma``.
        confidence: Confidence level, 0–1.
        floor: Fewest persons a span's figure may be about; never under 3.

    Raises:
        InputError: The table or a column cannot be used, or a group has no answers before or after.
        DefinitionError: There is no such kind of errors.
    """
    check_confidence(confidence)
    check_floor(floor)
    answers = open_table(table)
    change = change_of(
        columns=answers.columns,
        outcome=outcome,
        time=time,
        start=start,
        touched=touched,
        weight=weight,
        cluster=cluster,
    )
    reporting = Reporting(confidence=confidence, floor=floor)
    differences = None
    if touched is not None:
        differences = compare_changes(answers, change, days=drawn_days, reporting=reporting)
    try:
        series = interrupt(answers, change, days=days, errors=errors, reporting=reporting)
    except ColumnError as error:
        # The comparison of groups stands without it; the reader learns why.
        return Uplift(differences=differences, series=None, why_no_series=error.found)
    return Uplift(differences=differences, series=series)
