"""Ways to reach people, and the mailbox in which messages come back."""

from __future__ import annotations

from kuulo.invitations.channels.mailboxes import Mailbox
from kuulo.invitations.channels.opening import is_written_to_files, opened, opened_mailbox, sender, sent_folder
from kuulo.invitations.channels.port import Channel

__all__ = ["Channel", "Mailbox", "is_written_to_files", "opened", "opened_mailbox", "sender", "sent_folder"]
