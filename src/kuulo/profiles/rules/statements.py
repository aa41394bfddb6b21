"""A short summary of one customer in plain sentences, each with its source; pure.

Recency, frequency and value of what was done, and the customer's own words. Sentences that rest on profiling are made
only where the customer agreed to it; the others serve the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Purpose, Stage
from kuulo.figures.charts.quantities import Day, Quantity, Unit
from kuulo.profiles.rules.entries import ENCOUNTER_NAMES
from kuulo.profiles.rules.facts import Facts, Place, Score, owes_contact

LONGEST_QUOTE: Final = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence about a customer.

    Attributes:
        text: The sentence.
        place: Where on the timeline its source stands; None where the source is the customer's own card.
        purpose: What the data must be allowed for.
        quote: The customer's own words, where it brings any.
        language: Of the words.
    """

    text: Text
    place: Place | None
    purpose: Purpose = Purpose.SERVICE
    quote: str = ""
    language: str = ""


def summary(facts: Facts, now: datetime) -> tuple[Statement, ...]:
    """Return the sentences that hold, and may be said, the most telling first."""
    found = (statement for rule in RULES for statement in rule(facts, now))
    return tuple(one for one in found if one.purpose in facts.allowed)


def _wish(facts: Facts, now: datetime) -> Iterator[Statement]:
    asked = facts.wants_contact
    if asked is not None and owes_contact(facts, now):
        yield Statement(
            text=say(_("Agreed on {day} to be contacted; no contact is known since."), day=Day(asked.at.date())),
            place=asked,
        )


def _standing(facts: Facts, now: datetime) -> Iterator[Statement]:
    today = now.date()
    if facts.stage is Stage.FORMER and facts.until:
        if facts.ended_reason:
            text = say(_("Left on {day}: {reason}."), day=Day(facts.until), reason=facts.ended_reason.rstrip("."))
        else:
            text = say(_("Left on {day}; the reason is not known."), day=Day(facts.until))
        yield Statement(text=text, place=facts.stage_place)
    elif facts.stage is Stage.ACTIVE and facts.since:
        yield Statement(text=_how_long(facts.since, today), place=facts.stage_place)
    elif facts.stage is Stage.PROSPECT:
        yield Statement(text=say(_("Is not a customer yet.")), place=facts.stage_place)


def _how_long(since: date, today: date) -> Text:
    years = today.year - since.year - ((today.month, today.day) < (since.month, since.day))
    if years < 1:
        return say(_("Became a customer on {day}, less than a year ago."), day=Day(since))
    if years == 1:
        return say(_("Has been a customer for a year, since {day}."), day=Day(since))
    return say(_("Has been a customer for {years} years, since {day}."), years=years, day=Day(since))


def _heard(facts: Facts, now: datetime) -> Iterator[Statement]:
    del now
    if facts.score is not None:
        yield Statement(text=score_words(facts.score), place=facts.score.place)
    if facts.words is not None:
        text = say(_("In own words on {day}:"), day=Day(facts.words.place.at.date()))
        yield Statement(
            text=text, place=facts.words.place, quote=shortened(facts.words.text), language=facts.words.language
        )
    if facts.in_confidence is not None:
        text = say(
            _("Answered in confidence on {day}: what was said is shown in groups only."),
            day=Day(facts.in_confidence.at.date()),
        )
        yield Statement(text=text, place=facts.in_confidence)


def score_words(score: Score) -> Text:
    """Return what the customer answered, and where on its scale that lies."""
    given = {
        "value": number(score.value),
        "low": number(score.low),
        "high": number(score.high),
        "day": Day(score.place.at.date()),
        "about": score.touchpoint,
    }
    if score.touchpoint:
        if score.is_poor:
            return say(
                _("Was not content with {about} on {day}: answered {value} on a scale of {low}–{high}."), **given
            )
        return say(_("Answered {value} on a scale of {low}–{high} about {about} on {day}."), **given)
    if score.is_poor:
        return say(_("Was not content on {day}: answered {value} on a scale of {low}–{high}."), **given)
    return say(_("Answered {value} on a scale of {low}–{high} on {day}."), **given)


def _met(facts: Facts, now: datetime) -> Iterator[Statement]:
    del now
    if facts.met is None:
        return
    day, what = Day(facts.met.place.at.date()), met_words(facts.met.kind)
    if facts.met.touchpoint:
        text = say(_("Was last met on {day}: {what}, {where}."), day=day, what=what, where=facts.met.touchpoint)
    else:
        text = say(_("Was last met on {day}: {what}."), day=day, what=what)
    yield Statement(text=text, place=facts.met.place)


def met_words(kind: str) -> Text:
    """Return what a kind of meeting is called."""
    known = ENCOUNTER_NAMES.get(kind)
    return say(known) if known else Text("{kind}", {"kind": kind.replace("_", " ")})


def _bought(facts: Facts, now: datetime) -> Iterator[Statement]:
    bought = facts.bought
    if bought is None or not bought.days:
        return
    given = {
        "orders": len(bought.days),
        "value": Quantity(bought.value, Unit.SCALE, decimals=2),
        "day": Day(bought.days[-1]),
    }
    template = (
        _("Has bought once, for {value}, on {day}.")
        if len(bought.days) == 1
        else _("Has bought {orders} times for {value} in all, last on {day}.")
    )
    yield Statement(text=say(template, **given), place=bought.place, purpose=Purpose.PROFILING)
    usual, gap = bought.usual_gap, bought.gap(now.date())
    if usual and gap > 2 * usual:
        text = say(_("Usually buys every {usual} days; the last purchase is {gap} days old."), usual=usual, gap=gap)
        yield Statement(text=text, place=bought.place, purpose=Purpose.PROFILING)


def _seen(facts: Facts, now: datetime) -> Iterator[Statement]:
    del now
    if facts.seen is not None:
        text = say(
            _("Was last on the web on {day}: {page}."), day=Day(facts.seen.place.at.date()), page=facts.seen.page
        )
        yield Statement(text=text, place=facts.seen.place, purpose=Purpose.PROFILING)


def number(value: float) -> Quantity:
    """Return an answer with the decimals it has, at most one."""
    return Quantity(value, Unit.SCALE, decimals=0 if value == round(value) else 1)


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= LONGEST_QUOTE:
        return text
    return f"{text[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"


Rule = Callable[[Facts, datetime], Iterator[Statement]]
RULES: Final[tuple[Rule, ...]] = (_wish, _standing, _heard, _met, _bought, _seen)
