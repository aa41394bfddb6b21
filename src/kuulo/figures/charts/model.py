"""What every chart carries besides its shapes: a sentence and the table of the same data."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.base.estimate import Estimate
from kuulo.base.ids import derived_id
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import shown
from kuulo.figures.charts.wording import percent, reason_withheld

Cell = object  # str, Text, Quantity, Count, Period, Day or None: whatever the templates can say


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading and class: ``number`` or ``words``."""

    label: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is drawn: its head, then cells with their class, or the reason why there are none."""

    head: Cell
    cells: tuple[tuple[Cell, str], ...]
    reason: Cell = None
    span: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a chart as a table: the first column names the row, ``numeric`` marks columns of numbers."""

    columns: tuple[Text, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def heads(self) -> list[Head]:
        """The headings with the class of their column."""
        return [Head(label, _column_class(numeric)) for label, numeric in zip(self.columns, self.numeric, strict=True)]

    @property
    def body(self) -> list[Row]:
        """The rows as they are drawn; one shorter than the headings gives a reason in place of its numbers."""
        classes = [_column_class(numeric) for numeric in self.numeric[1:]]
        return [
            Row(row[0], tuple(zip(row[1:], classes, strict=True)))
            if len(row) == len(self.columns)
            else Row(row[0], (), row[1], str(len(self.columns) - 1))
            for row in self.rows
        ]


def _column_class(numeric: bool) -> str:  # noqa: FBT001 -- it is the column's own flag
    return "number" if numeric else "words"


def chart_key(*parts: object) -> str:
    """Return a short id for a chart's elements, the same for the same content."""
    return "c" + derived_id(*(repr(part) for part in parts))[:10]


def estimate_columns(first: Text, confidence: float) -> tuple[Text, ...]:
    """Return the headings of a table of estimates."""
    level = percent(confidence)
    return (
        first,
        say(_("Value")),
        Text(_("{confidence} interval, low"), {"confidence": level}),
        Text(_("{confidence} interval, high"), {"confidence": level}),
        say(_("n")),
    )


ESTIMATE_NUMERIC = (False, True, True, True, True)


def estimate_cells(label: Cell, estimate: Estimate, decimals: int) -> tuple[Cell, ...]:
    """Return one row of a table of estimates; a withheld one says so in place of its numbers."""
    seen = shown(estimate, decimals)
    if seen is None:
        return (label, reason_withheld(estimate))
    return (label, seen.value, seen.low, seen.high, seen.n)


def confidence_of(estimates: list[Estimate]) -> float:
    """Return the confidence level the estimates share."""
    return estimates[0].confidence if estimates else 0.95
