"""Use case: the pages of studies in a real Chromium, at a desk and on a phone, in three languages, with a keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.studies.queries import participant, study
from kuulo.studies.rules import Method, ParticipantState, StudyState, StudyStep
from kuulo.studies.services import (
    DrawWishes,
    HandWishes,
    SessionWishes,
    add_by_hand,
    add_participants,
    add_to_ask,
    change_plan,
    leave,
    move_study,
    note_result,
    open_link,
    plan_session,
)
from kuulo.studies.tests.planning import BY, NOW, WISHES, drafted, joined, registered, running

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def fieldwork() -> str:
    """Return the address of a study in which everything has happened."""
    registered(6)
    found = running()
    add_participants(slug=found.slug, wishes=DrawWishes(count=4, seed=1), by=BY, now=NOW)
    people = [joined(found.slug, pseudonym=name, may_record=True) for name in ("Kuu", "Kesä", "Järvi")]
    leave(people[2].token, keep=True, now=NOW + timedelta(days=1))
    wishes = SessionWishes(starts_at=NOW + timedelta(days=9), place="Kallio", title="Kitchen talk", observers=[BY])
    agreed = plan_session(slug=found.slug, wishes=replace(wishes, participants=[people[0].id]), by=BY, now=NOW)
    add_to_ask(agreed.id, "What did you expect to see before you paid?", "claim:C7", by=BY, now=NOW)
    change_plan(slug=found.slug, wishes=replace(WISHES, planned=8), by=BY, why="Few answered the phone", now=NOW)
    open_link(slug=found.slug, by=BY, now=NOW)
    note_result(slug=found.slug, found="Delivery days come too late.", answer="Show them first.", by=BY, now=NOW)
    return f"/research/{found.slug}/"


def test_the_pages_are_sound_at_a_desk_and_on_a_phone(visit: Visit) -> None:
    home = fieldwork()
    drafted(title="What others found", method=Method.DESK)
    visit.sign_in(Role.INSIGHT_LEAD)
    for width in (WIDE, NARROW):
        visit.open("/research/", width=width).assert_sound()
        visit.open("/research/new/", width=width).assert_sound()
        for path in ("", "participants/", "sessions/", "sessions/1/", "sessions/new/", "texts/", "result/", "change/"):
            visit.open(home + path, width=width).assert_sound()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_pages_are_sound_in_other_languages(visit: Visit, language: str) -> None:
    home = fieldwork()
    visit.sign_in(Role.INSIGHT_LEAD, language=language)
    for path in ("", "participants/", "sessions/1/"):
        visit.open(home + path, width=NARROW).assert_sound()


def test_a_study_is_started_by_keyboard(visit: Visit) -> None:
    found = drafted()
    move_study(found.slug, StudyStep.READY, BY, now=NOW)
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/research/{found.slug}/")
    visit.page.get_by_role("button", name="Start fieldwork").focus()
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    assert study(found.slug).state is StudyState.RUNNING
    assert visit.page.get_by_role("heading", name="The plan as it was frozen").is_visible()


def test_participants_pages_are_sound_without_sign_in(visit: Visit) -> None:
    found = running()
    invited = add_by_hand(slug=found.slug, wishes=HandWishes(language="fi"), by=BY, now=NOW)
    there = joined(found.slug, pseudonym="Kuu")
    for width in (WIDE, NARROW):
        for path in (f"{invited.token}/", f"{invited.token}/leave/", f"{there.token}/mine/", f"{there.token}/leave/"):
            visit.open(f"/join/{path}", width=width).assert_sound()
    visit.open(f"/join/{invited.token}/", width=NARROW)
    visit.page.get_by_label("Suostun.").check()
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Liity tutkimukseen").click()
    assert participant(invited.id).state is ParticipantState.JOINED
    assert visit.page.context.cookies() == []


def test_the_log_is_sound(visit: Visit) -> None:
    fieldwork()
    visit.sign_in(Role.INSIGHT_LEAD)
    for width in (WIDE, NARROW):
        visit.open("/audit/", width=width).assert_sound()
