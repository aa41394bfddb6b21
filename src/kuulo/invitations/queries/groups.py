"""Who answered, group by group, and which messages went out: the cases of a round as its page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from kuulo.measures.withholding import withheld_cells

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

    Groups under the floor are withheld, and with them those whose figures would let them be worked out from the whole.
    A group in which nobody was asked yet holds no answer to protect: it is shown as such.

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
    found = _protected([_group(label, cases) for label, cases in groups.items()], floor)
    return tuple(sorted(found, key=lambda group: (-group.drawn, group.label)))


def messages_of(round_id: int) -> tuple[MessageCounts, ...]:
    """Return the messages of a round by number and state."""
    rows = Mailing.objects.filter(invitation__round_id=round_id).values_list("number", "state").annotate(Count("pk"))
    found: dict[int, dict[MailingState, int]] = defaultdict(dict)
    for number, state, count in rows.order_by("number"):
        found[number][MailingState(state)] = count
    return tuple(MessageCounts(number=number, states=states) for number, states in found.items())


def _protected(groups: Sequence[GroupTurnout], floor: int) -> list[GroupTurnout]:
    if floor <= 1:
        return list(groups)
    hidden = withheld_cells([(group.label,) for group in groups], [group.asked for group in groups], floor)
    note = say(
        _("Withheld to protect persons: fewer than {floor} were asked here or in a group that could be worked out."),
        floor=floor,
    )
    return [
        replace(group, rate=group.rate.kept_back(note)) if place in hidden else group
        for place, group in enumerate(groups)
    ]


def _group(label: str, cases: Mapping[Outcome, int]) -> GroupTurnout:
    answered = sum(number for outcome, number in cases.items() if outcome in ANSWERED)
    asked = sum(number for outcome, number in cases.items() if outcome not in UNSENT)
    drawn = sum(cases.values())
    return GroupTurnout(label=label, drawn=drawn, asked=asked, answered=answered, rate=_share(answered, asked))


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
