"""What comes back from mail servers is understood: who was not reached, for good or for now, and who only is away."""

from __future__ import annotations

import pytest

from kuulo.invitations.rules.bounce_reports import Bounce, Failure, read_bounces
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
    assert (bounce.recipient, bounce.failure, bounce.status) == ("matti@asiakas.example", Failure.ADDRESS, status)
    assert returned.MARK in bounce.traces


def test_what_the_server_said_is_kept() -> None:
    assert only(returned.UNKNOWN_USER).diagnostic == "550 5.1.1 No such user here"
    assert "mailbox unavailable" in only(returned.EXIM).diagnostic


def test_a_full_mailbox_loses_the_message_and_keeps_the_address() -> None:
    assert only(returned.FULL_MAILBOX).failure is Failure.MESSAGE


def test_a_server_s_policy_says_nothing_of_the_address() -> None:
    raw = returned.report(action="failed", status="5.7.1", diagnostic="550 5.7.1 Message rejected as spam")
    assert only(raw).failure is Failure.MESSAGE


def test_a_delay_is_told_as_one() -> None:
    assert only(returned.DELAYED).failure is Failure.DELAY


def test_where_nothing_is_returned_the_address_it_came_to_names_the_invitation() -> None:
    bounce = only(returned.ONLY_VERP)
    assert bounce.failure is Failure.ADDRESS
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
