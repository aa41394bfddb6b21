"""What leaves over a channel arrives as it was written: through a real server and through files alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from kuulo.base.errors import DeliveryError
from kuulo.invitations.channels import Channel, is_written_to_files, opened, sent_folder
from kuulo.invitations.channels.files import email_file
from kuulo.invitations.channels.mime import Sender, to_mime, written_address
from kuulo.invitations.channels.smtp import SmtpChannel
from kuulo.invitations.rules.messages import Delivery, Message
from kuulo.invitations.rules.sms import segments
from kuulo.invitations.tests.mail_server import Server, free_port, running_server

SENDER = Sender(
    address="Käpylän kauppa <kysely@kauppa.example>", return_path="b+{mark}@kauppa.example", reads_mail=True
)
MARK = "k17-0123456789ab"
INVITATION = Message(
    channel="email",
    to="aino@asiakas.example",
    name="Aino Äijälä, asiakas",
    language="fi",
    subject="Miten asiointi sujui?",
    text="Hei Aino!\nKerro meille: https://kuulo.example/p/abc\n",
    html="<p>Hei Aino! <a href='https://kuulo.example/p/abc'>Kerro meille – älä säästele</a></p>",
    mark=MARK,
    refuse_url="https://kuulo.example/u/abc",
)


@dataclass
class Outgoing:
    """A channel of e-mail and what came out at its other end."""

    channel: Channel
    came_out: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["server", "files"])
def outgoing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outgoing]:
    """Return e-mail through a real server, and through files."""
    if request.param == "files":
        folder = tmp_path / "sent"

        def read() -> list[EmailMessage]:
            paths = sorted(folder.glob("*.eml"))
            return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

        yield Outgoing(email_file(folder, SENDER), read)
        return
    with running_server() as (handler, server):
        channel = SmtpChannel(server, SENDER)
        yield Outgoing(channel, lambda: [one.mail for one in handler.arrived])
        channel.close()


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_both_parts_arrive_as_they_were_written(outgoing: Outgoing) -> None:
    assert outgoing.channel.send(INVITATION).delivery is Delivery.SENT
    (mail,) = outgoing.came_out()
    assert mail["Subject"] == "Miten asiointi sujui?"
    assert mail["To"].addresses[0].display_name == "Aino Äijälä, asiakas"
    assert mail["From"].addresses[0].addr_spec == "kysely@kauppa.example"
    assert part(mail, "plain").replace("\r\n", "\n") == INVITATION.text
    assert "älä säästele" in part(mail, "html")
    assert mail.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in mail.iter_parts()] == ["text/plain", "text/html"]


def test_a_mail_program_can_leave_with_one_click(outgoing: Outgoing) -> None:
    outgoing.channel.send(INVITATION)
    (mail,) = outgoing.came_out()
    assert mail["List-Unsubscribe"] == (
        f"<https://kuulo.example/u/abc>, <mailto:b+{MARK}@kauppa.example?subject=unsubscribe%20{MARK}>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_message_says_that_no_person_wrote_it_and_which_it_is(outgoing: Outgoing) -> None:
    receipt = outgoing.channel.send(INVITATION)
    (mail,) = outgoing.came_out()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] == "bulk"
    assert mail["X-Kuulo-Invitation"] == MARK
    assert mail["Message-ID"] == f"<{MARK}.0@kauppa.example>"
    assert receipt.reference


def test_the_token_stands_in_no_header_but_the_way_to_leave(outgoing: Outgoing) -> None:
    outgoing.channel.send(INVITATION)
    (mail,) = outgoing.came_out()
    assert [name for name, value in mail.items() if "abc" in value] == ["List-Unsubscribe"]


def test_nothing_written_into_a_name_or_subject_becomes_a_header(outgoing: Outgoing) -> None:
    evil = "Hei\r\nBcc: kaikki@asiakas.example\r\n\r\nToinen viesti\u2028Bcc: x"
    assert outgoing.channel.send(replace(INVITATION, subject=evil, name=evil)).delivery is Delivery.SENT
    (mail,) = outgoing.came_out()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hei Bcc: kaikki@asiakas.example Toinen viesti Bcc: x"


@pytest.mark.parametrize(
    "address",
    ["", "aino", "aino@", "@asiakas.example", "a@b.fi, c@d.fi", "a@b.fi\nBcc: c@d.fi", "A <a@b.fi>", "a@localhost"],
)
def test_what_is_no_address_is_refused_for_good(outgoing: Outgoing, address: str) -> None:
    receipt = outgoing.channel.send(replace(INVITATION, to=address))
    assert receipt.delivery is Delivery.PERMANENT
    assert outgoing.came_out() == []


def test_a_domain_beyond_ascii_is_written_the_way_servers_take_it(outgoing: Outgoing) -> None:
    outgoing.channel.send(replace(INVITATION, to="aino@äijälä.example"))
    (mail,) = outgoing.came_out()
    assert mail["To"].addresses[0].addr_spec == "aino@xn--ijl-placb.example"


def test_a_reminder_has_an_id_of_its_own_and_a_repeat_has_not(outgoing: Outgoing) -> None:
    for step in (0, 1, 1):
        outgoing.channel.send(replace(INVITATION, step=step))
    ids = [mail["Message-ID"] for mail in outgoing.came_out()]
    assert len(set(ids)) == 2


def test_bounces_go_to_the_address_with_the_mark() -> None:
    with running_server() as (handler, server):
        channel = SmtpChannel(server, SENDER)
        channel.send(INVITATION)
        channel.close()
    assert handler.arrived[0].envelope_from == f"b+{MARK}@kauppa.example"
    assert handler.arrived[0].envelope_to == ["aino@asiakas.example"]


def test_a_batch_goes_over_one_connection() -> None:
    with running_server() as (handler, server):
        channel = SmtpChannel(server, SENDER)
        for step in range(5):
            channel.send(replace(INVITATION, step=step))
        channel.close()
    assert len(handler.arrived) == 5
    assert len({one.connection for one in handler.arrived}) == 1


def test_refusals_for_good_and_for_now_are_told_apart() -> None:
    refusals = {
        "nobody": "550 5.1.1 No such user",
        "plain": "550 mailbox unavailable",
        "full": "552 5.2.2 mailbox full",
        "later": "451 4.7.1 Greylisted, try again later",
        "policy": "554 5.7.1 Message refused by policy",
    }
    with running_server(**refusals) as (handler, server):
        channel = SmtpChannel(server, SENDER)
        receipts = {who: channel.send(replace(INVITATION, to=f"{who}@asiakas.example")) for who in (*refusals, "aino")}
        channel.close()
    assert {who: receipt.delivery.value for who, receipt in receipts.items()} == {
        "nobody": "permanent",
        "plain": "permanent",
        "full": "temporary",
        "later": "temporary",
        "policy": "temporary",
        "aino": "sent",
    }
    assert receipts["later"].detail == "451 4.7.1 Greylisted, try again later"
    assert len(handler.arrived) == 1


def test_a_connection_the_server_ended_is_opened_again() -> None:
    with running_server() as (first, server):
        channel = SmtpChannel(server, SENDER)
        channel.send(INVITATION)
        assert channel._connection is not None
        channel._connection.close()
        assert channel.send(replace(INVITATION, step=1)).delivery is Delivery.SENT
        channel.close()
    assert len(first.arrived) == 2


def test_a_server_that_is_not_there_closes_the_channel() -> None:
    with pytest.raises(DeliveryError, match="cannot be reached"):
        SmtpChannel(Server(port=free_port()), SENDER).send(INVITATION)


def test_a_server_that_lets_kuulo_do_nothing_closes_the_channel() -> None:
    with running_server() as (handler, server):
        with pytest.raises(DeliveryError, match="cannot be reached"):
            SmtpChannel(replace(server, user="kuulo", password="wrong"), SENDER).send(INVITATION)
        assert handler.arrived == []


def test_without_a_mailbox_people_leave_by_link_only() -> None:
    mail = to_mime(INVITATION, Sender(address="kysely@kauppa.example"))
    assert mail["List-Unsubscribe"] == "<https://kuulo.example/u/abc>"


def test_one_click_is_promised_over_https_only() -> None:
    mail = to_mime(replace(INVITATION, refuse_url="http://localhost:8000/u/abc"), SENDER)
    assert mail["List-Unsubscribe-Post"] is None


def test_a_test_message_has_no_way_to_leave() -> None:
    assert to_mime(replace(INVITATION, refuse_url=""), SENDER)["List-Unsubscribe"] is None


def test_an_address_in_the_letters_of_a_language_is_taken() -> None:
    assert written_address("äijä@asiakas.example") == "äijä@asiakas.example"


def test_sms_and_letters_are_written_to_files(settings: object) -> None:
    sms = replace(INVITATION, channel="sms", to="040-bad", subject="", text="Hei! kuulo.example/p/abc", html="")
    with opened("sms") as channel:
        assert channel.send(sms).delivery is Delivery.PERMANENT
        receipt = channel.send(replace(sms, to="+358 40 123 4567"))
    text = (sent_folder("sms") / receipt.reference).read_text()
    assert text.startswith("To: +358401234567\nParts: 1\n\nHei!")
    with opened("letter") as channel:
        assert channel.send(replace(sms, channel="letter", to=" ")).delivery is Delivery.PERMANENT
        receipt = channel.send(replace(sms, channel="letter", to="Aino\nKatu 1\n00100 Helsinki", html="<p>Hei</p>"))
    assert (sent_folder("letter") / receipt.reference).read_text() == "<p>Hei</p>"


def test_settings_choose_the_server_or_files(settings: pytest.FixtureRequest) -> None:
    assert is_written_to_files("email")
    with opened("email") as channel:
        assert channel.send(INVITATION).reference.endswith(".eml")
    with running_server() as (handler, server):
        settings.KUULO_EMAIL = server  # type: ignore[attr-defined] # pytest-django's settings take any name
        assert not is_written_to_files("email")
        with opened("email") as channel:
            channel.send(INVITATION)
    assert len(handler.arrived) == 1


def test_a_channel_nobody_knows_is_refused() -> None:
    with pytest.raises(DeliveryError, match="pigeon"), opened("pigeon"):
        pass


@pytest.mark.parametrize(
    ("text", "bits", "parts", "room"),
    [
        ("a" * 160, 7, 1, 0),
        ("a" * 161, 7, 2, 145),
        ("ä" * 160, 7, 1, 0),
        ("€" * 80, 7, 1, 0),
        ("–" * 70, 16, 1, 0),
        ("–" * 71, 16, 2, 63),
        ("😀" * 35, 16, 1, 0),
    ],
)
def test_a_text_message_is_counted_in_parts(text: str, bits: int, parts: int, room: int) -> None:
    counted = segments(text)
    assert (counted.bits, counted.parts, counted.room) == (bits, parts, room)
