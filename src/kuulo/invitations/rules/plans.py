"""The closed lists that triggers and messages are made of; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _


class TriggerKind(StrEnum):
    """What a trigger waits for."""

    AFTER_ENCOUNTER = "after_encounter"
    AT_DATE = "at_date"
    WHEN_LEAVES = "when_leaves"
    API = "api"


TRIGGER_NAMES: Final[Mapping[TriggerKind, str]] = {
    TriggerKind.AFTER_ENCOUNTER: _("after an encounter"),
    TriggerKind.AT_DATE: _("at a date"),
    TriggerKind.WHEN_LEAVES: _("when a customer leaves"),
    TriggerKind.API: _("when another system asks for it"),
}


class MailingState(StrEnum):
    """Where one message stands.

    ``claimed`` is in a sender's hands; ``unclear`` was in the hands of a sender that died; ``dropped`` was no longer
    needed, or no longer allowed.
    """

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNCLEAR = "unclear"
    DROPPED = "dropped"


MAILING_NAMES: Final[Mapping[MailingState, str]] = {
    MailingState.PLANNED: _("planned"),
    MailingState.CLAIMED: _("being sent"),
    MailingState.SENT: _("sent"),
    MailingState.FAILED: _("could not be sent"),
    MailingState.UNCLEAR: _("nobody knows whether it was sent"),
    MailingState.DROPPED: _("dropped"),
}
