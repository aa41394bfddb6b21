"""The whole way of asking: a customer list, a round, real e-mails, an answer, a bounce, and the figures that follow."""

from __future__ import annotations

import mailbox
import re
import threading
from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from kuulo.accounts.models import Organisation
from kuulo.customers.queries import frame
from kuulo.customers.rules import AddressState, Channel, Purpose
from kuulo.feeds.services import import_people
from kuulo.instruments.services import create_instrument, publish
from kuulo.invitations.models import Invitation, Round
from kuulo.invitations.rules.outcomes import Outcome
from kuulo.invitations.services.jobs import BOUNCES_KIND, JOB_HANDLERS, SEND_KIND
from kuulo.invitations.tests.mail_server import Handler, running_server
from kuulo.jobs.services import enqueue
from kuulo.jobs.services.claims import claim_job
from kuulo.jobs.services.context import JobContext
from kuulo.responses.tests.public_forms import Person

pytestmark = pytest.mark.django_db

CUSTOMERS = """\
customer number;name;e-mail;language;region
1;Aino Virtanen;aino@asiakas.example;fi;north
2;Björn Berg;bjorn@asiakas.example;sv;south
3;Carla Cox;carla@asiakas.example;en;south
4;Dora Dahl;gone@asiakas.example;sv;north
5;Eero Ek;eero@asiakas.example;fi;north
6;No Address;;fi;north
"""
PLAN = {
    "name": "Autumn",
    "customers": "current",
    "channel": "email",
    "basis": "legitimate_interest",
    "method": "everybody",
    "allocation": "proportional",
    "reminders": "0",
    "after_days": "4",
    "window_days": "4",
    "from_hour": "0",
    "to_hour": "24",
    "valid_days": "30",
}
REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.kauppa.example
To: {envelope}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kauppa.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--B
Content-Type: text/rfc822-headers

Message-ID: {message_id}
X-Kuulo-Invitation: {mark}
--B--
"""


@pytest.fixture
def slug(settings: Any, tmp_path: Path) -> str:
    """Return a published questionnaire of a shop that reads its bounces in a Maildir folder."""
    mailbox.Maildir(tmp_path / "bounces", create=True)
    settings.KUULO_BOUNCES_URL = f"{tmp_path / 'bounces'}?address=bounces+{{mark}}@kauppa.example"
    settings.KUULO_PUBLIC_URL = "https://kuulo.kauppa.example"
    settings.DEFAULT_FROM_EMAIL = "Käpylän kauppa <kysely@kauppa.example>"
    Organisation.objects.create(pk=1, name="Käpylän kauppa")
    made = create_instrument(name="How we do", ready_made="relationship_nps")
    publish(slug=made.slug, by="Ilona Insight")
    return made.slug


def work(kind: str) -> None:
    """Do one job of the kind, as a worker does."""
    enqueue(kind, {})
    claim = claim_job([kind], now=timezone.now(), lease=timedelta(minutes=1))
    assert claim is not None
    JOB_HANDLERS[kind](JobContext(claim, threading.Event()))


def asked_by_mail(lead: Client, slug: str) -> tuple[Round, dict[str, EmailMessage], Handler]:
    """Take the customers in, plan, draw and start a round, and let a worker send it through a mail server."""
    file = Path(django_settings.KUULO_DATA) / "customers.csv"
    file.write_text(CUSTOMERS, encoding="utf-8")
    assert import_people(file).taken == 6
    lead.post(f"/invitations/for/{slug}/new/", PLAN)
    asked = Round.objects.get()
    page = lead.get(f"/invitations/{asked.pk}/").content.decode()
    assert "5 customers of 6 are in the sample" in page
    assert "No address on the channel</dt><dd>1</dd>" in page
    lead.post(f"/invitations/{asked.pk}/step/", {"step": "start"})
    with running_server() as (handler, server), pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "KUULO_EMAIL", server)
        work(SEND_KIND)
    return asked, {one.envelope_to[0].partition("@")[0]: one.mail for one in handler.arrived}, handler


def answer_link(mail: EmailMessage, score: int) -> str:
    """Return where the button of a score in a message leads."""
    body = mail.get_body(("html",))
    assert body is not None
    found = re.search(rf'href="https://kuulo\.kauppa\.example(/p/[^"]+={score})"', str(body.get_content()))
    assert found
    return found[1]


def outcomes() -> Mapping[str, str]:
    return dict(Invitation.objects.values_list("recipient", "outcome"))


def test_from_the_customer_list_to_the_response_rate(lead: Client, slug: str) -> None:
    asked, mails, handler = asked_by_mail(lead, slug)
    assert sorted(mails) == ["aino", "bjorn", "carla", "eero", "gone"]
    assert str(mails["aino"]["Subject"]).startswith("Käpylän kauppa kysyy: ")
    assert str(mails["bjorn"]["Subject"]).startswith("Käpylän kauppa frågar: ")
    assert mails["carla"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len({one.connection for one in handler.arrived}) == 1
    assert set(outcomes().values()) == {Outcome.SENT}

    person = Person("fi").open(answer_link(mails["aino"], 9))
    assert '<html lang="fi">' in person.text
    assert person.form.fields["q_recommend"] == ["9"]
    while person.text.count("<form"):
        person.send()
    assert outcomes()["Aino Virtanen"] == Outcome.COMPLETE

    Client().post(refuse_path(mails["bjorn"]), {"List-Unsubscribe": "One-Click"})
    assert outcomes()["Björn Berg"] == Outcome.REFUSED

    bounce(mails["gone"], handler)
    work(BOUNCES_KIND)
    assert outcomes()["Dora Dahl"] == Outcome.BOUNCED
    (dora,) = [row for row in frame(purpose=Purpose.SURVEYS) if row.name == "Dora Dahl"]
    assert dora.contact(Channel.EMAIL).state is AddressState.BOUNCED

    page = re.sub(r"\s+", " ", lead.get(f"/invitations/{asked.pk}/").content.decode())
    assert "1 of 5 who were asked have answered." in page
    assert re.search(r'RR1</th><td class="number">.*?20%.*?>1 / 5<', page)
    assert re.search(r'RR5</th><td class="number">.*?50%.*?>1 / 2<', page)
    assert re.search(r"Bounced</th><td>3\.30 ", page)


def test_a_letter_that_asks_to_leave_is_as_good_as_a_click(lead: Client, slug: str, tmp_path: Path) -> None:
    _asked, mails, _handler = asked_by_mail(lead, slug)
    way = re.search(r"subject=(unsubscribe%20[^>]+)>", str(mails["eero"]["List-Unsubscribe"]))
    assert way
    letter = f"From: eero@asiakas.example\r\nSubject: {way[1].replace('%20', ' ')}\r\n\r\n"
    mailbox.Maildir(tmp_path / "bounces").add(letter.encode())
    work(BOUNCES_KIND)
    assert outcomes()["Eero Ek"] == Outcome.REFUSED


def test_what_is_for_people_is_left_for_them(lead: Client, slug: str, tmp_path: Path) -> None:
    _asked, mails, _handler = asked_by_mail(lead, slug)
    letter = f"From: eero@asiakas.example\r\nSubject: Re\r\nIn-Reply-To: {mails['eero']['Message-ID']}\r\n\r\nHei!"
    box = mailbox.Maildir(tmp_path / "bounces")
    box.add(letter.encode())
    work(BOUNCES_KIND)
    assert outcomes()["Eero Ek"] == Outcome.SENT
    assert [message.get_flags() for message in box] == [""]


def refuse_path(mail: EmailMessage) -> str:
    found = re.search(r"<https://kuulo\.kauppa\.example(/u/[^>]+)>", str(mail["List-Unsubscribe"]))
    assert found
    return found[1]


def bounce(mail: EmailMessage, handler: Handler) -> None:
    """Let a mail server return a message to where its envelope said."""
    (sent,) = [one for one in handler.arrived if one.mail is mail]
    told = REPORT.format(
        envelope=sent.envelope_from,
        to=sent.envelope_to[0],
        message_id=mail["Message-ID"],
        mark=mail["X-Kuulo-Invitation"],
    )
    folder = django_settings.KUULO_BOUNCES_URL.partition("?")[0]
    mailbox.Maildir(folder).add(told.encode())
