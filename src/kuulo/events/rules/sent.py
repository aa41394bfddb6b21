"""What Segment-type clients send: one event or a batch of them, read and checked at once; pure.

A batch is first glanced at: everything that decides whether its events can be taken is read, and all that they tell
besides is checked to be JSON but not kept. It is read wholly when the log is moved. Everything of ``context`` that
Kuulo does not use is skipped then too: no address of a machine, no description of a browser or a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

LARGEST_BATCH: Final = 512_000
LARGEST_EVENT: Final = 32_768
LONGEST_ID: Final = 200
LONGEST_NAME: Final = 256
LONGEST_MESSAGE_ID: Final = 256
# The sign after the last of ASCII that can be seen.
DELETE: Final = "\x7f"

EventType = Literal["track", "page", "screen", "identify", "group", "alias"]
Id = Annotated[str, msgspec.Meta(max_length=LONGEST_ID)] | int
MessageId = Annotated[str, msgspec.Meta(max_length=LONGEST_MESSAGE_ID)]
Name = Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]


class Context(msgspec.Struct, gc=False, rename="camel"):
    """What of a client's context is read."""

    page: Any = None
    campaign: Any = None
    consent: Any = None
    gpc: Any = None
    library: Any = None
    locale: Any = None
    session: Any = None
    session_id: Any = None
    traits: Any = None
    group_id: Any = None


class Unread(msgspec.Struct, gc=False):
    """An object that is checked and not kept."""


class GlancedEvent(msgspec.Struct, gc=False, rename="camel"):
    """What of an event decides whether it can be taken."""

    type: EventType
    message_id: MessageId | None = None
    timestamp: datetime | None = None
    original_timestamp: datetime | None = None
    sent_at: datetime | None = None
    user_id: Id | None = None
    anonymous_id: Id | None = None
    event: Name | None = None
    name: Name | None = None
    category: Name | None = None
    properties: Unread | None = None
    traits: Unread | None = None
    group_id: Id | None = None
    previous_id: Id | None = None
    context: Unread | None = None


class GlancedBatch(msgspec.Struct, gc=False, rename="camel"):
    """What of a batch decides whether its events can be taken."""

    batch: list[GlancedEvent]
    sent_at: datetime | None = None
    write_key: str | None = None
    context: Unread | None = None


class SentEvent(msgspec.Struct, gc=False, rename="camel"):
    """One event as it was sent; the names are those of the protocol."""

    type: EventType
    message_id: MessageId | None = None
    timestamp: datetime | None = None
    original_timestamp: datetime | None = None
    sent_at: datetime | None = None
    user_id: Id | None = None
    anonymous_id: Id | None = None
    event: Name | None = None
    name: Name | None = None
    category: Name | None = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    group_id: Id | None = None
    previous_id: Id | None = None
    context: Context | None = None


class SentBatch(msgspec.Struct, gc=False, rename="camel"):
    """Several events at once; what stands beside them holds for each that does not say otherwise."""

    batch: list[SentEvent]
    sent_at: datetime | None = None
    write_key: str | None = None
    context: Context | None = None


class RawBatch(msgspec.Struct, rename="camel"):
    """A batch whose events are looked at one by one, because not all of them can be taken."""

    batch: list[msgspec.Raw]
    sent_at: datetime | None = None
    write_key: str | None = None
    context: msgspec.Raw = msgspec.Raw()


class KeyOnly(msgspec.Struct, rename="camel"):
    """The write key that a browser sends in the body."""

    write_key: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """One event that is not taken: its place in the batch, the id its sender gave it, what is wrong and the mend."""

    index: int
    message_id: str
    type: str
    found: Text
    mend: Text

    def __str__(self) -> str:
        return f"{self.found} {self.mend}".strip()


GLANCE: Final = msgspec.json.Decoder(GlancedBatch)
BATCH: Final = msgspec.json.Decoder(SentBatch)
RAW_BATCH: Final = msgspec.json.Decoder(RawBatch)
EVENT: Final = msgspec.json.Decoder(SentEvent)
KEY: Final = msgspec.json.Decoder(KeyOnly)
ANYTHING: Final = msgspec.json.Decoder()
FIELDS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
ENCODER: Final = msgspec.json.Encoder()
NEEDS: Final = {
    "track": ("event", "event", say(_('Name what happened, such as "event": "Order Completed".'))),
    "group": ("group_id", "groupId", say(_("Say which group in groupId."))),
    "alias": ("previous_id", "previousId", say(_("Say in previousId which id the user had before."))),
}
NO_ID: Final = (
    say(_("The event says neither userId nor anonymousId.")),
    say(_("Send one of them, as text of 1–200 characters.")),
)


def untakable(events: Sequence[GlancedEvent]) -> bool:
    """Return whether at least one of the events lacks what its kind needs."""
    for each in events:
        # Nearly all begin with a sign of ASCII that can be seen: a look at that spares them the closer one.
        user, event = each.user_id, each.event
        if not (type(user) is str and "!" < user < DELETE) and _is_nothing(user) and _is_nothing(each.anonymous_id):
            return True
        kind = each.type
        if kind == "track":
            if not (event and "!" < event < DELETE) and _is_nothing(event):
                return True
        elif kind != "page" and wrong_with(each) is not None:
            return True
    return False


def wrong_with(event: SentEvent | GlancedEvent) -> tuple[Text, Text] | None:
    """Return what is wrong with an event whose types are right, and the mend; None where nothing is."""
    if _is_nothing(event.user_id) and _is_nothing(event.anonymous_id):
        return NO_ID
    needed, said_as, mend = NEEDS.get(event.type, ("", "", say("")))
    if needed and _is_nothing(getattr(event, needed)):
        return say(_("The {type} event has no {field}."), type=event.type, field=said_as), mend
    if event.type == "alias" and _is_nothing(event.user_id):
        return say(_("The {type} event has no {field}."), type="alias", field="userId"), say(
            _("Say in userId which id the user has from now on.")
        )
    return None


def _is_nothing(value: str | int | None) -> bool:
    """Return whether nothing is said: blanks and the sign NUL are nothing either, for none of them is kept."""
    return value is None or (isinstance(value, str) and not value.replace("\0", "").strip())


def any_too_large(body: bytes) -> bool:
    """Return whether an event of a batch that can be read is larger than one may be."""
    return len(body) > LARGEST_EVENT and any(
        len(memoryview(raw)) > LARGEST_EVENT for raw in RAW_BATCH.decode(body).batch
    )


def read_one(body: bytes, kind: EventType) -> tuple[bytes, Wrong | None]:
    """Return one event as it is kept, its type written in, or what is wrong with it.

    Raises:
        msgspec.DecodeError: The body is no JSON object.
    """
    fields = FIELDS.decode(body)
    fields["type"] = msgspec.Raw(ENCODER.encode(kind))
    kept = ENCODER.encode(fields)
    return kept, read_event(kept, 0)[1]


def read_event(raw: bytes, index: int) -> tuple[SentEvent | None, Wrong | None]:
    """Return the event, or what is wrong with it."""
    if len(raw) > LARGEST_EVENT:
        return None, _refused(
            raw,
            index,
            say(_("The event has {size} bytes."), size=len(raw)),
            say(_("Send at most {most} in one event."), most=LARGEST_EVENT),
        )
    try:
        event = EVENT.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        found = say(_("The event cannot be read: {reason}."), reason=str(error).removesuffix("."))
        mend = say(_("See the protocol for the types its fields take."))
        return None, _refused(raw, index, found, mend)
    wrong = wrong_with(event)
    return (event, None) if wrong is None else (None, _refused(raw, index, *wrong))


def read_singly(body: bytes) -> tuple[bytes, int, list[Wrong]]:
    """Return a batch with the events that can be taken, how many they are, and what is wrong with the others.

    Raises:
        msgspec.MsgspecError: The body is no batch at all.
    """
    sent = RAW_BATCH.decode(body)
    kept: list[msgspec.Raw] = []
    wrong: list[Wrong] = []
    for index, raw in enumerate(sent.batch):
        refused = read_event(bytes(raw), index)[1]
        if refused is None:
            kept.append(raw)
        else:
            wrong.append(refused)
    whole: dict[str, Any] = {"batch": kept, "sentAt": sent.sent_at}
    if bytes(sent.context):
        whole["context"] = sent.context
    return ENCODER.encode(whole), len(kept), wrong


def _refused(raw: bytes, index: int, found: Text, mend: Text) -> Wrong:
    """Return a refusal with what can be told of the event whatever it is."""
    try:
        told = FIELDS.decode(raw)
        message_id, kind = (_text_of(told.get(name)) for name in ("messageId", "type"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        message_id = kind = ""
    return Wrong(index, message_id[:LONGEST_MESSAGE_ID], kind[:20], found, mend)


def _text_of(raw: msgspec.Raw | None) -> str:
    value = ANYTHING.decode(raw) if raw is not None else ""
    return value if isinstance(value, str) else ""
