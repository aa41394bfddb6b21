"""What a check and an import of a delivery found, on its way into the database and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kuulo.base.texts import Text
from kuulo.customers.rules import Counts

SAMPLES: Final = 5
NONE: Final = Counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One example of what an import does; ``changes``: what, before, after."""

    name: str
    identifier: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCounts:
    """What becomes of a customer list: numbers of new, changed and unchanged rows of each table.

    Attributes:
        rows: Rows of the list.
        taken: Rows taken, whole or in part.
        rejected: Rows left out.
        partly: Remarks on single cells of rows that are taken.
        erased: Rows left out because their person had everything erased.
        gone: Parties an earlier delivery told of and this one, which holds everyone, does not.
    """

    rows: int
    taken: int
    rejected: int = 0
    partly: int = 0
    erased: int = 0
    gone: int = 0
    parties: Counts = NONE
    contacts: Counts = NONE
    consents: Counts = NONE
    relations: Counts = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseCounts:
    """What becomes of order lines.

    Attributes:
        rows: Lines read.
        new: Lines that are new.
        known: Lines that were there before, in the lake or earlier in the file.
        rejected: Lines that cannot be used.
        without_customer: Lines of the file that name no customer; they are kept without one.
        cancelled: Lines of the file that take a purchase back.
        erased: Lines whose customer had everything erased; they are kept without one.
        customers: Customer numbers in the file.
        new_customers: Those of them nobody knew.
        first: Day of the first line.
        last: Day of the last line.
    """

    rows: int
    new: int = 0
    known: int = 0
    rejected: int = 0
    without_customer: int = 0
    cancelled: int = 0
    erased: int = 0
    customers: int = 0
    new_customers: int = 0
    first: date | None = None
    last: date | None = None

    def __add__(self, other: PurchaseCounts) -> PurchaseCounts:
        """Return the counts of two parts, or two files, together; customers of both are counted in each."""
        names = ("rows", "new", "known", "rejected", "without_customer", "cancelled", "erased")
        sums = {name: getattr(self, name) + getattr(other, name) for name in (*names, "customers", "new_customers")}
        days = [day for day in (self.first, self.last, other.first, other.last) if day]
        return PurchaseCounts(**sums, first=min(days, default=None), last=max(days, default=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page of a checked delivery shows of single rows; it lies beside the file and goes with it."""

    new: tuple[Sample, ...] = ()
    changed: tuple[Sample, ...] = ()
    rejected: tuple[tuple[int, Text], ...] = ()
    gone: tuple[Sample, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)
