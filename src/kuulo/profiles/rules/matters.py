"""What is open with one customer, and the step that suggests itself; pure.

Promises and cases have no room of their own yet. What is open is therefore read from what is there: somebody agreed to
be contacted and was not met since, an invitation waits for an answer, an address does not work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Purpose
from kuulo.figures.charts.quantities import Day
from kuulo.profiles.rules.facts import Facts, Place, owes_contact
from kuulo.profiles.rules.statements import score_words

RECENT: Final = timedelta(days=90)
OVERDUE: Final = 2


class MatterKind(StrEnum):
    """What can be open."""

    CONTACT = "contact_wanted"
    INVITATION = "invitation_waiting"
    ADDRESS = "address_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that is open: what, since when, where it comes from, and whether the company promised it."""

    kind: MatterKind
    text: Text
    place: Place | None = None
    promised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do next, why, and where the reason comes from; ``purpose`` says what the data must be allowed for."""

    name: str
    text: Text
    reason: Text
    place: Place | None = None
    purpose: Purpose = Purpose.SERVICE


def open_matters(facts: Facts, now: datetime) -> tuple[Matter, ...]:
    """Return what is open, what was promised first."""
    found: list[Matter] = []
    asked = facts.wants_contact
    if asked is not None and owes_contact(facts, now):
        text = say(
            _("Asked whether we may contact, the customer said yes on {day}; no contact is known since."),
            day=Day(asked.at.date()),
        )
        found.append(Matter(kind=MatterKind.CONTACT, text=text, place=asked, promised=True))
    for waiting in facts.waiting:
        given = {"instrument": waiting.instrument, "day": Day(waiting.place.at.date())}
        text = say(_("Was invited on {day} to answer “{instrument}” and has not finished."), **given)
        found.append(Matter(kind=MatterKind.INVITATION, text=text, place=waiting.place))
    for address in facts.bounced:
        text = say(_("Messages to {address} do not arrive."), address=address)
        found.append(Matter(kind=MatterKind.ADDRESS, text=text))
    return tuple(found)


def next_step(facts: Facts, now: datetime) -> Step | None:
    """Return the first step that suggests itself and may be suggested; None where nothing does."""
    for rule in STEPS:
        step = rule(facts, now)
        if step is not None and step.purpose in facts.allowed:
            return step
    return None


def _contact(facts: Facts, now: datetime) -> Step | None:
    asked = facts.wants_contact
    if asked is None or not owes_contact(facts, now):
        return None
    reason = say(_("Agreed on {day} to be contacted; no contact is known since."), day=Day(asked.at.date()))
    return Step(name="contact", text=say(_("Get in touch, as was agreed.")), reason=reason, place=asked)


def _mend(facts: Facts, now: datetime) -> Step | None:
    score = facts.score
    if score is None or not score.is_poor or now - score.place.at > RECENT:
        return None
    if facts.met is not None and facts.met.place.at > score.place.at:
        return None
    text = say(_("Ask first what went wrong, and listen."))
    return Step(name="ask_what_went_wrong", text=text, reason=score_words(score), place=score.place)


def _address(facts: Facts, now: datetime) -> Step | None:
    del now
    if not facts.bounced:
        return None
    reason = say(_("Messages to {address} do not arrive."), address=facts.bounced[0])
    return Step(name="ask_for_address", text=say(_("Ask for an address that works.")), reason=reason)


def _absent(facts: Facts, now: datetime) -> Step | None:
    bought = facts.bought
    if bought is None or bought.usual_gap is None or bought.gap(now.date()) <= OVERDUE * bought.usual_gap:
        return None
    given = {"usual": bought.usual_gap, "gap": bought.gap(now.date())}
    reason = say(_("Usually buys every {usual} days; the last purchase is {gap} days old."), **given)
    text = say(_("Ask how things are."))
    return Step(name="ask_how_things_are", text=text, reason=reason, place=bought.place, purpose=Purpose.PROFILING)


def _invited(facts: Facts, now: datetime) -> Step | None:
    del now
    if not facts.waiting:
        return None
    waiting = facts.waiting[0]
    given = {"instrument": waiting.instrument, "day": Day(waiting.place.at.date())}
    reason = say(_("Was invited on {day} to answer “{instrument}” and has not finished."), **given)
    return Step(
        name="mention_invitation", text=say(_("Mention that an answer is welcome.")), reason=reason, place=waiting.place
    )


STEPS: Final[tuple[Callable[[Facts, datetime], Step | None], ...]] = (_contact, _mend, _address, _absent, _invited)
