"""What becomes of a prompt's message; pure.

::

    planned ──claim──▶ claimed ──▶ sent | failed | dropped
       ▲                  │  └──▶ planned (not taken now)
       └──── a person ────┴──▶ unclear (its sender died)
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _


class PromptState(StrEnum):
    """Where a message stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    UNCLEAR = "unclear"
    FAILED = "failed"
    DROPPED = "dropped"


class Dropped(StrEnum):
    """Why a message was not sent after all."""

    BUDGET = "budget"
    LEFT = "left"
    STUDY = "study"
    LATE = "late"
    NO_ADDRESS = "no_address"
    ENDED = "ended"
    MUTED = "muted"


DROPPED_NAMES: Final[Mapping[Dropped, Text]] = {
    Dropped.BUDGET: say(_("The contact budget did not allow it.")),
    Dropped.LEFT: say(_("The participant had left, or the consent was no longer in force.")),
    Dropped.STUDY: say(_("The study was not running.")),
    Dropped.LATE: say(_("It had become more than half a day late.")),
    Dropped.NO_ADDRESS: say(_("There was no address to write to.")),
    Dropped.ENDED: say(_("The diary had ended, or the prompt was removed.")),
    Dropped.MUTED: say(_("The participant wants no reminders.")),
}


def dropped_words(reason: str) -> Text | None:
    """Return why a message was not sent; None where there is nothing to say."""
    return DROPPED_NAMES.get(Dropped(reason)) if reason in set(Dropped) else None
