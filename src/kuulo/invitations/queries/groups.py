"""Who answered, group by group, and which messages went out: the cases of a round as its page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F
from django.db.models.fields.json import KeyTextTransform

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.invitations.models import Invitation, Mailing
from kuulo.invitations.queries.turnout import CONFIDENCE, UNSENT
from kuulo.invitations.rules.outcomes import ANSWERED, Outcome
from kuulo.invitations.rules.plans import MailingState
from kuulo.measures.intervals import wilson

STRATUM: Final = "stratum"
OWN_COLUMNS: Final = frozenset({STRATUM, "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTurnout:
    """One group of a round: drawn, asked, answered, and the share of the asked who answered."""

    label: str
    drawn: int
    asked: int
    answered: int
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCounts:
    """Messages of one number (0 the invitation, 1… reminders) by state."""

    number: int
    states: Mapping[MailingState, int]


def turnout_by(round_id: int, attribute: str, *, floor: int) -> tuple[GroupTurnout, ...]:
    """Return the groups of a round by the values of an attribute (or by ``stratum``), largest first.

    Args:
        round_id: Which round.
        attribute: An attribute of customers, ``language`` or ``stratum``.
        floor: Smallest group of asked people whose answers may be counted; 1 where people are identified anyway.
    """
    part = F(attribute) if attribute in OWN_COLUMNS else KeyTextTransform(attribute, "attributes")
    cases_of = Invitation.objects.filter(round_id=round_id).annotate(part=part)
    rows = cases_of.values_list("part", "outcome").annotate(Count("pk")).order_by()
    groups: dict[str, dict[Outcome, int]] = defaultdict(dict)
    for part, outcome, number in rows:
        cases = groups[part or ""]
        cases[Outcome(outcome)] = cases.get(Outcome(outcome), 0) + number
    found = [_group(label, cases, floor) for label, cases in groups.items()]
    return tuple(sorted(found, key=lambda group: (-group.drawn, group.label)))


def messages_of(round_id: int) -> tuple[MessageCounts, ...]:
    """Return the messages of a round by number and state."""
    rows = Mailing.objects.filter(invitation__round_id=round_id).values_list("number", "state").annotate(Count("pk"))
    found: dict[int, dict[MailingState, int]] = defaultdict(dict)
    for number, state, count in rows.order_by("number"):
        found[number][MailingState(state)] = count
    return tuple(MessageCounts(number=number, states=states) for number, states in found.items())


def _group(label: str, cases: Mapping[Outcome, int], floor: int) -> GroupTurnout:
    answered = sum(number for outcome, number in cases.items() if outcome in ANSWERED)
    asked = sum(number for outcome, number in cases.items() if outcome not in UNSENT)
    rate = _share(answered, asked)
    if asked < floor:
        rate = rate.kept_back(say(_("Withheld to protect persons: fewer than {floor} were asked here."), floor=floor))
    return GroupTurnout(label=label, drawn=sum(cases.values()), asked=asked, answered=answered, rate=rate)


def _share(answered: int, asked: int) -> Estimate:
    value = answered / asked if asked else None
    low, high = wilson(value, asked, CONFIDENCE) if value is not None else (None, None)
    return Estimate(
        measure="response_rate",
        value=value,
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        se=None if value is None else float((value * (1 - value) / asked) ** 0.5),
        confidence=CONFIDENCE,
        n=asked,
        n_eff=float(asked),
        deff=1.0,
        invited=asked,
        answered=answered,
        method="wilson",
        definition="answered_of_asked@1",
        notes=() if asked else (say(_("Nobody was asked yet.")),),
    )
