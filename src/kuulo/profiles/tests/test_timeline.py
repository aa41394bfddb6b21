"""The timeline: what happened in every channel, gathered into entries, within what was agreed to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from kuulo.customers.rules import Purpose, Stage
from kuulo.customers.services import change_stage, withdraw_consent
from kuulo.instruments.rules.questionnaire import Kind, Page, Question, Questionnaire
from kuulo.instruments.services import create_instrument, publish
from kuulo.lake.services import record_signals, seal
from kuulo.profiles.queries.customer import entry_of, meet, piece_of
from kuulo.profiles.rules.asking import Asked, parse_cursor, write_cursor
from kuulo.profiles.rules.entries import Cursor, Entry, Family
from kuulo.profiles.tests.story import NOW, ago, answer, make_aino, may_profile, page, signal

pytestmark = pytest.mark.django_db


def entries(party_id: int, **asked: object) -> list[Entry]:
    """Return the whole timeline."""
    return list(piece_of(meet(party_id, now=NOW), Asked(**asked), limit=1000).entries)  # type: ignore[arg-type]


def of(found: list[Entry], family: Family) -> list[Entry]:
    """Return the entries of a family."""
    return [one for one in found if one.family is family]


@pytest.mark.parametrize("where", ["sealed", "waiting"])
def test_a_response_an_invoice_and_a_session_are_one_entry_each(where: str) -> None:
    aino = make_aino(sealed=where == "sealed")
    may_profile(aino)
    found = entries(aino)
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    (session,) = of(found, Family.WEB)
    assert (session.count, session.lines, session.more) == (300, (), 300)
    assert str(session.title) == "300 pages looked at"
    answers = of(found, Family.ANSWER)
    assert [one.in_confidence for one in answers] == [False, True]
    assert {line.words for line in answers[0].lines} >= {"Lasku oli väärä, <b>taas</b>."}
    assert len(of(found, Family.PURCHASE)) == 5
    assert str(of(found, Family.PURCHASE)[0].title) == "Bought for 120.00"
    assert [one.touchpoint for one in of(found, Family.ENCOUNTER)] == ["Home visit"]
    assert len(of(found, Family.CONSENT)) == 1
    assert of(found, Family.CHANGE)


@pytest.mark.parametrize(("language", "words"), [("en", "How likely?"), ("fi", "Kuinka todennäköisesti?")])
def test_an_answer_stands_under_the_words_of_its_question(language: str, words: str) -> None:
    asked = {"en": "How likely?", "fi": "Kuinka todennäköisesti?"}
    question = Question(key="recommend", kind=Kind.NPS, text=asked)
    slug = create_instrument(
        name="Asked",
        questionnaire=Questionnaire(
            languages=("en", "fi"), title={"en": "Asked"}, pages=(Page(key="one", questions=(question,)),)
        ),
    ).slug
    publish(slug=slug, by="Ilona Insight")
    aino = make_aino()
    for name in ("recommend", "gone"):
        record_signals(
            [
                signal(
                    f"said-{name}",
                    ago(days=2),
                    kind="answer",
                    response_id="said",
                    source=slug,
                    question=name,
                    value=9.0,
                    state="answered",
                )
            ]
        )
    with override(language):
        said = next(one for one in of(entries(aino), Family.ANSWER) if one.key.endswith("|said"))
    assert {line.label for line in said.lines} == {words, "gone"}


def test_a_session_opens() -> None:
    aino = make_aino()
    may_profile(aino)
    (session,) = of(entries(aino), Family.WEB)
    opened = entry_of(meet(aino, now=NOW), session.key, session.at)
    assert len(opened.lines) == 300
    assert opened.lines[0].label == "/page/0"


def test_what_was_said_in_confidence_is_not_told_and_what_was_anonymous_is_not_there() -> None:
    aino = make_aino()
    secret = next(one for one in of(entries(aino), Family.ANSWER) if one.in_confidence)
    assert secret.lines == ()
    assert secret.touchpoint == ""
    assert str(secret.title) == "Answered in confidence"
    assert not [one for one in entries(aino) if "nobody" in one.key]


@pytest.mark.parametrize(
    ("state", "title"),
    [("not_shown", "Was asked and did not answer"), ("shown", "Saw questions and did not answer")],
)
def test_who_did_not_answer_is_not_told_to_have_answered(state: str, title: str) -> None:
    aino = make_aino()
    record_signals([signal("mute", ago(days=9), kind="answer", response_id="mute", question="recommend", state=state)])
    mute = next(one for one in of(entries(aino), Family.ANSWER) if one.key.endswith("|mute"))
    assert (str(mute.title), mute.lines) == (title, ())


def test_web_events_need_consent_for_profiling() -> None:
    aino = make_aino()
    assert not of(entries(aino), Family.WEB)
    assert any("Web events" in str(note) for note in meet(aino, now=NOW).withheld)
    may_profile(aino)
    assert of(entries(aino), Family.WEB)
    assert not meet(aino, now=NOW).withheld
    withdraw_consent(party_id=aino, purpose=Purpose.PROFILING, at=NOW)
    assert not of(entries(aino), Family.WEB)


def test_who_objected_to_service_has_no_signals_on_the_page() -> None:
    aino = make_aino()
    withdraw_consent(party_id=aino, purpose=Purpose.SERVICE, at=NOW)
    assert {one.family for one in entries(aino)} <= {Family.CONSENT, Family.CHANGE, Family.INVITATION}


def test_pieces_follow_each_other_without_gap_or_repeat() -> None:
    aino = make_aino()
    may_profile(aino)
    record_signals([answer(f"many{number}", ago(days=200, hours=number), 9) for number in range(130)])
    seal()
    whole = [one.key for one in entries(aino)]
    got: list[str] = []
    asked = Asked()
    while True:
        piece = piece_of(meet(aino, now=NOW), asked, limit=7)
        got += [one.key for one in piece.entries]
        if piece.next is None:
            break
        asked = asked.after(piece.next)
    assert got == whole
    assert len(got) == len(set(got)) > 130


def test_kind_channel_and_period_narrow_it() -> None:
    aino = make_aino()
    may_profile(aino)
    assert {one.family for one in entries(aino, family=Family.PURCHASE)} == {Family.PURCHASE}
    assert {one.channel for one in entries(aino, channel="email")} == {"email"}
    recent = entries(aino, start=ago(days=30), end=ago(days=10))
    assert [one.key for one in recent] == ["answer|test|a1"]


def test_pages_without_a_session_are_parted_where_it_was_silent_for_half_an_hour() -> None:
    aino = make_aino()
    may_profile(aino)
    start = ago(days=5)
    times = [0, 10, 20, 60, 70]
    record_signals([page(at, start + timedelta(minutes=at), session="") for at in times])
    cut = [one for one in of(entries(aino), Family.WEB) if one.at < ago(days=4)]
    assert [one.count for one in cut] == [2, 3]
    assert [len(entry_of(meet(aino, now=NOW), one.key, one.at).lines) for one in cut] == [2, 3]


def test_changes_of_stage_stand_on_it_with_their_reason() -> None:
    aino = make_aino()
    change_stage(party_id=aino, stage=Stage.FORMER, on=NOW.date(), reason="Moved abroad", now=NOW)
    newest = of(entries(aino), Family.CHANGE)[0]
    assert newest.lines[0].words == "Moved abroad"


def test_a_place_is_written_and_read_back() -> None:
    place = Cursor(NOW, "web|x|~ä")
    assert parse_cursor(write_cursor(place)) == place


@pytest.mark.parametrize("query", ["kind=nonsense", "from=yesterday", "from=2026-02-01&to=2026-01-01", "before=x~y"])
def test_an_address_no_page_writes_is_refused(query: str, lead: Client) -> None:
    aino = make_aino()
    assert lead.get(f"/customers/{aino}/?{query}").status_code == 422


def test_a_strangers_signals_are_not_on_it() -> None:
    aino = make_aino()
    record_signals([signal("other", ago(days=1), party="customer_id:7")])
    assert "encounter|other" not in [one.key for one in entries(aino)]
