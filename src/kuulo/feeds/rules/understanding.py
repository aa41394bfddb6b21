"""What the columns of a delivery were taken for, and what they are once somebody was asked; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.texts import Text
from kuulo.feeds.rules.mapping import ORDER, PART
from kuulo.surveys.rules.columns import Question

BLOCKING: Final = frozenset({PART, ORDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        column: Its name in the frame.
        header: Its header as it stood.
        part: What it holds: a `Field` of customer lists or a `PurchaseField`.
        label: What an address in it is for, such as ``work``; with a number where there are several.
        order: The order of day, month and year in it, where it holds days.
        reason: Why it is taken for this.
        questions: What is left open; the column is used only once nothing is.
    """

    column: str
    header: str
    part: str
    label: str = ""
    order: str = ""
    reason: Text
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """The columns of one delivery, in their order.

    Attributes:
        columns: All of them.
        questions: What is open, about columns and about the whole.
        missing: What the delivery lacks to be of any use; None where it lacks nothing.
        channel: Where the purchases were made, where no column tells.
    """

    columns: tuple[Column, ...]
    questions: tuple[Question, ...] = ()
    missing: Text | None = None
    channel: str = ""

    def usable(self) -> tuple[Column, ...]:
        """Return the columns of which it is known what they hold; single words may still be open."""
        return tuple(column for column in self.columns if not any(each.key in BLOCKING for each in column.questions))

    def holding(self, part: str) -> tuple[Column, ...]:
        """Return the usable columns that hold something."""
        return tuple(column for column in self.usable() if column.part == part)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySummary:
    """What a delivery is, kept beside it so that showing it does not read it again.

    Attributes:
        kind: Of file: csv, xlsx, vcf …
        rows: Rows in it.
        encoding: Of a text file.
        examples: Column → a few of its values.
        understanding: What the columns are, before anybody was asked.
        notes: What a reader should know.
    """

    kind: str
    rows: int
    encoding: str
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    understanding: Understanding
    notes: tuple[Text, ...] = ()
