"""What comes back from mail servers is understood: who was not reached, for good or for now, and who only is away."""

from __future__ import annotations

import pytest

from kuulo.invitations.rules.bounce_reports import Bounce, Lasting, read_bounces
from kuulo.invitations.rules.marks import mark_of, marked_invitation
from kuulo.invitations.tests import returned

pytestmark = pytest.mark.pure
SECRET = "between us"


def only(raw: bytes) -> Bounce:
    (bounce,) = read_bounces(raw)
    return bounce


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (returned.UNKNOWN_USER, "5.1.1"),
        (returned.EXCHANGE, "5.1.10"),
        (returned.QMAIL, "5.1.1"),
        (returned.EXIM, ""),
    ],
    ids=["postfix", "exchange", "qmail", "exim"],
)
def test_an_address_that_takes_nothing_is_permanent(raw: bytes, status: str) -> None:
    bounce = only(raw)
    assert (bounce.recipient, bounce.lasting, bounce.status) == ("matti@asiakas.example", Lasting.PERMANENT, status)
    assert returned.MARK in bounce.traces


def test_what_the_server_said_is_kept() -> None:
    assert only(returned.UNKNOWN_USER).diagnostic == "550 5.1.1 No such user here"
    assert "mailbox unavailable" in only(returned.EXIM).diagnostic


@pytest.mark.parametrize("raw", [returned.FULL_MAILBOX, returned.DELAYED], ids=["full", "delayed"])
def test_a_full_mailbox_or_a_delay_may_pass(raw: bytes) -> None:
    assert only(raw).lasting is Lasting.TEMPORARY


def test_where_nothing_is_returned_the_address_it_came_to_names_the_invitation() -> None:
    bounce = only(returned.ONLY_VERP)
    assert bounce.lasting is Lasting.PERMANENT
    assert returned.MARK in bounce.traces


@pytest.mark.parametrize(
    "raw",
    [returned.ON_HOLIDAY, returned.LETTER, returned.READ_RECEIPT, returned.ARRIVED, b"", b"\xff\xfe\x00 no mail"],
    ids=["holiday", "letter", "read receipt", "arrived", "empty", "noise"],
)
def test_what_is_no_bounce_gives_none(raw: bytes) -> None:
    assert read_bounces(raw) == ()


def test_a_mark_finds_its_invitation_in_any_case() -> None:
    mark = mark_of(17, SECRET)
    assert marked_invitation(f"<bounces+{mark.upper()}@example.fi>", SECRET) == 17


def test_a_mark_of_another_installation_or_an_invented_one_finds_nothing() -> None:
    assert marked_invitation(mark_of(17, "another"), SECRET) is None
    assert marked_invitation(mark_of(17, SECRET).replace("k17", "k18"), SECRET) is None
    assert marked_invitation("no mark", SECRET) is None
