"""Asking a customer: written into a session, a discussion, a survey or a message; the answer comes back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError, InputError
from kuulo.claims import queries
from kuulo.claims.models import Fragment, Question
from kuulo.claims.rules import ClaimState, Way
from kuulo.claims.rules.finding import Spoken, answer_in
from kuulo.claims.services import Target, ask_customer, attach, close_question, set_aside, watch
from kuulo.claims.tests.research import AFFIRMING, LEAD, NOW, RISTO, claimed, interview, research
from kuulo.discussions.queries import lines_of
from kuulo.discussions.services import write_message
from kuulo.discussions.tests.cast import talk
from kuulo.instruments.queries import live_version
from kuulo.invitations.models import Invitation
from kuulo.responses.services import submit
from kuulo.responses.tests.answering import NOW as ANSWERED
from kuulo.responses.tests.answering import form, submission
from kuulo.studies.queries import session
from kuulo.studies.services import leave
from kuulo.studies.services.sessions import SessionWishes, plan_session
from kuulo.studies.tests.planning import registered

QUESTION = "Onko toimituspäivä teille hintaa tärkeämpi?"
LATER = NOW + timedelta(days=1)
pytestmark = pytest.mark.django_db


def ask(number: str, way: Way, **target: object) -> str:
    target = {"language": "fi"} | target
    return ask_customer(claim=number, text=QUESTION, by=LEAD, way=way, target=Target(**target), now=NOW)  # type: ignore[arg-type] # by name


def answered(slug: str, token: str, words: str) -> None:
    version = live_version(slug)
    assert version is not None
    sent = submission(form(version, token), "page_1", go="next", q_clarify=words)
    assert submit(sent).taken


def test_by_a_survey_of_one_question(cast: dict[Role, User]) -> None:
    number = claimed()
    ask(number, Way.SURVEY)
    assert queries.claim(number).state is ClaimState.TESTING, "what is asked about is being tested"
    (asked,) = queries.questions_of(number, cast[Role.INSIGHT_LEAD])
    assert asked.address.startswith("/a/")
    answered(asked.instrument, asked.address.removeprefix("/a/"), "Päivä ratkaisee.")
    assert watch(now=ANSWERED).answers == 1
    assert watch(now=ANSWERED).answers == 0, "an answer comes back once"
    (asked,) = queries.questions_of(number, cast[Role.INSIGHT_LEAD])
    (answer,) = asked.answers
    assert answer.fragment.words == "Päivä ratkaisee."
    assert answer.fragment.is_customer
    assert queries.claim(number).standing.is_empty, "it is no evidence before somebody has judged"
    assert queries.unjudged_of([number]) == {number: 1}
    attach(claim=number, fragment=answer.fragment.id, stance="support", weight=3, why="Plain", by=LEAD, affirms=True)
    assert queries.unjudged_of([number]) == {}
    assert not queries.claim(number).interpretation


def test_by_a_message_with_a_personal_link(cast: dict[Role, User]) -> None:
    (party,) = registered()
    number = claimed()
    ask(number, Way.MESSAGE, party_id=party)
    sent = Invitation.objects.get()
    assert sent.party_id == party
    version = live_version(Question.objects.get().instrument)
    assert version is not None
    made = form(version, sent.token, personal=True)
    assert submit(submission(made, "page_1", go="next", q_clarify="Hinta ratkaisee.")).taken
    assert watch(now=ANSWERED).answers == 1
    row = Fragment.objects.get()
    assert (row.party_id, row.voice) == (party, f"party:{party}")


def test_a_customer_who_may_not_be_asked_is_not(cast: dict[Role, User]) -> None:
    with pytest.raises(GuardError, match="may be asked"):
        ask(claimed(), Way.MESSAGE, party_id=12345)
    assert not Question.objects.exists()


def test_at_the_next_session_of_a_study(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    wishes = SessionWishes(starts_at=LATER, participants=[found.person.id])
    met = plan_session(slug=found.study.slug, wishes=wishes, by=LEAD, now=NOW)
    ref = ask(number, Way.SESSION, session_id=met.id)
    assert [(each.text, each.ref) for each in session(met.id).to_ask] == [(QUESTION, ref)]
    assert watch(now=LATER).answers == 0
    interview(found.study.slug, found.person, session_id=met.id)
    assert watch(now=LATER).answers == 1
    (asked,) = queries.questions_of(number, cast[Role.INSIGHT_LEAD])
    assert asked.answers[0].fragment.words == "On. Päivä ratkaisee, hinta ei."
    assert asked.answers[0].fragment.is_customer
    assert watch(now=LATER).answers == 0


def test_in_a_discussion(cast: dict[Role, User]) -> None:
    told, number = talk(), claimed()
    ref = ask(number, Way.DISCUSSION, study=told.study)
    thread = next(line.thread for line in lines_of(told.study) if line.thread.ref == ref)
    write_message(token=told.people[0].token, thread=thread.key, text="Päivä on tärkeämpi.", now=LATER)
    assert watch(now=LATER).answers == 1
    (asked,) = queries.questions_of(number, cast[Role.INSIGHT_LEAD])
    assert asked.answers[0].fragment.words == "Päivä on tärkeämpi."
    leave(told.people[0].token, keep=False, now=LATER)
    (asked,) = queries.questions_of(number, cast[Role.INSIGHT_LEAD])
    assert asked.answers[0].fragment.in_force is not None


def test_an_answer_that_says_nothing_is_set_aside(cast: dict[Role, User]) -> None:
    number = claimed()
    ask(number, Way.SURVEY)
    (asked,) = queries.questions_of(number)
    answered(asked.instrument, asked.address.removeprefix("/a/"), "En osaa sanoa.")
    watch(now=ANSWERED)
    (asked,) = queries.questions_of(number)
    set_aside(answer=asked.answers[0].id, by=RISTO, now=ANSWERED)
    (asked,) = queries.questions_of(number)
    assert asked.answers[0].verdict == "set_aside"
    assert queries.count_unjudged() == 0


def test_answers_that_are_evidence_are_not_set_aside(cast: dict[Role, User]) -> None:
    number = claimed()
    ask(number, Way.SURVEY)
    (asked,) = queries.questions_of(number)
    answered(asked.instrument, asked.address.removeprefix("/a/"), "Päivä ratkaisee.")
    watch(now=ANSWERED)
    (answer,) = queries.questions_of(number)[0].answers
    attach(claim=number, fragment=answer.fragment.id, stance="support", weight=1, why="Plain", by=LEAD)
    with pytest.raises(GuardError, match="judged once"):
        set_aside(answer=answer.id, by=LEAD)


def test_a_closed_question_waits_for_nothing(cast: dict[Role, User]) -> None:
    number = claimed()
    ask(number, Way.SURVEY)
    (asked,) = queries.questions_of(number)
    close_question(question=asked.id, by=LEAD, now=LATER)
    answered(asked.instrument, asked.address.removeprefix("/a/"), "Päivä ratkaisee.")
    assert watch(now=ANSWERED).answers == 0


@pytest.mark.parametrize("way", [Way.SESSION, Way.DISCUSSION, Way.MESSAGE])
def test_it_is_said_where_the_question_goes(way: Way) -> None:
    with pytest.raises(InputError, match="It is not said"):
        ask(claimed(), way)


def test_nothing_is_asked_by_no_words() -> None:
    with pytest.raises(InputError, match="is missing"):
        ask_customer(claim=claimed(), text=" ", by=LEAD, way=Way.SURVEY, target=Target())


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ([("s", "Miten menee?"), ("c", "Hyvin."), ("s", QUESTION), ("c", AFFIRMING)], AFFIRMING),
        ([("s", QUESTION), ("c", "On."), ("s", "Mm."), ("c", "Kyllä.")], "On. Mm. Kyllä."),
        ([("s", QUESTION)], None),
        ([("c", QUESTION), ("c", AFFIRMING)], None),
        ([("s", "Mitä muuta?"), ("c", "En muuta.")], None),
    ],
)
def test_the_answer_in_a_conversation(spoken: list[tuple[str, str]], expected: str | None) -> None:
    text, turns = "", []
    for who, words in spoken:
        turns.append(Spoken(len(text), len(text) + len(words), who == "c"))
        text += f"{words} "
    place = answer_in(text, turns, QUESTION)
    assert (None if place is None else text[place[0] : place[1]]) == expected
