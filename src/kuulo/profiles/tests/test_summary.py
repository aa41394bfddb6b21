"""The summary, what is open, and the next step: plain sentences, each with its source; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kuulo.customers.rules import Purpose, Stage
from kuulo.profiles.rules.facts import Bought, Facts, Met, Place, Score, Waiting, Words
from kuulo.profiles.rules.matters import MatterKind, next_step, open_matters
from kuulo.profiles.rules.statements import summary

pytestmark = pytest.mark.pure
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
SERVED = frozenset({Purpose.SERVICE})
PROFILED = SERVED | {Purpose.PROFILING}


def place(days: int) -> Place:
    return Place(f"e{days}", NOW - timedelta(days=days))


def score(value: float, days: int = 10, direction: int = 1) -> Score:
    return Score(
        question="q",
        definition="nps@1",
        value=value,
        low=0,
        high=10,
        direction=direction,
        touchpoint="Invoice",
        place=place(days),
    )


FACTS = Facts(
    name="Aino",
    stage=Stage.ACTIVE,
    since=date(2023, 1, 1),
    stage_place=place(1200),
    score=score(2),
    words=Words(text="The invoice was wrong.", language="en", touchpoint="Invoice", place=place(10)),
    met=Met(kind="visit", touchpoint="Home visit", channel="", place=place(60)),
    bought=Bought(
        value=480.5, days=(date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)), place=place(139)
    ),
    allowed=PROFILED,
)


def said(facts: Facts) -> list[str]:
    return [str(one.text) for one in summary(facts, NOW)]


def test_each_sentence_says_something_known_and_shows_its_source() -> None:
    found = summary(FACTS, NOW)
    assert [str(one.text) for one in found] == [
        "Has been a customer for 3 years, since 1 Jan 2023.",
        "Was not content with Invoice on 10 May 2026: answered 2 on a scale of 0–10.",
        "In own words on 10 May 2026:",
        "Was last met on 21 Mar 2026: A visit, Home visit.",
        "Has bought 4 times for 480.50 in all, last on 1 Jan 2026.",
        "Usually buys every 31 days; the last purchase is 139 days old.",
    ]
    assert all(one.place for one in found)
    assert found[2].quote == "The invoice was wrong."


def test_habits_are_not_spoken_of_without_consent() -> None:
    assert not [text for text in said(replace(FACTS, allowed=SERVED)) if "bought" in text or "buys" in text]
    assert len(said(replace(FACTS, allowed=SERVED))) == 4


def test_nothing_is_said_where_nothing_is_allowed() -> None:
    assert said(replace(FACTS, allowed=frozenset())) == []


def test_a_low_answer_is_good_where_lower_is_better() -> None:
    assert "Answered 2 on a scale" in said(replace(FACTS, score=score(2, direction=-1)))[1]


def test_a_former_customers_reason_is_told() -> None:
    left = replace(FACTS, stage=Stage.FORMER, until=date(2026, 4, 1), ended_reason="Moved abroad.")
    assert said(left)[0] == "Left on 1 Apr 2026: Moved abroad."


def test_long_words_are_cut_between_words() -> None:
    words = Words(text="word " * 100, language="en", touchpoint="", place=place(1))
    quote = summary(replace(FACTS, words=words), NOW)[2].quote
    assert quote.endswith("word…")
    assert len(quote) < 250


def test_an_agreed_contact_that_did_not_follow_is_promised_and_the_next_step() -> None:
    facts = replace(FACTS, wants_contact=place(10))
    (matter,) = open_matters(facts, NOW)
    assert matter.kind is MatterKind.CONTACT
    assert matter.promised
    step = next_step(facts, NOW)
    assert step is not None
    assert (step.name, step.place) == ("contact", place(10))


def test_who_was_met_since_is_not_owed_a_contact() -> None:
    met = Met(kind="meeting", touchpoint="", channel="", place=place(5))
    assert open_matters(replace(FACTS, wants_contact=place(10), met=met), NOW) == ()


def test_a_wish_of_long_ago_is_not_open_for_ever() -> None:
    assert open_matters(replace(FACTS, wants_contact=place(120)), NOW) == ()


def test_invitations_and_broken_addresses_are_open() -> None:
    waiting = Waiting(instrument="Autumn", until=None, place=place(4))
    found = open_matters(replace(FACTS, waiting=(waiting,), bounced=("a@b.fi",)), NOW)
    assert [one.kind for one in found] == [MatterKind.INVITATION, MatterKind.ADDRESS]


def test_a_poor_answer_asks_to_listen_unless_they_met_since() -> None:
    step = next_step(FACTS, NOW)
    assert step is not None
    assert step.name == "ask_what_went_wrong"
    assert "answered 2 on a scale of 0–10" in str(step.reason)
    met = Met(kind="meeting", touchpoint="", channel="", place=place(2))
    later = next_step(replace(FACTS, met=met), NOW)
    assert later is not None
    assert later.name == "ask_how_things_are"


def test_a_habit_suggests_nothing_without_consent() -> None:
    assert next_step(replace(FACTS, score=None, allowed=SERVED), NOW) is None
