"""Use case: the whole way of knowing, walked on the pages by those whose work it is, in Finnish and in English.

From a decision question through a diary study and an interview to a claim with both sides, a decision made in its
meeting, a check that failed, and the claim reopened. People follow the links of the pages; an address is typed only to
begin.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from kuulo.accounts.rules import Role
from kuulo.claims.queries import claim as claim_now
from kuulo.claims.rules import ClaimState
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.decisions.models import Decision
from kuulo.decisions.queries import decision as decision_now
from kuulo.decisions.rules import DecisionState, LoopKind, Proposal, Verdict
from kuulo.decisions.services import JOB_HANDLERS
from kuulo.figures.tests.answers import NOW as ANSWERS_NOW
from kuulo.figures.tests.answers import answer, record
from kuulo.jobs.services import JobContext
from kuulo.jobs.services.claims import claim_job
from tests.browser import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DAYS: Final = 100
"""How long ago the decision came into effect when it is checked."""
PATIENCE: Final = 30_000
"""How long a step may take while the machine does other work."""
EXPECTED: Final = 40
WEEKLY: Final = 20
PROMOTERS: Final = 8
DIARY: Final = {
    "fi": "Kuljettaja soitti etukäteen, ja ehdin kotiin. Se oli hienoa 🌲.",
    "en": "The driver rang beforehand, and I was home in time. That was fine 🌲.",
}
AGAINST: Final = {
    "fi": "En vastaa tuntemattomiin numeroihin.",
    "en": "I never answer unknown numbers.",
}
TALK: Final = {
    "fi": f"Haastattelija: Mitä ajattelet soitosta?\nKuu: {AGAINST['fi']} Viesti riittää.\n",
    "en": f"Interviewer: What do you think of the call?\nKuu: {AGAINST['en']} A message will do.\n",
}
CLAIM: Final = {
    "fi": "Asiakas on tyytyväisempi, kun kuljettaja soittaa etukäteen.",
    "en": "Customers are happier when the driver rings beforehand.",
}
SAID: Final = {"fi": "Mitä tapahtui?", "en": "What happened?"}
QUESTION: Final = {"fi": "Alkavatko kuljettajat soittaa etukäteen?", "en": "Shall drivers ring beforehand?"}


@dataclass
class Walk:
    """A walk in one language; texts of the pages are named by their English source."""

    visit: Visit
    language: str

    @property
    def page(self) -> Page:
        """The colleagues' page."""
        return self.visit.page

    def words(self, source: str) -> str:
        """Return a text of the pages in the language of the walk."""
        with translation.override(self.language):
            return translation.gettext(source)

    def as_(self, role: Role) -> None:
        """Let another colleague sit down at the same page."""
        self.visit.sign_in(role, language=self.language)

    def field(self, label: str, among: Page | Locator | None = None) -> Locator:
        """Return the field of a label, whether or not the page calls it optional."""
        inside = among or self.page
        with translation.override(self.language):
            optional = translation.gettext("(optional)")
        said = self.words(label)
        return inside.get_by_label(said, exact=True).or_(inside.get_by_label(f"{said} {optional}", exact=True)).first

    def fill(self, label: str, value: str, among: Page | Locator | None = None) -> None:
        """Fill a field in."""
        self.field(label, among).fill(value)

    def follow(self, name: str, among: Page | Locator | None = None) -> None:
        """Follow a link of the page, and see that the page it leads to is sound to read."""
        (among or self.page).get_by_role("link", name=self.words(name), exact=True).first.click()
        self.page.wait_for_load_state("domcontentloaded")
        assert self.page.locator("h1").count() == 1

    def press(self, name: str, among: Page | Locator | None = None) -> None:
        """Press a button that leads to another page, which refuses nothing."""
        with self.page.expect_navigation():
            (among or self.page).get_by_role("button", name=self.words(name), exact=True).first.click()
        assert self.page.locator(".error-summary, .callout-error:visible").count() == 0, self.page.inner_text("main")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Any]:
    """Return a way to take a participant's phone in hand, of a language."""
    taken: list[BrowserContext] = []

    def take(language: str) -> Page:
        locale = {"fi": "fi-FI", "en": "en-GB"}[language]
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale=locale
        )
        context.set_default_timeout(PATIENCE)
        taken.append(context)
        return context.new_page()

    yield take
    for context in taken:
        context.close()


@pytest.mark.parametrize("language", ["fi", "en"])
def test_from_a_question_to_a_claim_reopened(visit: Visit, phone: Any, settings: Any, language: str) -> None:
    settings.KUULO_PUBLIC_URL = visit.address
    walk = Walk(visit, language)
    visit.context.set_default_timeout(PATIENCE)
    past_answers()
    plan_the_study(walk)
    write_the_diary(walk)
    link = open_the_link(walk)
    keep_a_diary(walk, phone(language), link)
    number = support_from_the_diary(walk)
    talk_and_code(walk)
    oppose_from_the_interview(walk, number)
    weigh_the_claim(walk, number)
    made = decide_in_the_meeting(walk, number)
    time_passes(made)
    check(walk, made)
    learn(walk, number, made)


def past_answers() -> None:
    """Record who answered in half a year: as many of both regions would recommend us after the start as before.

    No page makes answers of the past: each bears the moment it was given.
    """
    now = timezone.now()
    told, number = [], 0
    for days in range(1, 26 * 7, 7):
        past = (ANSWERS_NOW - (now - timedelta(days=days))) / timedelta(days=1)
        for region in ("North", "South"):
            for place in range(WEEKLY):
                number += 1
                value = 10.0 if place < PROMOTERS else 3.0
                told.append(answer(number, value, days_ago=past, attributes={"region": region}))
    register_parties(
        PartyRow(identifier=f"customer_id:{each}", name=f"Aino {each}", language="fi") for each in range(1, 41)
    )
    record(told)


def plan_the_study(walk: Walk) -> None:
    """A researcher writes the plan on its page and makes the study ready."""
    walk.as_(Role.RESEARCHER)
    walk.visit.open("/research/")
    walk.follow("Plan a study")
    page, language = walk.page, walk.language
    walk.fill("Name of the study", "Toimituspäivä")
    walk.fill("Decision question", QUESTION[language])
    walk.fill("What would change depending on the answer", "Kuljettajien työohje.")
    page.locator("input[name=method][value=diary]").check()
    walk.fill("How many participants", "6")
    walk.fill("How participants are chosen", "Linkki lähetyslistassa")
    for other in {"fi", "sv", "en"} - {language}:
        page.locator(f"input[name=languages][value={other}]").uncheck()
    today = timezone.localdate()
    walk.fill("Fieldwork from", today.isoformat())
    walk.fill("Fieldwork until", (today + timedelta(days=14)).isoformat())
    page.locator(f"[name=title_{language}]").evaluate("one => one.closest('details').open = true")
    page.locator(f"[name=title_{language}]").fill("Toimituspäivä")
    page.locator(f"[name=about_{language}]").fill("Viikko päiväkirjaa.")
    for radio in page.locator("input[name^=applies_][value=no]").all():
        radio.check()
    walk.press("Keep the plan")


def write_the_diary(walk: Walk) -> None:
    """The researcher says what the diary asks and when it prompts, then starts fieldwork."""
    page, language = walk.page, walk.language
    walk.follow("Diary", page.locator("nav.tabs"))
    walk.follow("Make the diary")
    walk.follow("Text")
    page.locator(f"[name=text_{language}]").fill(SAID[language])
    walk.press("Add")
    walk.follow("Every week")
    page.locator("input[name=weekdays]").first.check()
    walk.press("Add")
    walk.follow("Plan and result", page.locator("nav.tabs"))
    walk.press("Declare it ready")
    walk.press("Start fieldwork")
    expect(page.locator(".study-line")).to_contain_text(walk.words("running"))


def open_the_link(walk: Walk) -> str:
    """The researcher opens a link that anybody may join by, and returns it."""
    walk.follow("Participants", walk.page.locator("nav.tabs"))
    walk.press("Open a link")
    return walk.page.locator("#open-link").input_value()


def keep_a_diary(walk: Walk, page: Page, link: str) -> None:
    """A participant joins on a phone, reads and agrees, and writes an entry."""
    page.goto(link)
    assert page.locator("html").get_attribute("lang") == walk.language
    walk.fill("What shall we call you in the study?", "Kuu", page)
    page.locator("[name=agrees]").check()
    page.get_by_role("button", name=walk.words("Join the study")).tap()
    page.get_by_role("link", name=walk.words("To my diary")).tap()
    page.get_by_label(SAID[walk.language]).fill(DIARY[walk.language])
    page.get_by_role("button", name=walk.words("Save the entry")).tap()
    expect(page.locator("#mine")).to_contain_text(DIARY[walk.language])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.context.cookies() == []


def support_from_the_diary(walk: Walk) -> str:
    """The researcher makes the entry a fragment that supports a new claim; return the claim's number."""
    walk.follow("Diary", walk.page.locator("nav.tabs"))
    walk.follow("Make it a fragment")
    walk.fill("Or a new claim", CLAIM[walk.language])
    judge(walk, "support")
    expect(walk.page.locator(".claims-for")).to_contain_text(DIARY[walk.language])
    share(walk, ".claims-for")
    return walk.page.url.rstrip("/").rpartition("/")[2]


def judge(walk: Walk, stance: str) -> None:
    """Say how the fragment speaks to the claim, and attach it."""
    walk.page.locator(f"input[name=stance][value={stance}]").check()
    walk.page.locator("[name=why]").fill("Omin sanoin.")
    walk.press("Attach")


def talk_and_code(walk: Walk) -> None:
    """The researcher agrees on an interview, brings its transcript in, and codes a passage of it by mouse."""
    page, language = walk.page, walk.language
    walk.follow("Research")
    walk.follow("Toimituspäivä")
    walk.follow("Schedule", page.locator("nav.tabs"))
    walk.follow("Agree on a meeting")
    walk.fill("Begins", f"{timezone.localtime() - timedelta(hours=2):%Y-%m-%dT%H:%M}")
    page.locator("input[name=participants]").check()
    walk.press("Save")
    walk.follow("Sources", page.locator("nav.tabs"))
    talk = {"name": "talk.txt", "mimeType": "text/plain", "buffer": TALK[language].encode()}
    page.locator("input[name=material]").set_input_files(talk)  # type: ignore[arg-type] # a file as Playwright takes it
    page.locator("select[name=session]").select_option(index=1)
    page.locator("select[name=participant]").select_option(index=1)
    walk.press("Bring in")
    walk.follow("Code it")
    walk.follow("Choose or make one")
    walk.press("Choose")
    walk.follow("talk")
    page.wait_for_selector("[data-coder][data-ready]")
    select(page, AGAINST[language])
    page.locator("[data-do=choose]").click()
    page.locator("[data-filter]").fill("Soittaminen")
    page.locator("[data-give]").click()
    expect(page.locator("[data-coder]")).to_have_attribute("data-acts", "1")
    expect(page.locator("[data-codes]")).to_contain_text("Soittaminen")


def select(page: Page, words: str) -> None:
    """Select words of the text as a mouse would."""
    page.evaluate(
        """words => { const lines = [...document.querySelectorAll('#coder-text p')];
        const text = lines.find(one => one.textContent.includes(words)).firstChild, start = text.data.indexOf(words);
        document.getSelection().setBaseAndExtent(text, start, text, start + words.length);
        document.querySelector('#coder-text').focus(); }""",
        words,
    )
    expect(page.locator("[data-selected]")).to_contain_text(words)


def oppose_from_the_interview(walk: Walk, number: str) -> None:
    """The researcher takes the coded passage as evidence against the claim."""
    with walk.page.expect_navigation():
        walk.page.locator("[data-do=cut]").click()
    walk.fill("Claim", number)
    judge(walk, "oppose")
    expect(walk.page.locator(".claims-against")).to_contain_text(AGAINST[walk.language])
    expect(walk.page.locator(".claims-for")).to_contain_text(DIARY[walk.language])
    share(walk, ".claims-against")


def share(walk: Walk, side: str) -> None:
    """The researcher lets those who decide read the fragment, masked."""
    walk.press("Share it masked with those outside the study’s team", walk.page.locator(side))


def weigh_the_claim(walk: Walk, number: str) -> None:
    """The lead puts the claim to the test and calls it supported, both sides in sight."""
    walk.as_(Role.INSIGHT_LEAD)
    walk.page.reload()
    walk.press("Put to the test")
    walk.press("Call supported")
    assert claim_now(number).state is ClaimState.SUPPORTED


def decide_in_the_meeting(walk: Walk, number: str) -> str:
    """The lead proposes a decision from the claim, decides it in its meeting, puts it in effect; return its number."""
    page, today = walk.page, timezone.localdate()
    walk.follow("Propose a decision")
    assert walk.field("Claims it rests on").input_value() == number
    walk.fill("Question to decide", QUESTION[walk.language])
    page.locator("[name=option_1]").fill("A")
    page.locator("[name=option_2]").fill("B")
    walk.press("Save")
    walk.follow("Into the meeting")
    expect(page.locator("main")).to_contain_text(AGAINST[walk.language])
    page.get_by_label("A", exact=True).check()
    walk.field("Measure").select_option("nps@1")
    walk.fill("Expected change", str(EXPECTED))
    walk.field("Among whom").select_option("a.region=North")
    walk.fill("By when", (today + timedelta(days=DAYS - 5)).isoformat())
    walk.fill("Day of the check", (today + timedelta(days=DAYS - 2)).isoformat())
    walk.fill("How sure are you that the effect comes, per cent", "80")
    walk.press("Decide")
    walk.press("Put in effect")
    made = page.url.rstrip("/").rpartition("/")[2]
    assert decision_now(made).state is DecisionState.IN_EFFECT
    return made


def time_passes(made: str) -> None:
    """Move the decision back in time: no page lets a hundred days go by, and the guards ask for days to come."""
    row, gone = Decision.objects.get(pk=made[1:]), timedelta(days=DAYS)
    for name in ("decided_on", "in_effect_on", "check_on"):
        setattr(row, name, getattr(row, name) - gone)
    effect = dict(row.effect or {})
    row.effect = effect | {"due": (date.fromisoformat(effect["due"]) - gone).isoformat()}
    row.save()


def check(walk: Walk, made: str) -> None:
    """The check is computed, proposes that it failed, and the lead confirms it."""
    walk.page.reload()
    walk.press("Compute the check now")
    # The worker is a process of its own; here its next job is done in its place.
    job = claim_job(JOB_HANDLERS, now=timezone.now(), lease=timedelta(minutes=1))
    assert job is not None
    JOB_HANDLERS[job.kind](JobContext(job, threading.Event()))
    walk.page.reload()
    found = decision_now(made).check
    assert found is not None
    assert found.proposal is Proposal.FAILED
    assert found.observed is not None
    assert found.observed.low is not None
    assert found.observed.high is not None
    assert found.observed.low < 0 < found.observed.high < EXPECTED
    expect(walk.page.locator("main")).to_contain_text(walk.words("Proposed verdict:"))
    assert walk.page.locator("input[name=verdict][value=failed]").is_checked()
    walk.press("Confirm the verdict")
    assert decision_now(made).verdict is Verdict.FAILED


def learn(walk: Walk, number: str, made: str) -> None:
    """The double loop: the claim is reopened, and a decision takes the place of the one that failed."""
    page = walk.page
    double = page.locator("form[action$='/double/']")
    walk.fill("What was learnt", "Moni ei vastaa.", double)
    walk.press("Reopen the claims", double)
    old = decision_now(made)
    assert old.loop is not None
    assert old.loop.kind is LoopKind.DOUBLE
    assert old.loop.claims == (number,)
    assert old.superseded_by == page.url.rstrip("/").rpartition("/")[2]
    assert claim_now(number).state in {ClaimState.STALE, ClaimState.TESTING}
    walk.visit.assert_sound()
    page.get_by_role("link", name=number).first.click()
    walk.visit.assert_sound()
