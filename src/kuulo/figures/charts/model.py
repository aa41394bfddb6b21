"""What every chart carries besides its shapes: a sentence and the table of the same data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.ids import derived_id
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Count, shown
from kuulo.figures.charts.wording import SILENT_UNKNOWN, percent, raw_quantity, reason_withheld, trust_words

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
    """The data of a chart as a table: the first column names the row, ``numeric`` marks columns of numbers.

    ``note`` is what holds for every row: mostly how far the figures can be trusted. It ``matters`` where the figures
    bring it themselves: then it stands beside the picture, else beneath the table.
    """

    columns: tuple[Text, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None
    matters: bool = False

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


def estimate_table(first: Text, heads: Sequence[Cell], estimates: Sequence[Estimate], decimals: int) -> Table:
    """Return the table of estimates: value, interval and n, and what is known of who spoke.

    The uncorrected value, who was asked and how many of them answered have a column where a row knows them. A sentence
    of trust that all rows share stands once, as the note; sentences that differ have a column.

    Args:
        first: Heading of the rows' names.
        heads: Name of each row.
        estimates: Figure of each row; a withheld one gives its reason in place of its numbers.
        decimals: Decimals of the values.
    """
    level = percent(confidence_of(estimates))
    columns = [
        (first, False),
        (say(_("Value")), True),
        (Text(_("{confidence} interval, low"), {"confidence": level}), True),
        (Text(_("{confidence} interval, high"), {"confidence": level}), True),
        (say(_("n")), True),
    ]
    knows = _knowledge(estimates)
    columns += [EXTRA[name] for name in knows]
    rows = [_estimate_row(head, one, decimals, knows) for head, one in zip(heads, estimates, strict=True)]
    return Table(
        tuple(label for label, _numeric in columns),
        tuple(numeric for _label, numeric in columns),
        tuple(rows),
        None if "trust" in knows else _shared_trust(estimates),
        any(one.trust is not None for one in estimates),
    )


EXTRA: Final = {
    "raw": (say(_("Uncorrected")), True),
    "invited": (say(_("Asked")), True),
    "answered": (say(_("Answered")), True),
    "trust": (say(_("How far it can be trusted")), False),
}


def _knowledge(estimates: Sequence[Estimate]) -> tuple[str, ...]:
    """Return which of the further columns have something to tell."""
    shown_ones = [one for one in estimates if one.value is not None]
    found = [
        name for name in ("raw", "invited", "answered") if any(getattr(one, name) is not None for one in shown_ones)
    ]
    several = len({str(trust_words(one)) for one in shown_ones}) > 1
    own = any(one.trust is not None for one in shown_ones)
    return (*found, "trust") if several and own else tuple(found)


def _shared_trust(estimates: Sequence[Estimate]) -> Text | None:
    """Return the sentence that holds for all rows; where only its numbers differ, what they have in common."""
    told = [trust for one in estimates if (trust := trust_words(one)) is not None]
    if not told:
        return None
    return told[0] if len({str(trust) for trust in told}) == 1 else SILENT_UNKNOWN


def _estimate_row(label: Cell, estimate: Estimate, decimals: int, knows: Sequence[str]) -> tuple[Cell, ...]:
    seen = shown(estimate, decimals)
    if seen is None:
        return (label, reason_withheld(estimate))
    further: dict[str, Cell] = {
        "raw": raw_quantity(estimate, decimals),
        "invited": None if estimate.invited is None else Count(estimate.invited),
        "answered": None if estimate.answered is None else Count(estimate.answered),
        "trust": trust_words(estimate),
    }
    return (label, seen.value, seen.low, seen.high, seen.n, *(further[name] for name in knows))


def confidence_of(estimates: Sequence[Estimate]) -> float:
    """Return the confidence level the estimates share."""
    return estimates[0].confidence if estimates else 0.95
