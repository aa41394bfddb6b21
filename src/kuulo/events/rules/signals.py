"""From an event as it was sent to what is kept of it: a signal, and what it says about who is who; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import msgspec

from kuulo.base.ids import derived_id
from kuulo.customers.rules import Purpose
from kuulo.events.rules.consents import Word, purposes_of, word_on_profiling
from kuulo.events.rules.properties import flat, text_of, worth_of
from kuulo.events.rules.sent import Context, SentEvent
from kuulo.events.rules.sources import SourceView
from kuulo.lake.rules import Signal

ANONYMOUS: Final = "anonymous_id"
OLDEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_TEXT: Final = 500
CAMPAIGN: Final = ("source", "medium", "name", "term", "content")
KEPT: Final = frozenset({"track", "page", "screen"})
SHOP_WORDS: Final = frozenset({"loyalty card read", "store visited", "store entered", "store left", "visit"})
PLACE: Final = ("url", "path", "title", "referrer")
SEARCHED: Final = frozenset(f"utm_{name}" for name in ("source", "medium", "campaign", "term", "content"))
ENCODER: Final = msgspec.json.Encoder()
NOTHING: Final = Context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one event comes to.

    Attributes:
        type: The event's type.
        at: When it happened by the server's clock.
        user: ``scheme:value`` of the user; empty where none is named.
        anonymous: ``anonymous_id:value``; empty where none is named or it must not be kept.
        word: What the event says about profiling.
        signal: What the lake keeps; None for what only says who is who.
        traits: What identify and group tell.
        other: ``scheme:value`` of the group, or of the id a user had before.
    """

    type: str
    at: datetime
    user: str
    anonymous: str
    word: Word
    signal: Signal | None
    traits: Mapping[str, object] = field(default_factory=dict)
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How an event came: with which batch, and when.

    Attributes:
        source: The source it came from.
        received_at: When, with its time zone.
        sent_at: The sender's clock as it sent the batch; None where it did not say.
        gpc: Whether the browser signalled Global Privacy Control.
        context: What was said of the whole batch.
        index: The event's place in the batch.
    """

    source: SourceView
    received_at: datetime
    sent_at: datetime | None
    gpc: bool
    context: Context | None
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """An event half read: what it says of consent decides what is kept of the rest."""

    event: SentEvent
    arrival: Arrival
    context: Context
    said: Mapping[Purpose, bool]
    word: Word
    nameless: bool
    at: datetime

    @property
    def user(self) -> str:
        return identifier(self.arrival.source.scheme, self.event.user_id)

    @property
    def anonymous(self) -> str:
        return "" if self.nameless else identifier(ANONYMOUS, self.event.anonymous_id)

    @property
    def session(self) -> str:
        return "" if self.nameless else session_of(self.context)


def tell(event: SentEvent, arrival: Arrival) -> Told:
    """Return what the event comes to."""
    context = event.context or arrival.context or NOTHING
    said = purposes_of(context.consent)
    gpc = arrival.gpc or context.gpc is True
    word = word_on_profiling(said, gpc=gpc)
    read = _Reading(
        event=event,
        arrival=arrival,
        context=context,
        said=said,
        word=word,
        # Who denies profiling by Global Privacy Control leaves no name of the browser behind.
        nameless=gpc and word is Word.DENIED,
        at=moment_of(event, arrival),
    )
    return Told(
        type=event.type,
        at=read.at,
        user=read.user,
        anonymous=read.anonymous,
        word=word,
        signal=_signal(read) if event.type in KEPT else None,
        traits=traits_of(event, context),
        other=_other(event, arrival.source),
    )


def moment_of(event: SentEvent, arrival: Arrival) -> datetime:
    """Return when the event happened by the server's clock: its own time, corrected by the sender's error.

    Nothing happened after it was received. An event without a time happened when it was received, and so did one whose
    time cannot be (before `OLDEST`): put at the beginning of time it would count as the customer's first sign of life.
    """
    said = event.timestamp or event.original_timestamp
    if said is None:
        return arrival.received_at
    at = aware(said)
    sent_at = event.sent_at or arrival.sent_at
    if sent_at is not None:
        at = _moved(at, arrival.received_at - aware(sent_at))
    return min(at, arrival.received_at) if at >= OLDEST else arrival.received_at


def aware(moment: datetime) -> datetime:
    """Return the moment with its time zone; one without is taken to be in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _moved(at: datetime, by: timedelta) -> datetime:
    try:
        return at + by
    except OverflowError:
        return at


def message_id(event: SentEvent, arrival: Arrival) -> str:
    """Return the event's own id, or one made of its content, its place in the batch and the sender's time.

    An event without an id and without any time cannot be told from the next one like it: each is a new one.
    """
    if event.message_id:
        return event.message_id
    timed = event.timestamp or event.original_timestamp or event.sent_at or arrival.sent_at
    when = "" if event.timestamp or event.original_timestamp else (timed or arrival.received_at).isoformat()
    return derived_id("made", ENCODER.encode(event).decode(), when, str(arrival.index))


def identifier(scheme: str, value: str | int | None) -> str:
    """Return ``scheme:value``, or nothing where there is no value."""
    text = str(value).replace("\0", "").strip() if value is not None else ""
    return f"{scheme}:{text}" if text else ""


def _party(user: str, anonymous: str, word: Word) -> str | None:
    """Return whom the signal is about: the user; else the browser, unless it may never be joined with anybody."""
    return user or (anonymous if word is not Word.DENIED else "") or None


def session_of(context: Context) -> str:
    """Return the client's own name of the session; nothing where it gives none."""
    session = context.session_id
    if session is None and isinstance(context.session, dict):
        session = context.session.get("id")
    return text_of(session) if isinstance(session, str | int) and not isinstance(session, bool) else ""


def named(anonymous: str, session: str) -> dict[str, str]:
    """Return the attributes that tell one browser and one session from others."""
    found = {"anonymous_id": anonymous.partition(":")[2], "session_id": session}
    return {name: value for name, value in found.items() if value}


def traits_of(event: SentEvent, context: Context) -> Mapping[str, object]:
    """Return what the event tells about the person or the group: its traits, with those of its context beneath."""
    beneath = context.traits if isinstance(context.traits, dict) and event.type == "identify" else {}
    return {**beneath, **(event.traits or {})}


def _other(event: SentEvent, source: SourceView) -> str:
    if event.type == "group":
        return identifier(source.group_scheme, event.group_id)
    return identifier(source.scheme, event.previous_id) if event.type == "alias" else ""


def _signal(read: _Reading) -> Signal:
    event, arrival, context = read.event, read.arrival, read.context
    place = place_of(event, context)
    kind, question = what_of(event, place)
    properties = event.properties or {}
    return Signal(
        signal_id=derived_id("event", arrival.source.slug, message_id(event, arrival)),
        kind=kind,
        occurred_at=read.at,
        received_at=arrival.received_at,
        party=_party(read.user, read.anonymous, read.word),
        touchpoint=None,
        channel=arrival.source.channel,
        source=arrival.source.slug,
        response_id=read.session,
        question=question,
        definition=None,
        value=worth_of(properties),
        text=text_of(place["title"], LONGEST_TEXT) if "title" in place else None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="",
        state="answered",
        language=language_of(context),
        weight=None,
        attributes={
            **place,
            **campaign_of(context, place),
            **library_of(context),
            **named(read.anonymous, read.session),
            **consent_of(read.said),
            **flat(rest_of(properties)),
        },
    )


def consent_of(said: Mapping[Purpose, bool]) -> dict[str, str]:
    """Return what is agreed to, such as ``marketing,profiling``; ``none`` where all is denied, nothing if unsaid."""
    return {"consent": ",".join(sorted(purpose for purpose, given in said.items() if given)) or "none"} if said else {}


def what_of(event: SentEvent, place: Mapping[str, str]) -> tuple[str, str]:
    """Return the signal's kind and what happened: the event's name, the page's path or the screen's name."""
    if event.type == "page":
        return "page_view", place.get("path") or event.name or "/"
    if event.type == "screen":
        return "screen_view", event.name or event.category or "screen"
    name = (event.event or "").replace("\0", "") or "event"
    lower = name.strip().lower()
    return ("visit" if lower in SHOP_WORDS else "event"), name


def place_of(event: SentEvent, context: Context) -> dict[str, str]:
    """Return where it happened on the web: address, path, host, title, referrer; what is not said is left out.

    The query of an address can name persons: of it only the marks of campaigns are kept.
    """
    page = context.page if isinstance(context.page, dict) else {}
    own = event.properties if event.type == "page" and event.properties else {}
    said = {name: own.get(name) or page.get(name) for name in PLACE}
    found = {name: text_of(value) for name, value in said.items() if isinstance(value, str) and value}
    if "url" in found:
        url = str(said["url"])
        parts = split(url)
        found["host"], path = parts[1], parts[2] or "/"
        found["url"] = bare(url)
        found.setdefault("path", text_of(path))
        found |= {name: text_of(value) for name, value in parse_qsl(parts[3]) if name in SEARCHED}
    if "path" in found:
        found["path"] = found["path"].partition("?")[0].partition("#")[0] or "/"
    if "referrer" in found:
        found["referrer"] = bare(found["referrer"])
    return {name: value for name, value in found.items() if value}


def split(url: str) -> tuple[str, str, str, str]:
    """Return scheme, host, path and query; all empty where it cannot be an address."""
    try:
        parts = urlsplit(url)
        return parts.scheme, (parts.hostname or "")[:256], parts.path, parts.query[:2000]
    except ValueError:
        return "", "", "", ""


def bare(url: str) -> str:
    """Return an address without its query and fragment, and without names in front of the host."""
    scheme, host, path, _query = split(url)
    return text_of(f"{scheme}://{host}{path}") if scheme and host else text_of(path)


def campaign_of(context: Context, place: Mapping[str, str]) -> dict[str, str]:
    """Return what a client says of the campaign, as the marks of an address would; those of the address win."""
    campaign = context.campaign if isinstance(context.campaign, dict) else {}
    found = {f"utm_{'campaign' if name == 'name' else name}": campaign.get(name) for name in CAMPAIGN}
    return {name: text_of(value) for name, value in found.items() if isinstance(value, str) and value} | {
        name: place[name] for name in SEARCHED & place.keys()
    }


def library_of(context: Context) -> dict[str, str]:
    """Return the client's own name."""
    name = context.library.get("name") if isinstance(context.library, dict) else context.library
    return {"library": text_of(name)} if isinstance(name, str) and name else {}


def language_of(context: Context) -> str | None:
    """Return the language the client speaks, such as ``fi``."""
    return context.locale[:2].lower() if isinstance(context.locale, str) and context.locale[:2].isalpha() else None


def rest_of(properties: Mapping[str, object]) -> dict[str, object]:
    """Return the properties that say more than where on the web it happened."""
    return {name: value for name, value in properties.items() if name not in {*PLACE, "search"}}
