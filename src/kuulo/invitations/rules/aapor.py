"""Outcome codes and rates as AAPOR defines them; pure.

Source: The American Association for Public Opinion Research, Standard Definitions: Final Dispositions of Case Codes and
Outcome Rates for Surveys (10th ed., 2023), the codes for Internet surveys of specifically named persons, which other
messages to named persons (SMS, letter) follow too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.invitations.rules.outcomes import Outcome, Reason


class Class(StrEnum):
    """The letters the formulas count by."""

    COMPLETE = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN_ADDRESS = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"


@dataclass(frozen=True, slots=True)
class Code:
    """One disposition: AAPOR's number, its wording there, and the letter it counts under."""

    number: str
    wording: str
    counts_as: Class


NO_INVITATION: Final = Code("3.11", "No invitation sent", Class.UNKNOWN_ADDRESS)
CODES: Final[Mapping[Outcome, Code]] = {
    Outcome.COMPLETE: Code("1.1", "Complete", Class.COMPLETE),
    Outcome.PARTIAL: Code("1.2", "Partial or break-off with sufficient information", Class.PARTIAL),
    Outcome.REFUSED: Code("2.11", "Explicit refusal", Class.REFUSAL),
    Outcome.STARTED: Code("2.121", "Logged on to survey, did not complete any item", Class.REFUSAL),
    Outcome.OPENED: Code("2.122", "Read receipt confirmation, refusal", Class.REFUSAL),
    Outcome.SENT: Code("3.19", "Nothing ever returned", Class.UNKNOWN_ADDRESS),
    Outcome.DELIVERED: Code("3.19", "Nothing ever returned", Class.UNKNOWN_ADDRESS),
    Outcome.UNKNOWN: Code("3.19", "Nothing ever returned", Class.UNKNOWN_ADDRESS),
    Outcome.BOUNCED: Code("3.30", "Invitation returned undelivered", Class.UNKNOWN_OTHER),
    Outcome.PLANNED: NO_INVITATION,
    Outcome.DRAWN: NO_INVITATION,
    Outcome.NOT_ASKED: NO_INVITATION,
}
"""Opened and started count as implicit refusals: the invitation was met, and nothing followed."""
REASON_CODES: Final[Mapping[Reason, Code]] = {
    Reason.LEFT: Code("4.10", "Selected respondent screened out of sample", Class.NOT_ELIGIBLE),
    Reason.QUOTA_FULL: Code("4.80", "Quota filled", Class.NOT_ELIGIBLE),
}
"""Reasons that make somebody who was drawn ineligible; every other reason leaves them without an invitation (3.11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many cases count under each letter; may be sums of weights.

    Attributes:
        complete: I, complete answers.
        partial: P, partial answers.
        refusal: R, refusals and break-offs.
        non_contact: NC, known to be eligible, never reached.
        other: O, eligible, reached, not able to answer.
        unknown_address: UH, nothing known about person or address.
        unknown_other: UO, unknown for other reasons.
        not_eligible: Known not to belong to those who were to be asked.
    """

    complete: float = 0
    partial: float = 0
    refusal: float = 0
    non_contact: float = 0
    other: float = 0
    unknown_address: float = 0
    unknown_other: float = 0
    not_eligible: float = 0

    @property
    def interviews(self) -> float:
        """I + P."""
        return self.complete + self.partial

    @property
    def eligible(self) -> float:
        """Cases known to be eligible: (I + P) + (R + NC + O)."""
        return self.interviews + self.refusal + self.non_contact + self.other

    @property
    def unknown(self) -> float:
        """UH + UO."""
        return self.unknown_address + self.unknown_other


FIELD_OF: Final[Mapping[Class, str]] = {
    Class.COMPLETE: "complete",
    Class.PARTIAL: "partial",
    Class.REFUSAL: "refusal",
    Class.NON_CONTACT: "non_contact",
    Class.OTHER: "other",
    Class.UNKNOWN_ADDRESS: "unknown_address",
    Class.UNKNOWN_OTHER: "unknown_other",
    Class.NOT_ELIGIBLE: "not_eligible",
}


class Rate(StrEnum):
    """The rates by their names in the Standard Definitions."""

    RR1 = "RR1"
    RR2 = "RR2"
    RR3 = "RR3"
    RR4 = "RR4"
    RR5 = "RR5"
    RR6 = "RR6"
    COOP1 = "COOP1"
    REF1 = "REF1"
    CON1 = "CON1"


@dataclass(frozen=True, slots=True)
class Fraction:
    """A rate as what it divides; the value is None where there is nothing to divide by."""

    above: float
    below: float

    @property
    def value(self) -> float | None:
        """The rate, 0–1."""
        return self.above / self.below if self.below > 0 else None


def code_of(outcome: Outcome, reason: Reason | None = None) -> Code:
    """Return the disposition of an invitation; ``reason``: why it was not asked, where it was not."""
    if outcome is Outcome.NOT_ASKED and reason is not None:
        return REASON_CODES.get(reason, NO_INVITATION)
    return CODES[outcome]


def tally(cases: Mapping[tuple[Outcome, Reason | None], float]) -> Tally:
    """Return the letters of cases counted by outcome and reason."""
    sums = dict.fromkeys(FIELD_OF.values(), 0.0)
    for (outcome, reason), number in cases.items():
        sums[FIELD_OF[code_of(outcome, reason).counts_as]] += number
    return Tally(**sums)


def eligibility(cases: Tally) -> float:
    """Return e, the share of the unknown cases estimated to be eligible: that of the known ones (CASRO 1982); 0–1.

    1 where no case is known.
    """
    known = cases.eligible + cases.not_eligible
    return cases.eligible / known if known > 0 else 1.0


def rate(cases: Tally, name: Rate, *, e: float | None = None) -> Fraction:
    """Return one rate by its definition.

    RR1 = I / ((I+P) + (R+NC+O) + (UH+UO)); RR2 puts I+P above; RR3 and RR4 as RR1 and RR2 with e·(UH+UO) below; RR5 and
    RR6 as RR1 and RR2 without UH+UO. COOP1 = I / ((I+P)+R+O). REF1 = R / ((I+P)+(R+NC+O)+(UH+UO)).
    CON1 = ((I+P)+R+O) / ((I+P)+R+O+NC+(UH+UO)).

    Args:
        cases: The letters.
        name: Which rate.
        e: Share of the unknown cases that is eligible (RR3, RR4); `eligibility` where it is not given.
    """
    reached = cases.interviews + cases.refusal + cases.other
    everyone = cases.eligible + cases.unknown
    share = eligibility(cases) if e is None else e
    fractions = {
        Rate.RR1: Fraction(cases.complete, everyone),
        Rate.RR2: Fraction(cases.interviews, everyone),
        Rate.RR3: Fraction(cases.complete, cases.eligible + share * cases.unknown),
        Rate.RR4: Fraction(cases.interviews, cases.eligible + share * cases.unknown),
        Rate.RR5: Fraction(cases.complete, cases.eligible),
        Rate.RR6: Fraction(cases.interviews, cases.eligible),
        Rate.COOP1: Fraction(cases.complete, reached),
        Rate.REF1: Fraction(cases.refusal, everyone),
        Rate.CON1: Fraction(reached, reached + cases.non_contact + cases.unknown),
    }
    return fractions[name]
