"""What is noted of somebody who was asked; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AskingOutcome(StrEnum):
    """What became of asking somebody."""

    SILENT = "silent"
    ANSWERED = "answered"
    REFUSED = "refused"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingRow:
    """Somebody was asked; told again under the same key, what changed is written over.

    Attributes:
        key: What it follows from, such as ``invitation:42``; at most 64 characters.
        source: The source its answer comes through, as signals name it.
        party_id: Number of the party; None where it is not known.
        identifier: ``scheme:value`` of who was asked; empty where the party has none.
        touchpoint: Of the encounter that was asked about; empty where it was about none.
        asked_at: When.
        phase: 2 in a follow-up of the silent.
        of: What the follow-up follows up, such as ``round:7``.
        probability: Chance of being asked, all phases together; None where chance did not decide.
        chance: Chance of being drawn into this phase; None as above.
        reminders: Reminders sent; who answers gets no more.
        moments: Of each reminder planned, the moment drawn by lot, and begin and end of the window it was drawn from;
            told once, as they were drawn.
        reached: Whether the question arrived, as far as anybody can tell.
        outcome: What became of it.
    """

    key: str
    source: str
    party_id: int | None
    identifier: str = ""
    touchpoint: str = ""
    asked_at: datetime
    phase: int = 1
    of: str = ""
    probability: float | None = None
    chance: float | None = None
    reminders: int = 0
    moments: tuple[tuple[datetime, datetime, datetime], ...] = ()
    reached: bool = False
    outcome: AskingOutcome = AskingOutcome.SILENT
