"""The pages of asking in a real Chromium: sound at a desk and on a phone, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kuulo.accounts.rules import Role
from kuulo.instruments.queries import VersionView
from kuulo.invitations import services
from kuulo.invitations.rules.budget import Limit
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.tests.desk import drawn_round, invitations_of, open_shop, publish_questionnaire, sent_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def version(visit: Any) -> VersionView:
    """Return a published questionnaire of a shop with forty customers."""
    del visit
    open_shop(40)
    return publish_questionnaire()


def answered_round(slug: str) -> int:
    """Return a running round in which people have done all kinds of things."""
    asked = sent_round(slug, reminders=ReminderPlan(count=1))
    steps = [Outcome.COMPLETE] * 11 + [Outcome.PARTIAL] * 3 + [Outcome.STARTED] * 2 + [Outcome.REFUSED] * 3
    done = zip(invitations_of(asked), [*steps, Outcome.BOUNCED, Outcome.BOUNCED], strict=False)
    services.record_outcomes(
        OutcomeEvent(invitation_id=one.pk, outcome=outcome, at=timezone.now()) for one, outcome in done
    )
    return asked.id


def test_a_round_is_sound(visit: Any, version: VersionView, width: int, scheme: str) -> None:
    number = answered_round(version.slug)
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/invitations/{number}/?by=language", width=width, scheme=scheme)
    visit.assert_sound()


def test_planning_a_round_is_sound(visit: Any, version: VersionView, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/invitations/for/{version.slug}/new/", width=width)
    for fold in visit.page.locator(".step details > summary").all():
        fold.click()
    visit.assert_sound()


def test_a_drawn_round_is_sound(visit: Any, version: VersionView, width: int) -> None:
    asked = drawn_round(version.slug)
    visit.sign_in(Role.INSIGHT_LEAD, language="fi").open(f"/invitations/{asked.id}/", width=width).assert_sound()


@pytest.mark.parametrize("page", ["", "budget/", "people/", "for/{slug}/", "for/{slug}/new-trigger/"])
def test_the_other_pages_are_sound(visit: Any, version: VersionView, page: str, width: int) -> None:
    services.set_budget(limits=[Limit(most=2, days=90)])
    answered_round(version.slug)
    visit.sign_in(Role.OWNER).open(f"/invitations/{page.format(slug=version.slug)}", width=width).assert_sound()


def test_asking_the_quiet_ones_is_sound(visit: Any, version: VersionView, width: int) -> None:
    number = answered_round(version.slug)
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/invitations/{number}/quiet/", width=width).assert_sound()


def test_leaving_is_sound(visit: Any, version: VersionView, width: int, scheme: str) -> None:
    token = invitations_of(sent_round(version.slug))[0].token
    visit.open(f"/u/{token}?language=en", width=width, scheme=scheme).assert_sound()
    visit.page.get_by_label("Not this time").check()
    visit.page.get_by_role("button", name="Leave me in peace").click()
    expect(visit.page.get_by_role("heading", name="It is noted")).to_be_visible()
    visit.assert_sound()


def test_the_count_follows_what_is_chosen(visit: Any, version: VersionView) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/invitations/for/{version.slug}/new/")
    page = visit.page
    expect(page.locator("#count strong")).to_have_text("40")
    page.get_by_text("Only some of them").click()
    page.get_by_label("Kamppi").check()
    expect(page.locator("#count strong")).to_have_text("20")
    page.get_by_label("Wanted margin, ±").fill("20")
    page.get_by_label("Wanted margin, ±").press("Tab")
    expect(page.locator("#count")).to_contain_text("For ±20.0 at 95 % you need")


def test_the_message_follows_its_words(visit: Any, version: VersionView) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/invitations/for/{version.slug}/new/")
    page = visit.page
    page.locator("details.words > summary").nth(1).click()
    words = page.locator("details.words").nth(1)
    words.get_by_label("Before the question").fill("Hej på er alla.")
    words.get_by_role("button", name="Show the message: Swedish").click()
    message = page.frame_locator("#preview iframe")
    expect(message.get_by_text("Hej på er alla.")).to_be_visible()
    expect(message.get_by_text("10", exact=True)).to_be_visible()


def test_the_way_of_a_round_with_the_keyboard(visit: Any, version: VersionView) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/invitations/for/{version.slug}/new/")
    page = visit.page
    page.get_by_role("button", name="Save and draw the sample").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("40 customers of 40 are in the sample.")).to_be_visible()
    page.get_by_role("button", name="Start: ask 40").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The round is running")).to_be_visible()
