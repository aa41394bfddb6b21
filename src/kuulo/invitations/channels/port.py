"""The port through which messages leave: what every channel does, real or twin."""

from __future__ import annotations

from typing import Protocol

from kuulo.invitations.rules.messages import Message, Receipt


class Channel(Protocol):
    """A way to reach people; open it once for a batch (`kuulo.invitations.channels.opened`)."""

    def send(self, message: Message) -> Receipt:
        """Hand one message over and return what became of it.

        A refusal of this message is a receipt. Whatever closes the channel as a whole is raised: nothing has left then.

        Raises:
            DeliveryError: The channel cannot be reached, or refuses Kuulo as a whole.
        """
        ...

    def close(self) -> None:
        """Let go of what the channel holds; it can be used again afterwards."""
        ...
