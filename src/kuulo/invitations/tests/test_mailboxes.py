"""Messages that came back are read once, from a Maildir folder and over IMAP alike."""

from __future__ import annotations

import mailbox
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kuulo.base.errors import DeliveryError, SettingError
from kuulo.invitations.channels.mailboxes import Mailbox, mailbox_at, return_path_of
from kuulo.invitations.tests.mail_server import free_port, running_imap

pytestmark = pytest.mark.pure

MAILS = [b"Subject: first\r\n\r\nHei", b"Subject: second\r\n\r\nMoi"]


@dataclass
class Post:
    """A mailbox, and how many of its messages a person would still find unread."""

    box: Mailbox
    unread: Callable[[], int]


@pytest.fixture(params=["maildir", "imap"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    """Return a mailbox with two messages, as a folder and on a server."""
    if request.param == "maildir":
        folder = mailbox.Maildir(tmp_path / "post", create=True)
        for mail in MAILS:
            folder.add(mail)
        box = mailbox_at(str(tmp_path / "post"))
        yield Post(box, lambda: sum("S" not in one.get_flags() for one in folder))
        box.close()
        return
    with running_imap(password="p@ss", mails=MAILS) as server:
        box = mailbox_at(f"imap+plain://kuulo:p%40ss@127.0.0.1:{server.port}/INBOX")
        yield Post(box, lambda: sum("\\Seen" not in flags for flags in server.flags.values()))
        box.close()


def subjects(box: Mailbox) -> dict[str, str]:
    return {key: raw.decode().splitlines()[0] for key, raw in box.new()}


def test_new_messages_come_with_their_bytes(post: Post) -> None:
    assert sorted(subjects(post.box).values()) == ["Subject: first", "Subject: second"]


def test_looking_at_them_changes_nothing(post: Post) -> None:
    subjects(post.box)
    assert len(subjects(post.box)) == 2
    assert post.unread() == 2


def test_a_settled_message_counts_as_read(post: Post) -> None:
    first, second = sorted(subjects(post.box))
    post.box.settle(first)
    assert list(subjects(post.box)) == [second]
    assert post.unread() == 1


def test_a_message_for_a_person_stays_unread_and_does_not_come_again(post: Post) -> None:
    for key in subjects(post.box):
        post.box.leave(key)
    assert subjects(post.box) == {}
    assert post.unread() == 2


def test_a_wrong_password_is_told() -> None:
    with running_imap(password="right", mails=MAILS) as server:
        box = mailbox_at(f"imap+plain://kuulo:wrong@127.0.0.1:{server.port}/INBOX")
        with pytest.raises(DeliveryError, match="wrong password"):
            list(box.new())


def test_a_folder_that_is_not_there_is_told() -> None:
    with running_imap(password="p", mails=MAILS) as server:
        box = mailbox_at(f"imap+plain://kuulo:p@127.0.0.1:{server.port}/Bounces")
        with pytest.raises(DeliveryError, match="no such folder"):
            list(box.new())


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(DeliveryError, match="cannot be read"):
        list(mailbox_at(f"imap+plain://kuulo:p@127.0.0.1:{free_port()}").new())


def test_a_folder_that_is_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no Maildir"):
        mailbox_at(str(tmp_path))


def test_an_address_without_host_is_refused() -> None:
    with pytest.raises(SettingError, match="names no host"):
        mailbox_at("imaps:///INBOX")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("/var/mail/kuulo?address=bounces+{mark}@example.fi", "bounces+{mark}@example.fi"),
        ("imaps://kysely%40example.fi:p@host/INBOX", "kysely@example.fi"),
        ("imaps://kuulo:p@host/INBOX?address=b@example.fi", "b@example.fi"),
        ("imaps://kuulo:p@host/INBOX", ""),
        ("/var/mail/kuulo", ""),
        ("", ""),
    ],
)
def test_the_setting_says_where_bounces_go(url: str, address: str) -> None:
    assert return_path_of(url) == address
