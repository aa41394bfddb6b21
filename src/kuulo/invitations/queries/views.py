"""What crosses from this room to others and to its pages: frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """One invitation as others see it.

    Attributes:
        id: Its number.
        token: The secret of the personal link.
        party: The invited party, ``scheme:value``; None where it has no identifier or is gone.
        language: The party's language; may be empty.
        attributes: The party's attributes when it was asked, with those of the encounter.
        instrument_id: The questionnaire's number.
        slug: The questionnaire's slug.
        touchpoint: The touchpoint asked about; may be empty.
        channel: ``email``, ``sms`` or ``letter``.
        promise: What the questionnaire promises about the link between answer and person.
        state: Its outcome so far, one of `rules.outcomes.Outcome`.
        expires_at: From when on the link takes no answers; None while nothing was sent.
        phase: 2 where it belongs to the quiet ones of an earlier round.
        weight: Inverse of the chance of being asked; None where chance did not decide.
        tracking_allowed: Whether opening the message may be noted.
        address: Where the message goes.
        recipient: The party's name; may be empty.
        round_id: The round it was drawn into; None where a trigger asked.
    """

    id: int
    token: str
    party: str | None
    language: str
    attributes: Mapping[str, str]
    instrument_id: int
    slug: str
    touchpoint: str
    channel: str
    promise: str
    state: str
    expires_at: datetime | None
    phase: int
    weight: float | None
    tracking_allowed: bool
    address: str = ""
    recipient: str = ""
    round_id: int | None = None

    def takes_answers(self, now: datetime) -> bool:
        """Return whether the link may still be used for a first or a further answer."""
        if self.state in {"drawn", "not_asked", "complete"}:
            return False
        return self.expires_at is None or now < self.expires_at
