"""How a round stands, as its page shows it: the bar, the table of outcomes, the rates in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Place, across
from kuulo.figures.charts.quantities import Count, Quantity, Unit
from kuulo.invitations.queries.turnout import Disposition, Turnout
from kuulo.invitations.rules.aapor import Fraction, Rate, rate
from kuulo.invitations.rules.outcomes import OUTCOME_NAMES, REASON_NAMES, Outcome, Reason

LABELLED: Final = 0.08
"""Parts of the bar narrower than this carry no number of their own; the key has it."""
KINDS: Final[Mapping[str, tuple[str, frozenset[Outcome]]]] = {
    "complete": (_("Answered"), frozenset({Outcome.COMPLETE})),
    "partial": (_("Answered in part"), frozenset({Outcome.PARTIAL})),
    "reached": (_("Opened or begun"), frozenset({Outcome.STARTED, Outcome.OPENED})),
    "waiting": (_("Sent, no word yet"), frozenset({Outcome.DELIVERED, Outcome.SENT, Outcome.UNKNOWN})),
    "refused": (_("Refused"), frozenset({Outcome.REFUSED})),
    "lost": (_("Bounced"), frozenset({Outcome.BOUNCED})),
    "none": (_("Not sent"), frozenset({Outcome.NOT_ASKED, Outcome.PLANNED, Outcome.DRAWN})),
}
RATE_WORDS: Final = {
    Rate.RR1: _("Complete answers among everybody drawn: the strictest."),
    Rate.RR2: _("Complete and partial answers among everybody drawn."),
    Rate.RR3: _("As RR1, but those we know nothing of count only as far as they are likely to be customers."),
    Rate.RR4: _("As RR2, with the same estimate."),
    Rate.RR5: _("Complete answers among those we know something of: the mildest."),
    Rate.RR6: _("Complete and partial answers among the same."),
    Rate.COOP1: _("Complete answers among those who reacted at all (cooperation)."),
    Rate.REF1: _("Refusals and break-offs among everybody drawn."),
    Rate.CON1: _("Those who reacted in some way among everybody drawn (contact)."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the bar; places are SVG coordinates, ``kind`` is a class."""

    name: Text
    kind: str
    count: Count
    share: Quantity
    x: Place
    width: Place
    centre: Place
    labelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table of outcomes."""

    name: Text
    reason: Text | None
    case: Disposition
    share: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One response rate: what it divides, with its interval, and in plain words."""

    name: str
    words: Text
    fraction: Fraction
    figure: Estimate


def bar_of(told: Turnout) -> tuple[Part, ...]:
    """Return the bar of a round: one part for each way a case can stand, none of them empty."""
    whole = told.drawn or 1
    parts, left = [], 0.0
    for kind, (name, outcomes) in KINDS.items():
        count = sum(case.number for case in told.dispositions if case.outcome in outcomes)
        wide = count / whole
        if count:
            parts.append(
                Part(
                    name=say(name),
                    kind=kind,
                    count=Count(count),
                    share=share_of(count, whole),
                    x=across(left),
                    width=across(wide),
                    centre=across(left + wide / 2),
                    labelled=wide >= LABELLED,
                )
            )
        left += wide
    return tuple(parts)


def lines_of(told: Turnout) -> tuple[Line, ...]:
    """Return the table of outcomes with AAPOR's codes, in the order of how far they went."""
    return tuple(
        Line(
            name=say(OUTCOME_NAMES[case.outcome]),
            reason=say(REASON_NAMES[case.reason]) if case.reason else None,
            case=case,
            share=share_of(case.number, told.drawn or 1),
        )
        for case in told.dispositions
    )


def rates_of(told: Turnout) -> tuple[RateLine, ...]:
    """Return the rates by their definitions, each in plain words."""
    return tuple(
        RateLine(name=name.value, words=say(RATE_WORDS[name]), fraction=rate(told.tally, name), figure=figure)
        for name, figure in told.rates.items()
    )


def reasons_of(not_asked: Mapping[str, int]) -> tuple[tuple[Text, int], ...]:
    """Return why people were not asked, the commonest reason first."""
    ordered = sorted(not_asked.items(), key=lambda item: -item[1])
    return tuple((say(REASON_NAMES[Reason(reason)]), number) for reason, number in ordered)


def share_of(count: int, whole: int) -> Quantity:
    """Return a share of a whole that was counted."""
    return Quantity(count / whole, Unit.SHARE, 1 if whole >= 1000 else 0)
