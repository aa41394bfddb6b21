"""A discussion in a real Chromium: on a phone and at a desk, with news that come by themselves."""

from __future__ import annotations

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.discussions import services
from kuulo.discussions.rules import HideReason
from kuulo.discussions.services import PollWishes
from kuulo.discussions.tests.cast import ILONA, NAMES, NOON, Talk, talk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lively() -> Talk:
    """Return a discussion with everything in it that pages show."""
    at = talk(NAMES)
    first = services.write_message(
        token=at.people[0].token, thread=at.thread.key, text="Odotin kolme tuntia, eikä kukaan soittanut.", now=NOON
    )
    services.write_message(
        token=at.people[1].token, thread=at.thread.key, text="Mine came 😀", reply_to=first, now=NOON
    )
    rude = services.write_message(token=at.people[2].token, thread=at.thread.key, text="Buy mine", now=NOON)
    services.hide_message(message=rude, reason=HideReason.ADVERTISING, why="Not here", by=ILONA, now=NOON)
    services.report_message(token=at.people[3].token, message=first, why="Angry", now=NOON)
    services.answer_as_moderator(thread=at.thread.key, text="Thank you. What would mend it?", by=ILONA, now=NOON)
    for question in ("When is best?", "What is it worth?"):
        wishes = PollWishes(question=question, options=("Evening", "Morning", "Any time"))
        poll = services.ask_poll(thread=at.thread.key, wishes=wishes, by=ILONA, now=NOON)
        for number, who in enumerate(at.people[1:]):
            services.vote(token=who.token, poll=poll, picked=[number % 2], now=NOON)
    services.close_poll(poll=poll, by=ILONA, now=NOON)
    services.probe(study=at.study, text="How did that feel, Kettu?", to=at.people[0].id, by=ILONA, now=NOON)
    return at


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_stand_what_every_page_must(visit: Visit, width: int) -> None:
    at = lively()
    own = f"/talk/{at.people[0].token}/"
    for path in (own, f"{own}{at.thread.key}/"):
        visit.open(f"{path}?language=fi", width=width).assert_sound()
    visit.sign_in(Role.INSIGHT_LEAD)
    staff = f"/research/{at.study}/discussion/"
    for path in (staff, f"{staff}{at.thread.key}/", f"{staff}new/"):
        visit.open(path, width=width).assert_sound()


def test_words_and_news_on_a_phone(visit: Visit) -> None:
    at = lively()
    own = f"/talk/{at.people[0].token}/{at.thread.key}/?language=en"
    visit.open(own, width=NARROW)
    page = visit.page
    page.get_by_label("Your words").fill("A call before would do")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Your words are there.").wait_for()
    services.write_message(token=at.people[1].token, thread=at.thread.key, text="Yes, a call!")
    page.get_by_text("Yes, a call!").wait_for(timeout=25_000)
    page.get_by_role("link", name="Change or remove").last.click()
    page.get_by_role("button", name="Remove my message").click()
    page.get_by_text("Removed. No word of it is kept.").wait_for()
    assert "A call before would do" not in page.content()
    assert visit.complaints == []
