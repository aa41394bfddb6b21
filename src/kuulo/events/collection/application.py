"""The collection API as an ASGI application: what Segment-type clients send, in the log before they are told so."""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Final

import msgspec

from kuulo.base.asgi import Application, GoneError, Receive, Scope, Send, TooLargeError, read_body
from kuulo.events.collection.keys import Keys, key_of
from kuulo.events.collection.log import Log
from kuulo.events.collection.saying import (
    Headers,
    Problem,
    Success,
    answer,
    cross_origin,
    preflight,
    told,
    too_busy,
    too_large,
    unknown_key,
    unusable,
    wrong_origin,
)
from kuulo.events.collection.snippet import PATH as SNIPPET
from kuulo.events.collection.snippet import send_snippet
from kuulo.events.collection.writer import FullError, Writer
from kuulo.events.queries import log_folder
from kuulo.events.rules.records import RecordKind, record_head
from kuulo.events.rules.refusals import pack_refusals
from kuulo.events.rules.sent import (
    GLANCE,
    KEY,
    LARGEST_BATCH,
    LARGEST_EVENT,
    EventType,
    Wrong,
    any_too_large,
    read_one,
    read_singly,
    untakable,
)
from kuulo.events.rules.sources import SourceView

SINGLE: Final[Mapping[str, EventType]] = {
    "track": "track",
    "t": "track",
    "page": "page",
    "p": "page",
    "screen": "screen",
    "s": "screen",
    "identify": "identify",
    "i": "identify",
    "group": "group",
    "g": "group",
    "alias": "alias",
    "a": "alias",
}
MANY: Final = ("batch", "b", "import")
ROUTES: Final[Mapping[str, EventType | None]] = {f"/v1/{name}": kind for name, kind in SINGLE.items()} | {
    f"/v1/{name}": None for name in MANY
}
REFUSALS_A_SECOND: Final = 20
UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class UnreadableError(Exception):
    """The body is not what its headers say."""


@dataclass(slots=True)
class Collection:
    """What one web process needs to take events in."""

    writer: Writer
    keys: Keys = field(default_factory=Keys)
    refusals: dict[int, int] = field(default_factory=dict)
    second: int = 0

    def may_note(self, source_id: int, second: int) -> bool:
        """Return whether a refusal is noted: a flood of them must not fill the disk."""
        if second != self.second:
            self.second = second
            self.refusals.clear()
        noted = self.refusals.get(source_id, 0)
        self.refusals[source_id] = noted + 1
        return noted < REFUSALS_A_SECOND


@dataclass(frozen=True, slots=True)
class Looked:
    """A request that was looked at: what is kept of it, and what is wrong with the rest."""

    kind: RecordKind
    body: bytes
    wrong: list[Wrong]
    key: str | None


@cache
def collection() -> Collection:
    """Return this process's collection; made at the first request, after web processes were forked."""
    log = Log(log_folder())
    return Collection(Writer(log.write, log.close))


async def application(scope: Scope, receive: Receive, send: Send, otherwise: Application) -> None:
    """Take events in; whatever is not for this API is handed to ``otherwise`` as it came."""
    path: str = scope["path"]
    if path in ROUTES:
        await answer_request(collection(), scope, receive, send)
    elif path == SNIPPET:
        await send_snippet(scope, send)
    else:
        await otherwise(scope, receive, send)


async def drain() -> None:
    """Wait until everything that was taken in is on the disk; called when the server stops."""
    await collection().writer.drain()


async def answer_request(collecting: Collection, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request to the API."""
    asked = dict(scope["headers"])
    origin = asked.get(b"origin", b"")
    if scope["method"] == "OPTIONS":
        await send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT, "headers": [*preflight(origin)]})
        await send({"type": "http.response.body", "body": b""})
        return
    headers: Headers = cross_origin(origin)
    if scope["method"] != "POST":
        await answer(send, _only_post(), (*headers, (b"allow", b"POST, OPTIONS")))
        return
    try:
        said = await _take(collecting, scope, asked, receive)
    except TooLargeError:
        said = too_large()
    except FullError:
        said = too_busy()
    except UnreadableError as error:
        said = unusable(str(error))
    except GoneError:
        return
    await answer(send, said, headers)


async def _take(
    collecting: Collection, scope: Scope, asked: Mapping[bytes, bytes], receive: Receive
) -> Problem | Success | None:
    """Take one request; return None when all of it is in the log."""
    single = ROUTES[scope["path"]]
    body = await _body_of(asked, receive, LARGEST_BATCH if single is None else LARGEST_EVENT)
    # Who may not write here is told so before anything is said about what was sent.
    key = key_of(asked.get(b"authorization", b""))
    looked = None
    if not key:
        looked = look_at(body, single)
        key = looked.key or ""
    source = await collecting.keys.source(key)
    if source is None:
        return unknown_key()
    origin = asked.get(b"origin", b"").decode("latin-1")
    if not source.lets_in(origin):
        return wrong_origin(origin)
    return await _keep(collecting, source, looked or look_at(body, single), asked)


async def _keep(
    collecting: Collection, source: SourceView, looked: Looked, asked: Mapping[bytes, bytes]
) -> Problem | Success | None:
    now = time.time_ns() // 1000
    gpc = asked.get(b"sec-gpc") == b"1"
    if looked.wrong and collecting.may_note(source.id, now // 1_000_000):
        noted = pack_refusals(looked.wrong)
        note = record_head(RecordKind.REFUSED, gpc=False, source_id=source.id, received_us=now, body=noted)
        if not await collecting.writer.put(note, noted):
            return too_busy()
    if not looked.body:
        return unusable(_summary(looked.wrong), looked.wrong)
    record = record_head(looked.kind, gpc=gpc, source_id=source.id, received_us=now, body=looked.body)
    if not await collecting.writer.put(record, looked.body):
        return too_busy()
    return Success(success=True, refused=told(looked.wrong)) if looked.wrong else None


def look_at(body: bytes, single: EventType | None) -> Looked:
    """Return what can be kept of a request.

    Raises:
        UnreadableError: It is no JSON object, or no batch.
    """
    try:
        return _one(body, single) if single is not None else _many(body)
    except UNREADABLE as error:
        raise UnreadableError(
            f"The body cannot be read: {error}. Send JSON as the Segment protocol describes it, "
            'a batch as {"batch": [...]}.'
        ) from error


def _one(body: bytes, kind: EventType) -> Looked:
    kept, wrong = read_one(body, kind)
    key = KEY.decode(body).write_key
    return Looked(RecordKind.EVENT, b"" if wrong else kept, [wrong] if wrong else [], key)


def _many(body: bytes) -> Looked:
    # What is only glanced at would pass in another encoding, and could not be read any more when it is moved.
    str(body, "utf-8")
    try:
        sent = GLANCE.decode(body)
        if sent.batch and not untakable(sent.batch) and not any_too_large(body):
            return Looked(RecordKind.BATCH, body, [], sent.write_key)
    except (msgspec.ValidationError, RecursionError):
        # One event of a wrong type must not take the others along: they are looked at one by one.
        pass
    kept, taken, wrong = read_singly(body)
    return Looked(RecordKind.BATCH, kept if taken else b"", wrong, KEY.decode(body).write_key)


async def _body_of(asked: Mapping[bytes, bytes], receive: Receive, largest: int) -> bytes:
    """Return the body, decompressed where it came compressed; never more than ``largest`` bytes of it."""
    body = await read_body(receive, asked.get(b"content-length", b""), largest)
    encoding = asked.get(b"content-encoding", b"identity").strip().lower()
    if encoding in {b"identity", b""}:
        return body
    if encoding not in {b"gzip", b"deflate"}:
        raise UnreadableError("The body is encoded in a way Kuulo does not read. Send it plain or with gzip.")
    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = reader.decompress(body, largest + 1)
    except zlib.error as error:
        raise UnreadableError(f"The body is not {encoding.decode()}: {error}.") from error
    if len(plain) > largest or reader.unconsumed_tail:
        raise TooLargeError
    if not reader.eof:
        raise UnreadableError("The compressed body breaks off.")
    return plain


def _summary(wrong: list[Wrong]) -> str:
    if not wrong:
        return 'The batch is empty. Send at least one event: {"batch": [...]}.'
    more = f" ({len(wrong)} events are wrong; see problems.)" if len(wrong) > 1 else ""
    return f"{wrong[0]}{more}"


def _only_post() -> Problem:
    detail = "This address takes POST."
    return Problem(title="Method not allowed", status=405, detail=detail, code="method", message=detail)
