"""The page that asks the quiet ones of a round."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kuulo.instruments.services import create_instrument, publish
from kuulo.invitations.models import Round
from kuulo.invitations.tests.desk import drawn_round, open_shop, publish_questionnaire, sent_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def slug() -> str:
    """Return a published questionnaire in a shop with six customers."""
    open_shop()
    return publish_questionnaire().slug


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_quiet_ones_are_asked_on_another_channel(lead: Client, slug: str) -> None:
    asked = sent_round(slug)
    page = text(lead.get(f"/invitations/{asked.id}/quiet/"))
    assert "<dt>Silent</dt><dd>6</dd>" in page
    assert 'value="email"' not in page
    told = {"name": "Quiet", "channel": "sms", "instrument": slug, "silent": "2", "unheard": "0"}
    answer = lead.post(f"/invitations/{asked.id}/quiet/", told)
    second = Round.objects.get(phase=2)
    assert (answer.status_code, answer["Location"]) == (302, f"/invitations/{second.pk}/")
    assert second.invitations.count() == 2
    assert "Asked before, did not answer" in text(lead.get(f"/invitations/{second.pk}/"))
    assert "Its quiet ones are asked in “Quiet”." in text(lead.get(f"/invitations/{asked.id}/"))


def test_quiet_ones_of_a_round_that_never_began_are_refused(lead: Client, slug: str) -> None:
    asked = drawn_round(slug)
    told = {"name": "Quiet", "channel": "sms", "instrument": slug, "silent": "2", "unheard": "0"}
    answer = lead.post(f"/invitations/{asked.id}/quiet/", told)
    assert answer.status_code == 422
    assert "nobody can have kept silent" in text(answer)


def test_they_may_be_asked_with_a_shorter_instrument(lead: Client, slug: str) -> None:
    asked = sent_round(slug)
    short = create_instrument(name="One question", ready_made="relationship_nps").slug
    publish(slug=short, by="Ilona Insight")
    assert f'<option value="{short}">One question (' in text(lead.get(f"/invitations/{asked.id}/quiet/"))
    told = {"name": "Quiet", "channel": "sms", "instrument": short, "silent": "2", "unheard": "0"}
    assert lead.post(f"/invitations/{asked.id}/quiet/", told).status_code == 302
    assert Round.objects.get(phase=2).instrument.slug == short


def test_an_instrument_that_takes_no_answers_is_refused(lead: Client, slug: str) -> None:
    asked = sent_round(slug)
    draft = create_instrument(name="Draft").slug
    told = {"name": "Quiet", "channel": "sms", "instrument": draft, "silent": "2", "unheard": "0"}
    assert lead.post(f"/invitations/{asked.id}/quiet/", told).status_code == 422
