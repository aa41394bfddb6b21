"""The quiet ones: who was never heard, what they are like, whether the silent left, and the way to ask a sample."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kuulo.accounts.rules import Role
from kuulo.base.ids import derived_id
from kuulo.customers.rules import PartyRow, Stage
from kuulo.customers.services import register_parties
from kuulo.figures.queries import open_reading
from kuulo.invitations.services import draw_second_phase
from kuulo.invitations.tests.cast import customers, published
from kuulo.invitations.tests.test_quiet_ones import BOTH, LATER, asked_round, quiet_plan
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.quiet.queries import left_since, round_to_follow

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2026, 6, 15)


def customer(number: int, *, until: date | None = None) -> PartyRow:
    """Return a customer since 2020; those with an even number live in the north."""
    return PartyRow(
        identifier=f"customer_id:{number}",
        attributes={"region": "South" if number % 2 else "North"},
        since=date(2020, 1, 1),
        until=until,
        stage=Stage.FORMER if until else Stage.ACTIVE,
    )


def asked(number: int, value: float | None, at: datetime) -> Signal:
    """Return the answer of a customer to an NPS question, or that none was given."""
    return Signal(
        signal_id=derived_id("asked", str(number), at.isoformat()),
        kind="answer",
        occurred_at=at,
        received_at=at,
        party=f"customer_id:{number}",
        touchpoint=None,
        channel="email",
        source="survey",
        response_id=f"r{number}",
        question="recommend",
        definition="nps@1",
        value=value,
        text=None,
        scale_min=0.0,
        scale_max=10.0,
        direction=1,
        wording="1",
        state="answered" if value is not None else "dismissed",
        language="fi",
        weight=None,
        attributes={},
    )


def fill(signals: list[Signal], customers: list[PartyRow]) -> None:
    register_parties(customers)
    with transaction.atomic():
        record_signals(signals)


def fill_recent() -> None:
    """Sixty customers: the south answered; of the north half was asked and stayed silent, half was never asked."""
    now = timezone.now() - timedelta(days=3)
    south = [asked(number, 9, now) for number in range(1, 60, 2)]
    north = [asked(number, None, now) for number in range(0, 60, 4)]
    fill([*south, *north], [customer(number) for number in range(60)])


def fill_two_years(leavers_among_silent: int) -> None:
    """Two hundred customers asked a year ago, every other of whom answered; some of either left this spring."""
    then = datetime(2025, 9, 1, tzinfo=UTC)
    left = {*range(1, 200, 2)[:10], *range(0, 200, 2)[:leavers_among_silent]}
    rows = [customer(number, until=date(2026, 4, 1) if number in left else None) for number in range(200)]
    rows = [PartyRow(**{**_fields(row), "attributes": {}}) for row in rows]
    fill([asked(number, 9 if number % 2 else None, then) for number in range(200)], rows)


def _fields(row: PartyRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def test_an_empty_house_says_so(lead: Client) -> None:
    page = lead.get("/quiet/").content.decode()
    assert "There are no customers yet." in page


def test_who_was_never_heard_and_what_they_are_like(lead: Client) -> None:
    fill_recent()
    page = lead.get("/quiet/").content.decode()
    assert "30 of 60 customers (50%) have never answered anything." in page
    assert "15 of them have been asked at least once; the other 15 never" in page
    assert "What they are like" in page
    assert '<th scope="row">region: North</th>' in page
    assert "Never heard, by region" in page


def test_where_everybody_was_heard_nothing_is_drawn(lead: Client) -> None:
    now = timezone.now() - timedelta(days=3)
    fill([asked(number, 9, now) for number in range(20)], [customer(number) for number in range(20)])
    page = lead.get("/quiet/").content.decode()
    assert "Every one of the 20 customers has been heard at least once." in page
    assert "What they are like" not in page


def test_the_silent_who_left_more_often_than_expected_are_told(lead: Client) -> None:
    fill_two_years(leavers_among_silent=40)
    with open_reading() as reading:
        found = left_since(reading, TODAY)
    assert found is not None
    assert (found.silent, found.heard, found.asked) == (100, 100, True)
    assert found.beyond.value == pytest.approx(0.30, abs=0.02)
    assert found.beyond.low is not None
    assert found.beyond.low > 0
    assert "more often than expected" in str(found.beyond.trust)


def test_the_silent_who_left_as_often_are_no_news() -> None:
    fill_two_years(leavers_among_silent=10)
    with open_reading() as reading:
        found = left_since(reading, TODAY)
    assert found is not None
    assert "no difference can be seen" in str(found.beyond.trust)


def test_of_few_customers_nothing_is_checked() -> None:
    fill_recent()
    with open_reading() as reading:
        assert left_since(reading, timezone.now().date()) is None


def test_the_twin_holds_everything_the_page_shows(lead: Client) -> None:
    fill_recent()
    told = lead.get("/quiet/quiet.json").json()
    assert told["never_heard"]["count"] == 30
    assert told["never_heard"]["by_attribute"][0]["variable"] == "region"
    assert told["left"] is None
    assert told["follow_ups"] == []


def test_no_round_can_be_followed_before_one_was_started(lead: Client) -> None:
    assert round_to_follow() is None
    assert "Ask a sample of them" not in lead.get("/quiet/").content.decode()


def test_a_follow_up_is_drawn_from_here_and_shows_with_its_response_rate(lead: Client) -> None:
    customers(40, channels=BOTH)
    parent = asked_round(published().slug)
    assert round_to_follow() is not None
    page = lead.get("/quiet/").content.decode()
    assert f'href="/invitations/{parent.id}/quiet/"' in page
    drawn = draw_second_phase(plan=quiet_plan(parent.id, published("Short").slug), now=LATER)
    page = lead.get("/quiet/").content.decode()
    assert f'<a href="/invitations/{drawn.id}/">The quiet ones</a>' in page
    assert lead.get("/quiet/quiet.json").json()["follow_ups"][0]["asked"] == 0


def test_who_may_not_send_invitations_is_not_led_to_it(cast: Mapping[Role, Any]) -> None:
    customers(40, channels=BOTH)
    asked_round(published().slug)
    client = Client()
    client.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    assert "Ask a sample of them" not in client.get("/quiet/").content.decode()


def test_readers_have_no_business_here(cast: Mapping[Role, Any]) -> None:
    for role, person in cast.items():
        client = Client()
        client.force_login(person, backend=BACKEND)
        expected = 403 if role is Role.READER else 200
        assert client.get("/quiet/").status_code == expected
        assert client.get("/quiet/quiet.json").status_code == expected


def test_who_has_not_signed_in_sees_nothing() -> None:
    assert Client().get("/quiet/").status_code == 302
