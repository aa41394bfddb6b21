"""The plan of a year: what must be known, what is known, who finds out, what it costs, when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import InputError, NotFoundError
from kuulo.claims.rules import ClaimState
from kuulo.claims.services import ClaimWishes, make_claim
from kuulo.decisions.queries import decisions
from kuulo.decisions.services import Proposing, propose
from kuulo.plans.models import CalendarFeed
from kuulo.plans.queries import plan_of
from kuulo.plans.queries.plans import check_number
from kuulo.plans.rules import Answering, CostLine, Known, comes_too_late, known_by
from kuulo.plans.services import NeedWishes, add_need, change_need, make_feed, remove_need, revoke_feed, set_budget
from kuulo.studies.rules import StudyState
from kuulo.studies.tests.planning import running

LEAD = "ilona@example.org"
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def year(db: None) -> int:
    """Return this year, with a decision to be made in it."""
    del db
    today = timezone.localdate()
    wishes = Proposing(question="Avataanko ilta-asiointi?", decide_by=date(today.year, 12, 1))
    propose(wishes=wishes, by=LEAD, now=NOW)
    return today.year


def planned() -> str:
    """Return the number of the newest decision."""
    return decisions()[0].number


def new_claim() -> str:
    return make_claim(wishes=ClaimWishes(text={"fi": "Moni asioisi illalla."}), by=LEAD, now=NOW)


def test_a_need_is_known_by_its_claims_and_studies() -> None:
    running, reported = Answering(StudyState.RUNNING, date(2026, 12, 9)), Answering(StudyState.REPORTED, None)
    assert known_by([], []) is Known.OPEN
    assert known_by([], [reported]) is Known.OPEN
    assert known_by([ClaimState.ASSUMED], []) is Known.ASSUMED
    assert known_by([ClaimState.ASSUMED], [running]) is Known.UNDER_WAY
    assert known_by([ClaimState.TESTING], []) is Known.UNDER_WAY
    assert known_by([ClaimState.CONTRADICTED, ClaimState.CONFIRMED], [running]) is Known.KNOWN
    assert known_by([ClaimState.CONFIRMED, ClaimState.STALE], []) is Known.ASSUMED
    assert comes_too_late(Known.UNDER_WAY, [running], date(2026, 12, 1))
    assert not comes_too_late(Known.UNDER_WAY, [running], date(2026, 12, 9))
    assert not comes_too_late(Known.KNOWN, [running], date(2026, 12, 1))


@given(st.lists(st.sampled_from(ClaimState), max_size=4), st.lists(st.sampled_from(StudyState), max_size=3))
def test_more_evidence_never_opens_a_gap(claims: list[ClaimState], studies: list[StudyState]) -> None:
    order = [Known.OPEN, Known.ASSUMED, Known.UNDER_WAY, Known.KNOWN]
    answering = [Answering(state, None) for state in studies]
    before = known_by(claims, answering)
    assert (
        order.index(known_by([*claims, ClaimState.CONFIRMED], answering))
        >= min(order.index(before), order.index(Known.UNDER_WAY))
        or before is Known.ASSUMED
    )
    assert order.index(known_by(claims, [*answering, Answering(StudyState.RUNNING, None)])) >= order.index(before)


def test_what_must_be_known_stands_with_its_decision(year: int) -> None:
    claim = new_claim()
    made = add_need(year=year, wishes=NeedWishes(text="Moniko tulisi?", decision=planned(), claims=(claim,)), by=LEAD)
    add_need(year=year, wishes=NeedWishes(text="Mitä naapuri tekee?"), by=LEAD)
    plan = plan_of(year, LEAD)
    assert [(one.decision.question, [need.text for need in one.needs]) for one in plan.decisions] == [
        ("Avataanko ilta-asiointi?", ["Moniko tulisi?"])
    ]
    assert [need.known for need in plan.needs] == [Known.ASSUMED, Known.OPEN]
    assert [event.kind for event in plan.events] == ["decide"]
    changed = change_need(number=made.id, wishes=NeedWishes(text="Kuinka moni?", decision=planned()), by=LEAD)
    assert changed.known is Known.OPEN
    assert remove_need(number=made.id, by=LEAD) == year
    with pytest.raises(NotFoundError):
        remove_need(number=made.id, by=LEAD)


@pytest.mark.parametrize(
    "wishes",
    [
        NeedWishes(text=" "),
        NeedWishes(text="x" * 501),
        NeedWishes(text="Mitä?", decision="D99"),
        NeedWishes(text="Mitä?", claims=("C99",)),
        NeedWishes(text="Mitä?", studies=("nowhere",)),
    ],
)
def test_what_is_not_there_is_refused(year: int, wishes: NeedWishes) -> None:
    with pytest.raises(InputError):
        add_need(year=year, wishes=wishes, by=LEAD)


def test_a_year_out_of_the_calendar_has_no_plan() -> None:
    with pytest.raises(NotFoundError):
        plan_of(1, LEAD)


def test_the_budget_says_what_is_left(year: int) -> None:
    set_budget(year=year, amount=Decimal(1000), lines=(CostLine(what="Litterointi", amount=Decimal(1200)),), by=LEAD)
    budget = plan_of(year, LEAD).budget
    assert budget.left == Decimal(-200)
    with pytest.raises(InputError):
        set_budget(year=year, amount=Decimal(-1), lines=(), by=LEAD)
    assert check_number("1 200,50 €") == Decimal("1200.50")
    with pytest.raises(InputError):
        check_number("paljon")


def test_the_plan_is_a_page_to_walk_through(lead: Client, year: int) -> None:
    add_need(year=year, wishes=NeedWishes(text="Moniko tulisi?", decision=planned(), claims=(new_claim(),)), by=LEAD)
    shown = lead.get(reverse("plans:plan")).content.decode()
    assert "chart-gaps" in shown
    assert "chart-year" in shown
    assert "Moniko tulisi?" in shown
    for step, words in ((1, "chart-gaps"), (2, "Moniko tulisi?"), (3, "chart-year")):
        answer = lead.get(reverse("plans:walk", args=[year, step]))
        assert words in answer.content.decode()
    assert lead.get(reverse("plans:walk", args=[year, 4])).status_code == 404
    told = lead.get(reverse("plans:plan_json")).json()
    assert told["known"] == {"known": 0, "under_way": 0, "assumed": 1, "open": 0}


def test_the_plan_is_written_on_pages(lead: Client, reader: Client, year: int) -> None:
    url = reverse("plans:new_need", args=[year])
    assert reader.get(url).status_code == 403
    assert lead.get(url, {"decision": planned()}).status_code == 200
    assert lead.post(url, {"text": "Mitä se maksaa?", "claims": "C99"}).status_code == 422
    assert lead.post(url, {"text": "Mitä se maksaa?", "decision": planned()}).status_code == 302
    [need] = plan_of(year, LEAD).needs
    change = reverse("plans:change_need", args=[need.id])
    assert "Mitä se maksaa?" in lead.get(change).content.decode()
    assert lead.post(change, {"text": "Paljonko se maksaa?"}).status_code == 302
    budget = reverse("plans:budget", args=[year])
    assert lead.post(budget, {"amount": "5000", "lines": "Litterointi: 99,50"}).status_code == 302
    assert lead.post(budget, {"amount": "paljon", "lines": ""}).status_code == 422
    assert "Litterointi" in lead.get(budget).content.decode()
    assert lead.post(reverse("plans:remove_need", args=[need.id])).status_code == 302


def test_a_calendar_reads_the_plan_by_a_secret(lead: Client, year: int) -> None:
    shown = lead.post(reverse("plans:feeds"), {"name": "Puhelin"}).content.decode()
    secret = shown.partition('<code class="feed-address">')[2].partition(".ics")[0].rpartition("/")[2]
    anybody = Client()
    answer = anybody.get(reverse("plans:calendar", args=[secret]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    read = icalendar.Calendar.from_ical(answer.content)
    [event] = read.walk("VEVENT")
    told = event.to_ical().decode().replace("\r\n ", "")
    for line in (
        f"UID:decide-{planned()}@kuulo",
        f"DTSTART;VALUE=DATE:{year}1201",
        f"DTEND;VALUE=DATE:{year}1202",
        f"To be decided: {planned()} Avataanko ilta-asiointi?",
    ):
        assert line in told
    kept = CalendarFeed.objects.get()
    assert secret not in (kept.secret_hash, kept.shown)
    assert lead.post(reverse("plans:revoke", args=[kept.pk])).status_code == 302
    assert anybody.get(reverse("plans:calendar", args=[secret])).status_code == 404
    assert lead.post(reverse("plans:revoke", args=[kept.pk])).status_code == 404


def test_a_secret_dies_with_its_owner(cast: dict[Role, User], year: int) -> None:
    del year
    owner = cast[Role.READER]
    secret = make_feed(owner=owner.email, name="Puhelin", language="fi")
    url = reverse("plans:calendar", args=[secret])
    assert "Päätettävä".encode() in Client().get(url).content
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert Client().get(url).status_code == 404
    assert Client().get(reverse("plans:calendar", args=["x" * 400])).status_code == 404


def test_nobody_revokes_anothers_address(cast: dict[Role, User]) -> None:
    make_feed(owner=cast[Role.READER].email, name="Puhelin", language="fi")
    with pytest.raises(NotFoundError):
        revoke_feed(owner=LEAD, number=CalendarFeed.objects.get().pk)
    with pytest.raises(InputError):
        make_feed(owner=LEAD, name=" ", language="fi")


def test_what_ended_long_ago_is_in_no_calendar(cast: dict[Role, User]) -> None:
    long_ago = timezone.localdate() - timedelta(days=900)
    propose(wishes=Proposing(question="Vanha?", decide_by=long_ago), by=LEAD, now=NOW)
    secret = make_feed(owner=cast[Role.READER].email, name="Puhelin", language="en")
    content = Client().get(reverse("plans:calendar", args=[secret])).content
    assert b"VEVENT" not in content


@pytest.mark.django_db
def test_a_confidential_study_answers_nothing_for_those_outside_its_team(cast: dict[Role, User]) -> None:
    study = running(confidential=True)
    wishes = NeedWishes(text="Why orders are left unfinished", studies=(study.slug,))
    need = add_need(year=2026, wishes=wishes, by=LEAD)
    assert need.known is Known.UNDER_WAY
    outside = plan_of(2026, cast[Role.OWNER]).needs[0]
    assert (outside.studies, outside.known) == ((), Known.OPEN)
    client = Client()
    client.force_login(cast[Role.OWNER], backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in ("/plan/2026/", "/plan/2026/plan.json"):
        told = client.get(page).content.decode()
        assert study.slug not in told
        assert "confidential" not in told
