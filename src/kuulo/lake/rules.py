"""What a signal is: the row that all analysis reads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec

from kuulo.base.errors import InputError
from kuulo.base.ids import derived_id
from kuulo.base.texts import mark as _
from kuulo.base.texts import say

STATES: Final = frozenset({"not_shown", "shown", "dismissed", "skipped", "answered"})
DIRECTIONS: Final = frozenset({1, -1, None})
PROMISES: Final = frozenset({"identified", "confidential", "anonymous"})
LONGEST_ID: Final = 128
LONGEST_KIND: Final = 64
# The attribute by which Kuulo marks answers of a follow-up of the silent, ``2``: no other room's data may bring it.
PHASE: Final = "phase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing a party said or did at a time at a touchpoint.

    A signal never changes once it is recorded: whoever sends a ``signal_id`` again must send the same signal again.

    Attributes:
        signal_id: From the sender or `kuulo.base.ids.derived_id`, so that a repeat is a no-op; at most 128 characters.
        kind: ``answer``, ``comment``, ``event``, ``purchase``, …: letters a–z, digits and underscores.
        occurred_at: When it happened, with its time zone.
        received_at: When Kuulo got to know, with its time zone.
        party: Identifier as it came, ``scheme:value``, such as ``customer_id:1042``.
        touchpoint: Named place where the customer met the company.
        channel: How they met there, such as ``phone``.
        source: Data set or instrument the signal came through.
        response_id: Ties the answers of one response together.
        question: Stable key of the question within the source.
        definition: Named measure the answer feeds, such as ``nps@1``; ``None`` for comments and the like.
        value: Raw value on its scale.
        text: What was said in words, or the label of the answer.
        scale_min: Lowest value of the scale.
        scale_max: Highest value of the scale.
        direction: 1 where higher is better, −1 where lower is better.
        wording: Version of the question's wording.
        state: One of not_shown, shown, dismissed, skipped, answered.
        language: Language of the answer.
        weight: Design or calibration weight that came with the answer.
        attributes: Segment, product, region … as they were at the time of the answer.
        promise: What the respondent was promised: identified, confidential (shown only in groups) or anonymous.
    """

    signal_id: str
    kind: str
    occurred_at: datetime
    received_at: datetime
    party: str | None
    touchpoint: str | None
    channel: str | None
    source: str
    response_id: str
    question: str
    definition: str | None
    value: float | None
    text: str | None
    scale_min: float | None
    scale_max: float | None
    direction: int | None
    wording: str
    state: str
    language: str | None
    weight: float | None
    attributes: Mapping[str, str]
    promise: str = "identified"

    def __post_init__(self) -> None:
        """Refuse what the lake could not keep or would keep wrongly.

        Raises:
            InputError: The message names the signal, the field and what it takes.
        """
        if not 0 < len(self.signal_id) <= LONGEST_ID:
            self._refuse("signal_id", self.signal_id, _("1–128 characters"))
        if not (self.kind.isidentifier() and self.kind.isascii()) or len(self.kind) > LONGEST_KIND:
            self._refuse("kind", self.kind, _("1–64 letters a–z, digits and underscores"))
        if self.occurred_at.tzinfo is None or self.received_at.tzinfo is None:
            self._refuse("occurred_at, received_at", self.occurred_at, _("times with a time zone"))
        if self.state not in STATES or self.direction not in DIRECTIONS:
            self._refuse("state, direction", f"{self.state}, {self.direction}", _("a known state; 1, −1 or nothing"))
        if self.promise not in PROMISES:
            self._refuse("promise", self.promise, _("identified, confidential or anonymous"))
        for number in (self.value, self.weight, self.scale_min, self.scale_max):
            if number is not None and not math.isfinite(number):
                self._refuse("value, weight, scale_min, scale_max", number, _("finite numbers or nothing"))

    def _refuse(self, field: str, value: object, takes: str) -> None:
        raise InputError(
            _("Signal “{signal}” has {field} “{value}”."),
            _("It takes {takes}."),
            signal=self.signal_id[:LONGEST_ID],
            field=field,
            value=value,
            takes=say(takes),
        )


def brought_name(name: str) -> str:
    """Return the name under which an attribute that somebody else named is kept: never that of Kuulo's own mark."""
    return f"{name} (attribute)" if name == PHASE else name


def month_of(moment: datetime) -> str:
    """Return the month of the moment in UTC as ``YYYY-MM``: with the kind, where the lake keeps the signal."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}-{utc.month:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenSignals:
    """Which signals are meant: those of some parties, of some responses, or of a kind before a moment.

    Attributes:
        parties: Identifiers as signals carry them, ``scheme:value``.
        response_ids: Ids of responses.
        older: Kind, and the moment before which its signals are meant.
    """

    parties: frozenset[str] = frozenset()
    response_ids: frozenset[str] = frozenset()
    older: tuple[tuple[str, datetime], ...] = ()

    def sql(self) -> str:
        """Return the condition in the SQL that DuckDB and DataFusion both read; never null, so that it can be negated.

        Texts stand in it as literals, quoted: neither engine takes parameters where it is used.
        """
        parts = [
            f"({name} IS NOT NULL AND {name} IN ({_literals(values)}))"
            for name, values in (("party", self.parties), ("response_id", self.response_ids))
            if values
        ]
        for kind, moment in self.older:
            utc = moment.astimezone(UTC)
            parts.append(
                f"(kind = {_literals([kind])} AND month <= '{month_of(utc)}'"
                f" AND occurred_at < '{utc.replace(tzinfo=None).isoformat()}Z')"
            )
        return " OR ".join(parts) or "false"


def _literals(values: Iterable[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))


class Shared(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all signals of one response have in common; the names are those of `Signal`."""

    source: str
    response_id: str
    occurred_at: datetime
    received_at: datetime
    promise: str = "identified"
    party: str | None = None
    touchpoint: str | None = None
    channel: str | None = None
    language: str | None = None
    weight: float | None = None
    attributes: Mapping[str, str] = {}


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one signal of a response says of itself; the names are those of `Signal`."""

    kind: str
    question: str
    state: str
    wording: str
    definition: str | None = None
    value: float | None = None
    text: str | None = None
    scale_min: float | None = None
    scale_max: float | None = None
    direction: int | None = None


class Bundle(msgspec.Struct, frozen=True, array_like=True):
    """All signals of one response as one row of the outbox: what they share is written once.

    Their ids are not written but follow from kind, response and question, so that a repeat is the same signal.
    """

    shared: Shared
    said: tuple[Said, ...]

    def signals(self) -> Iterator[Signal]:
        """Yield the signals.

        Raises:
            InputError: One of them could not be kept.
        """
        shared = {name: getattr(self.shared, name) for name in Shared.__struct_fields__}
        for each in self.said:
            own = {name: getattr(each, name) for name in Said.__struct_fields__}
            signal_id = instrument_signal_id(each.kind, self.shared.response_id, each.question)
            yield Signal(signal_id=signal_id, **shared, **own)


def instrument_signal_id(kind: str, response_id: str, question: str) -> str:
    """Return the id of a signal that came through one of Kuulo's own instruments."""
    return derived_id(kind, "instrument", response_id, question)
