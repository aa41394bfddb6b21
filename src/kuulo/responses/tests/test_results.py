"""The results page: the main figure first, each question, counts, comments as promised, live at little cost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kuulo.base.ids import derived_id
from kuulo.figures.tests.answers import answer, record
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.lake.rules import Signal
from kuulo.responses.models import Response
from kuulo.responses.services import open_way_in
from kuulo.responses.tests.invited import invite
from kuulo.responses.tests.published import published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def signal(version: VersionView, number: int, question: str, *, value: float | None = None, **further: Any) -> Signal:
    """Return a signal as the answers of the instrument give it."""
    fields = {"definition": "mean@1", "state": "answered", "source": version.slug, "question": question} | further
    return answer(number, value, signal_id=derived_id("t", version.slug, question, str(number)), **fields)


def answered(version: VersionView, *, count: int, start: int = 0, score: float = 9) -> None:
    """Record so many complete responses."""
    way = open_way_in(slug=version.slug, kind="link", name=f"Link {start}")
    signals = []
    for number in range(start, start + count):
        signals.append(signal(version, number, "recommend", value=score, definition="nps@1"))
        signals.append(signal(version, number, "speed", value=4))
        signals.append(signal(version, number, "liked:staff", value=float(number % 2)))
        signals.append(signal(version, number, "liked:shop", value=1.0))
        signals.append(signal(version, number, "why", text="Price" if number % 4 else "Help"))
        Response.objects.create(
            key=f"{version.slug}{number}", instrument_id=version.instrument_id, version=1, way_in_id=way.id,
            state="complete", promise=version.promise, language="en", channel="web", touchpoint="Shop",
            started_at=NOW, updated_at=NOW,
        )  # fmt: skip
    record(signals)


def page(client: Client, version: VersionView, **headers: str) -> str:
    answer_ = client.get(f"/instruments/{version.slug}/results/", headers=headers)
    assert answer_.status_code == 200
    return answer_.content.decode()


def test_nobody_has_answered_yet(lead: Client) -> None:
    assert "No answers yet" in page(lead, published())


def test_the_main_score_comes_first_with_interval_and_n(lead: Client) -> None:
    version = published()
    answered(version, count=20)
    answered(version, count=10, start=20, score=2)
    shown = page(lead, version)
    assert shown.index("Would you recommend us?") < shown.index("How fast was it?")
    assert "n = 30" in shown
    assert "30 complete responses of 30 begun" in shown
    assert "Mean on the scale 1–5" in shown
    assert "each could choose several" in shown
    assert "Link 20" in shown


def test_fewer_than_the_floor_show_no_figure(lead: Client) -> None:
    version = published()
    answered(version, count=4)
    shown = page(lead, version)
    assert "Withheld to protect persons" in shown
    assert "n = 4" not in shown


def test_a_page_that_is_up_to_date_gets_nothing_and_one_that_is_not_gets_the_part(lead: Client) -> None:
    version = published()
    answered(version, count=10)
    shown = page(lead, version)
    address = shown.partition('hx-get="')[2].partition('"')[0]
    assert lead.get(address, headers={"HX-Request": "true"}).status_code == 204
    answered(version, count=1, start=50)
    fresh = lead.get(address, headers={"HX-Request": "true"})
    assert fresh.status_code == 200
    assert "n = 11" in fresh.content.decode()
    assert "<html" not in fresh.content.decode()


@pytest.mark.parametrize("promise", [Promise.CONFIDENTIAL, Promise.ANONYMOUS])
def test_comments_of_those_promised_groups_stand_without_day_and_place(lead: Client, promise: Promise) -> None:
    version = published(promise=promise)
    answered(version, count=10)
    record([signal(version, 90, "better", text="More light", kind="comment")])
    shown = page(lead, version)
    assert "More light" in shown
    assert "Without day and place" in shown
    assert "Jun 14, 2026" not in shown.partition("Newest comments")[2]


def test_comments_of_identified_answers_stand_with_their_day(lead: Client) -> None:
    version = published()
    answered(version, count=10)
    record([signal(version, 90, "better", text="More light", kind="comment")])
    assert "Jun 14, 2026" in page(lead, version).partition("Newest comments")[2]


def test_a_reader_sees_figures_but_no_comments(reader: Client) -> None:
    version = published()
    answered(version, count=10)
    record([signal(version, 90, "better", text="More light", kind="comment")])
    shown = page(reader, version)
    assert "n = 10" in shown
    assert "More light" not in shown


def test_a_new_wording_is_said_beside_the_figure(lead: Client) -> None:
    version = published()
    answered(version, count=10)
    record(
        [
            signal(version, 60 + n, "recommend", value=3, definition="nps@1", wording="2", days_ago=0.1)
            for n in range(10)
        ]
    )
    shown = page(lead, version)
    assert "was asked in the wording “2”" in shown


def test_no_instrument_of_that_name(lead: Client) -> None:
    assert lead.get("/instruments/nothing/results/").status_code == 404


def test_a_reader_is_not_led_to_invitations(reader: Client) -> None:
    version = published()
    answered(version, count=10)
    invite(version)
    shown = page(reader, version)
    assert "1 were drawn." in shown
    assert f"/invitations/for/{version.slug}/" not in shown


def test_who_was_asked_and_who_answered_stands_by_aapors_rates(lead: Client) -> None:
    version = published()
    answered(version, count=10)
    assert "Response rate (AAPOR)" not in page(lead, version)
    invite(version)
    shown = page(lead, version)
    assert "0 of 1 asked by invitation answered; 1 were drawn." in shown
    assert f"/invitations/for/{version.slug}/" in shown
    assert "RR6" in shown
