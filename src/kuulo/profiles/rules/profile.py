"""The shape of a service profile, as it goes out; pure. docs/service-profile.md says what each field means."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is open with the customer; ``promised``: the company owes it."""

    kind: str
    text: str
    promised: bool
    since: datetime | None


class Consented(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the customer agreed to a purpose on a channel; the word that stands now."""

    purpose: str
    channel: str
    given: bool


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """How the customer wants to be met: language, the channel of the newest address that works, consents."""

    language: str | None
    channel: str | None
    consents: tuple[Consented, ...]


class Experience(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last thing the customer said of the company, or the last time they met.

    A value is the customer's own answer on its scale, not an estimate.
    """

    kind: str
    at: datetime
    touchpoint: str | None = None
    channel: str | None = None
    value: float | None = None
    scale: tuple[float, float] | None = None
    definition: str | None = None
    words: str | None = None


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step that suggests itself, why, and the entry of the timeline the reason comes from."""

    name: str
    text: str
    reason: str
    source: str | None


class ServiceProfile(msgspec.Struct, frozen=True, kw_only=True):
    """What helps to serve one customer now."""

    party: str
    party_id: int
    name: str
    kind: str
    stage: str
    since: date | None
    open_cases: tuple[Case, ...]
    preferences: Preferences
    last_experience: Experience | None
    next_step: NextStep | None
    withheld: tuple[str, ...]
    data_version: str
