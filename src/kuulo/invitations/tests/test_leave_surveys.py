"""Customers leave from a message: with a page and a choice, or with one click in their mail program."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.customers.queries import frame
from kuulo.customers.rules import Channel, ConsentState, Purpose
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations.models import Invitation, Mailing
from kuulo.invitations.rules.outcomes import Outcome
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.tests.desk import invitations_of, open_shop, publish_questionnaire, sent_round

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def invitation() -> Invitation:
    """Return an invitation by e-mail, in Finnish, with a reminder to come."""
    open_shop()
    asked = sent_round(publish_questionnaire(Promise.IDENTIFIED).slug, reminders=ReminderPlan(count=1))
    return next(one for one in invitations_of(asked) if one.language == "fi")


def outcome(invitation: Invitation) -> str:
    invitation.refresh_from_db()
    return invitation.outcome


def consent(invitation: Invitation, channel: Channel) -> ConsentState | None:
    (row,) = [each for each in frame(purpose=Purpose.SURVEYS) if each.party_id == invitation.party_id]
    return row.contact(channel).consent


def test_opening_the_page_notes_nothing(invitation: Invitation) -> None:
    page = Client().get(f"/u/{invitation.token}")
    assert page.status_code == 200
    assert "Sinun ei tarvitse vastata" in page.content.decode()
    assert outcome(invitation) == Outcome.SENT


def test_not_this_time_ends_this_questionnaire_alone(invitation: Invitation) -> None:
    answer = Client().post(f"/u/{invitation.token}", {"scope": "this"}, follow=True)
    assert answer.redirect_chain[0][1] == 303
    assert "Asia on merkitty" in answer.content.decode()
    assert outcome(invitation) == Outcome.REFUSED
    assert consent(invitation, Channel.EMAIL) is None
    assert Mailing.objects.get(invitation=invitation, number=1).state == MailingState.DROPPED


def test_no_more_on_the_channel_leaves_the_others(invitation: Invitation) -> None:
    Client().post(f"/u/{invitation.token}", {"scope": "channel"})
    assert consent(invitation, Channel.EMAIL) is ConsentState.WITHDRAWN
    assert consent(invitation, Channel.SMS) is None


def test_never_again_holds_on_every_channel(invitation: Invitation) -> None:
    Client().post(f"/u/{invitation.token}", {"scope": "all"})
    assert consent(invitation, Channel.EMAIL) is consent(invitation, Channel.SMS) is ConsentState.WITHDRAWN


def test_one_click_needs_no_cookie_and_no_page(invitation: Invitation) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/u/{invitation.token}", ONE_CLICK)
    assert answer.status_code == 200
    assert not answer.cookies
    assert outcome(invitation) == Outcome.REFUSED
    assert consent(invitation, Channel.EMAIL) is ConsentState.WITHDRAWN


def test_twice_is_as_good_as_once(invitation: Invitation) -> None:
    for _click in range(2):
        assert Client().post(f"/u/{invitation.token}", ONE_CLICK).status_code == 200
    assert outcome(invitation) == Outcome.REFUSED


def test_without_a_choice_it_is_asked_for(invitation: Invitation) -> None:
    answer = Client().post(f"/u/{invitation.token}", {"scope": "everything"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert outcome(invitation) == Outcome.SENT


def test_the_page_speaks_the_language_of_the_person_and_can_be_switched(invitation: Invitation) -> None:
    assert '<html lang="fi">' in Client().get(f"/u/{invitation.token}").content.decode()
    assert '<html lang="sv">' in Client().get(f"/u/{invitation.token}?language=sv").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["x", "t" * 22])
def test_a_token_nobody_has_leads_nowhere(method: str, token: str) -> None:
    assert getattr(Client(), method)(f"/u/{token}").status_code == 404


def test_opening_is_noted_only_where_it_is_allowed(invitation: Invitation) -> None:
    picture = Client().get(f"/o/{invitation.token}.gif")
    assert (picture["Content-Type"], picture.content[:6]) == ("image/gif", b"GIF89a")
    assert "no-store" in picture["Cache-Control"]
    assert outcome(invitation) == Outcome.SENT
    Invitation.objects.filter(pk=invitation.pk).update(tracking_allowed=True)
    Client().get(f"/o/{invitation.token}.gif")
    assert outcome(invitation) == Outcome.OPENED


def test_a_picture_of_no_message_is_the_same_picture(db: None) -> None:
    del db
    assert Client().get("/o/nobody.gif").status_code == 200
