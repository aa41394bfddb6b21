"""The pages of asking: from the plan of a round to who was asked and who answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.customers.rules import Channel
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.instruments.services import create_instrument
from kuulo.invitations import services
from kuulo.invitations.channels import sent_folder
from kuulo.invitations.models import Invitation, Round, Trigger
from kuulo.invitations.queries.budget import limits_in_force
from kuulo.invitations.queries.groups import turnout_by
from kuulo.invitations.rules.budget import Counted, Limit
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.tests.desk import (
    drawn_round,
    invitations_of,
    open_shop,
    publish_questionnaire,
    sent_round,
)

pytestmark = pytest.mark.django_db

PLAN = {
    "name": "Autumn",
    "customers": "current",
    "channel": "email",
    "basis": "legitimate_interest",
    "method": "everybody",
    "allocation": "proportional",
    "reminders": "1",
    "after_days": "4",
    "window_days": "4",
    "from_hour": "9",
    "to_hour": "20",
    "valid_days": "",
}
TRIGGER = PLAN | {"kind": "after_encounter", "signal_kind": "encounter", "delay_unit": "hours", "percent": "100"}


@pytest.fixture
def slug() -> str:
    """Return a published questionnaire in a shop with six customers."""
    open_shop()
    return publish_questionnaire().slug


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_whole_way_of_a_round(lead: Client, slug: str) -> None:
    assert "New round" in text(lead.get(f"/invitations/for/{slug}/"))
    page = text(lead.get(f"/invitations/for/{slug}/new/"))
    assert "<strong>6</strong> of 6 who are meant" in page
    answer = lead.post(f"/invitations/for/{slug}/new/", PLAN)
    asked = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/invitations/{asked.pk}/")
    page = text(lead.get(f"/invitations/{asked.pk}/"))
    assert "6 customers of 6 are in the sample. Nothing has been sent." in page
    assert "Start: ask 6" in page
    assert Invitation.objects.filter(outcome=Outcome.DRAWN).count() == 6
    lead.post(f"/invitations/{asked.pk}/step/", {"step": "start"})
    services.admit_drawn(now=timezone.now())
    asked.refresh_from_db()
    assert asked.state == "running"
    assert "0 of 0 who were asked have answered." in text(lead.get(f"/invitations/{asked.pk}/"))


def test_the_round_page_tells_outcomes_rates_and_groups(lead: Client, slug: str) -> None:
    asked = sent_round(slug)
    first, second = invitations_of(asked)[:2]
    services.record_outcomes(
        [
            OutcomeEvent(invitation_id=first.pk, outcome=Outcome.COMPLETE, at=timezone.now()),
            OutcomeEvent(invitation_id=second.pk, outcome=Outcome.REFUSED, at=timezone.now()),
        ]
    )
    page = text(lead.get(f"/invitations/{asked.id}/"))
    assert "1 of 6 who were asked have answered. 6 were drawn from 6 customers." in page
    assert "Sent, no word yet 4 (67" in page
    assert re.search(r"Answered in full</th><td>1\.1 ", page)
    assert re.search(r"Refused</th><td>2\.11 ", page)
    assert re.search(r'RR1</th><td class="number">.*?17.*?1 / 6', page)
    assert re.search(r'RR5</th><td class="number">.*?50.*?1 / 2', page)
    assert "fewer than 5 asked here or in a group that could be worked out: not shown" in text(
        lead.get(f"/invitations/{asked.id}/?by=shop")
    )


def test_where_people_are_identified_small_groups_are_shown(lead: Client) -> None:
    open_shop()
    asked = sent_round(publish_questionnaire(Promise.IDENTIFIED).slug)
    page = text(lead.get(f"/invitations/{asked.id}/?by=shop"))
    assert "Kamppi" in page
    assert "not shown" not in page


def test_groups_nobody_was_asked_in_yet_are_not_said_to_be_withheld(lead: Client) -> None:
    open_shop()
    asked = drawn_round(publish_questionnaire(Promise.IDENTIFIED).slug)
    services.start_round(round_id=asked.id, now=timezone.now())
    services.admit_drawn(now=timezone.now())
    page = text(lead.get(f"/invitations/{asked.id}/?by=shop"))
    assert "Kamppi" in page
    assert "not shown" not in page


def test_a_small_group_cannot_be_worked_out_from_the_large_ones(slug: str) -> None:
    asked = sent_round(slug)
    # Three were asked in Kamppi, one of them answered; two of the other three did: with the whole, one says the other.
    held = {group.label: group.rate.withheld for group in turnout_by(asked.id, "shop", floor=3)}
    assert not any(held.values())
    Invitation.objects.filter(round_id=asked.id, attributes__shop="Kamppi").last().delete()  # type: ignore[union-attr] # there are three
    held = {group.label: group.rate.withheld for group in turnout_by(asked.id, "shop", floor=3)}
    assert all(held.values())


def test_a_filter_narrows_who_is_asked(lead: Client, slug: str) -> None:
    # filter_0 is the language, filter_1 the shop.
    lead.post(f"/invitations/for/{slug}/new/", PLAN | {"filter_0": ["fi", "sv"], "filter_1": ["Kamppi"]})
    drawn = Invitation.objects.values_list("language", "attributes__shop")
    assert sorted(drawn) == [("fi", "Kamppi"), ("sv", "Kamppi")]


def test_the_count_follows_the_form_without_saving(lead: Client, slug: str) -> None:
    told = PLAN | {"filter_1": ["Kamppi"], "_show": "count", "margin": "10", "expected_rate": "50"}
    part = lead.post(f"/invitations/for/{slug}/new/", told, headers={"HX-Request": "true"})
    assert "<h1" not in text(part)
    assert "<strong>3</strong> of 3 who are meant" in text(part)
    assert "For ±10.0 at 95 % you need 3 answers." in text(part)
    assert "There are not enough people for that" in text(part)
    whole = lead.post(f"/invitations/for/{slug}/new/", told)
    assert "<h1>New round</h1>" in text(whole)
    assert not Round.objects.exists()


def test_the_count_is_told_in_the_language_of_the_page(lead: Client, slug: str) -> None:
    lead.cookies["django_language"] = "fi"
    asked = PLAN | {"_show": "count", "channel": "letter"}
    page = text(lead.post(f"/invitations/for/{slug}/new/", asked, headers={"HX-Request": "true"}))
    assert "Ei osoitetta kanavassa" in page
    assert "No address" not in page


@pytest.mark.parametrize(("margin", "rate"), [("-5", "20"), ("5", "0"), ("5", "200")])
def test_the_calculator_says_what_it_cannot_count_with(lead: Client, slug: str, margin: str, rate: str) -> None:
    told = PLAN | {"_show": "count", "margin": margin, "expected_rate": rate}
    part = text(lead.post(f"/invitations/for/{slug}/new/", told, headers={"HX-Request": "true"}))
    assert "Ensure this value" in part
    assert "you need" not in part


def test_nobody_is_led_to_pages_that_are_closed_to_them(cast: dict[Role, User], slug: str) -> None:
    researcher = Client()
    researcher.force_login(cast[Role.RESEARCHER], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = text(researcher.get("/invitations/"))
    assert "/invitations/people/" not in page
    assert "/invitations/budget/" not in page


def test_a_stratified_sample_and_quotas_are_read_from_the_form(lead: Client, slug: str) -> None:
    told = PLAN | {"method": "stratified", "size": "4", "by_first": "shop", "allocation": "optimal"}
    lead.post(f"/invitations/for/{slug}/new/", told | {"deviations": "Kamppi: 2.5\nPasila: 1"})
    told = PLAN | {"method": "quotas", "size": "3", "quota_by": "shop", "quotas": "Kamppi: 1, 1\nPasila: 2"}
    lead.post(f"/invitations/for/{slug}/new/", told)
    quotas, strata = Round.objects.order_by("-pk")
    assert strata.spec["deviations"] == {"Kamppi": 2.5, "Pasila": 1.0}
    assert [(each["value"], each["invited"]) for each in quotas.spec["quotas"]] == [("Kamppi", 1), ("Pasila", 2)]
    assert quotas.invitations.count() == 3
    page = text(lead.get(f"/invitations/{strata.pk}/"))
    assert re.search(r"Kamppi</th> <td class=\"number\">3</td>", page)
    assert "Seed" in page


def test_what_cannot_be_read_is_said_at_its_field(lead: Client, slug: str) -> None:
    told = PLAN | {"method": "quotas", "size": "3", "quota_by": "shop", "quotas": "Kamppi lots"}
    answer = lead.post(f"/invitations/for/{slug}/new/", told)
    assert answer.status_code == 422
    assert "“Kamppi lots” cannot be read." in text(answer)
    answer = lead.post(f"/invitations/for/{slug}/new/", PLAN | {"method": "simple"})
    assert answer.status_code == 422
    assert "The sample has no size." in text(answer)


def test_own_words_stand_in_the_message_and_its_preview(lead: Client, slug: str) -> None:
    told = PLAN | {"words_fi_subject": "Hei {{attribute:first_name}}", "_show": "message:fi"}
    page = text(lead.post(f"/invitations/for/{slug}/new/", told, headers={"HX-Request": "true"}))
    address = re.search(r'src="([^"]+)"', page)
    assert "Hei Aino" in page
    assert address
    message = lead.get(address[1].replace("&amp;", "&"))
    assert "Hei Aino" in text(message)
    assert message["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src" not in message["Content-Security-Policy"]
    assert "frame-src 'self'" in lead.get(f"/invitations/for/{slug}/new/")["Content-Security-Policy"]


def test_a_text_message_is_shown_with_its_length(lead: Client, slug: str) -> None:
    told = PLAN | {"channel": "sms", "_show": "message:fi"}
    page = text(lead.post(f"/invitations/for/{slug}/new/", told, headers={"HX-Request": "true"}))
    assert "Käpylän kauppa kysyy:" in page
    assert "characters: sent as" in page


def test_the_words_of_a_message_are_escaped(lead: Client, slug: str) -> None:
    message = lead.get(f"/invitations/for/{slug}/message/", {"language": "fi", "lead": "<script>alert(1)</script>"})
    assert "<script>" not in text(message)
    assert "&lt;script&gt;" in text(message)


def test_a_round_is_changed_before_it_starts_and_not_after(lead: Client, slug: str) -> None:
    asked = drawn_round(slug)
    assert 'value="Autumn"' in text(lead.get(f"/invitations/{asked.id}/change/"))
    answer = lead.post(f"/invitations/{asked.id}/change/", PLAN | {"name": "Winter", "filter_1": ["Pasila"]})
    assert answer.status_code == 302
    changed = Round.objects.get()
    assert (changed.name, changed.invitations.count(), changed.state) == ("Winter", 3, "drawn")
    assert re.search(r'value="Pasila"[^>]* checked', text(lead.get(f"/invitations/{asked.id}/change/")))
    lead.post(f"/invitations/{asked.id}/step/", {"step": "start"})
    assert lead.post(f"/invitations/{asked.id}/change/", PLAN).status_code == 409


def test_a_test_message_goes_to_whoever_asks_for_it(lead: Client, slug: str) -> None:
    asked = drawn_round(slug)
    answer = lead.post(f"/invitations/{asked.id}/test/", {"language": "sv"}, follow=True)
    assert "Written to the file" in text(answer)
    (path,) = sent_folder("email").iterdir()
    mail = path.read_text()
    assert "ilona@example.org" in mail
    assert "List-Unsubscribe" not in mail
    assert Invitation.objects.filter(outcome=Outcome.DRAWN).count() == 6


def test_a_test_message_that_cannot_be_sent_says_why(lead: Client, slug: str) -> None:
    asked = drawn_round(slug, Channel.SMS)
    answer = lead.post(f"/invitations/{asked.id}/test/", {"language": "sv", "to": "nobody"}, follow=True)
    assert "The message was not taken" in text(answer)


def test_steps_of_a_round(lead: Client, slug: str) -> None:
    asked = drawn_round(slug)
    for step, state in (("start", "running"), ("pause", "paused"), ("resume", "running"), ("finish", "finished")):
        assert lead.post(f"/invitations/{asked.id}/step/", {"step": step}).status_code == 302
        assert Round.objects.get().state == state
    assert lead.post(f"/invitations/{asked.id}/step/", {"step": "start"}).status_code == 409
    assert lead.post(f"/invitations/{asked.id}/step/", {"step": "dance"}).status_code == 404


def test_a_questionnaire_that_is_not_published_asks_nobody(lead: Client) -> None:
    made = create_instrument(name="Draft")
    assert "no version is published" in text(lead.get(f"/invitations/for/{made.slug}/new/"))
    assert "no version is published" in text(lead.get(f"/invitations/for/{made.slug}/"))


@pytest.mark.parametrize("path", ["/invitations/99/", "/invitations/for/nothing/", "/invitations/triggers/99/"])
def test_what_is_not_there_is_not_found(lead: Client, path: str) -> None:
    assert lead.get(path).status_code == 404


def test_a_reader_is_shown_nothing_of_it(reader: Client, slug: str) -> None:
    asked = drawn_round(slug)
    for path in ("/invitations/", f"/invitations/{asked.id}/", f"/invitations/for/{slug}/"):
        assert reader.get(path).status_code == 403


def test_a_trigger_is_made_shown_and_turned_off(lead: Client, slug: str) -> None:
    answer = lead.post(f"/invitations/for/{slug}/new-trigger/", TRIGGER | {"delay": "2", "touchpoint": "Till"})
    made = Trigger.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/invitations/triggers/{made.pk}/")
    assert (made.delay_minutes, made.touchpoint, made.share) == (120, "Till", 1.0)
    page = text(lead.get(f"/invitations/triggers/{made.pk}/"))
    assert "after an encounter of the kind “encounter”" in page
    lead.post(f"/invitations/triggers/{made.pk}/turn/", {"turn": "off"})
    made.refresh_from_db()
    assert not made.active
    assert "Autumn" in text(lead.get("/invitations/"))


def test_the_key_of_a_trigger_for_other_systems_is_shown_once(lead: Client, slug: str) -> None:
    answer = lead.post(f"/invitations/for/{slug}/new-trigger/", TRIGGER | {"kind": "api"}, follow=True)
    assert "shown this once" in text(answer)
    made = Trigger.objects.get()
    assert "shown this once" not in text(lead.get(f"/invitations/triggers/{made.pk}/"))
    answer = lead.post(f"/invitations/triggers/{made.pk}/turn/", {"turn": "token"}, follow=True)
    assert "shown this once" in text(answer)


def test_a_trigger_without_a_day_is_refused(lead: Client, slug: str) -> None:
    answer = lead.post(f"/invitations/for/{slug}/new-trigger/", TRIGGER | {"kind": "at_date"})
    assert answer.status_code == 422
    assert "either one day, or the attribute" in text(answer)


def rules(*rows: dict[str, str]) -> dict[str, str]:
    told = {"limit-TOTAL_FORMS": str(len(rows)), "limit-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        told |= {f"limit-{number}-{name}": value for name, value in ({"counted": "askings"} | row).items()}
    return told


def test_the_budget_is_set_and_shown(lead: Client, slug: str) -> None:
    del slug
    told = rules({"most": "2", "days": "90"}, {"most": "1", "days": "30", "channel": "sms", "counted": "messages"}, {})
    assert lead.post("/invitations/budget/", told).status_code == 302
    assert limits_in_force() == (
        Limit(most=2, days=90),
        Limit(most=1, days=30, channel="sms", counted=Counted.MESSAGES),
    )
    page = text(lead.get("/invitations/budget/"))
    assert 'value="90"' in page


@pytest.mark.parametrize(
    "row", [{"most": "2"}, {"most": "2", "days": "0"}, {"most": "2", "days": "9", "attribute": "shop"}]
)
def test_half_a_rule_is_refused(lead: Client, slug: str, row: dict[str, str]) -> None:
    del slug
    assert lead.post("/invitations/budget/", rules(row)).status_code == 422
    assert limits_in_force() == ()
