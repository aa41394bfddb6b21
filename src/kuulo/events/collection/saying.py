"""What a sender is told: taken, or what is wrong with it and the mend; and who may send from which website."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from kuulo.base.asgi import Send
from kuulo.events.rules.sent import LARGEST_BATCH, LARGEST_EVENT, Wrong

Headers = tuple[tuple[bytes, bytes], ...]
ENCODER: Final = msgspec.json.Encoder()
TAKEN: Final = b'{"success":true}'
SHARED: Final[Headers] = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
TAKEN_HEADERS: Final[Headers] = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(TAKEN)))
MOST_TOLD: Final = 100
ALLOWED_HEADERS: Final = b"authorization, content-type, content-encoding, anonymousid, x-retry-count"


class WrongEvent(msgspec.Struct, kw_only=True, rename="camel"):
    """One event that was not taken."""

    index: int
    message_id: str
    detail: str
    mend: str


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An error as RFC 9457 writes it, with ``code`` and ``message`` as Segment's clients read them."""

    title: str
    status: int
    detail: str
    code: str
    message: str
    type: str = "about:blank"
    problems: list[WrongEvent] = []


class Success(msgspec.Struct, kw_only=True):
    """A batch of which a part was taken."""

    success: bool
    refused: list[WrongEvent]


def problem(status: int, code: str, title: str, detail: str, wrong: Sequence[Wrong] = ()) -> Problem:
    """Return an error as it is sent."""
    return Problem(title=title, status=status, detail=detail, code=code, message=detail, problems=told(wrong))


def told(wrong: Sequence[Wrong]) -> list[WrongEvent]:
    """Return what is told of events that were not taken."""
    return [
        WrongEvent(index=each.index, message_id=each.message_id, detail=str(each.found), mend=str(each.mend))
        for each in wrong[:MOST_TOLD]
    ]


def too_large() -> Problem:
    """Refuse a body that is too large."""
    detail = (
        f"A batch may have {LARGEST_BATCH} bytes and a single event {LARGEST_EVENT}, after decompression. "
        "Send fewer events at once, or less in each."
    )
    return problem(413, "too_large", "The request is too large", detail)


def unknown_key() -> Problem:
    """Refuse a key that lets into no source."""
    detail = (
        "The write key lets into no source. Send it as the user name of Basic authorization, or as writeKey in the "
        "body; it stands on the source's page."
    )
    return problem(401, "unknown_key", "Unknown write key", detail)


def wrong_origin(origin: str) -> Problem:
    """Refuse a website that the source does not name."""
    detail = f"The source takes nothing from {origin[:200]}. Add the website on the source's page."
    return problem(403, "wrong_origin", "Unknown website", detail)


def unusable(reason: str, wrong: Sequence[Wrong] = ()) -> Problem:
    """Refuse what cannot be read, or a request of which no event can be taken."""
    return problem(400, "invalid_request", "The request cannot be used", reason, wrong)


def too_busy() -> Problem:
    """Refuse when too much waits to be written, or the disk takes nothing."""
    detail = "The events could not be stored just now. Nothing of this request was taken; send it again."
    return problem(503, "not_stored", "Not stored", detail)


def cross_origin(origin: bytes) -> Headers:
    """Return the headers by which a browser lets a website read the answer; none outside of browsers."""
    return ((b"access-control-allow-origin", origin), (b"vary", b"origin")) if origin else ()


def preflight(origin: bytes) -> Headers:
    """Return the headers that answer a browser's question whether it may send."""
    return (
        (b"access-control-allow-origin", origin or b"*"),
        (b"access-control-allow-methods", b"POST, OPTIONS"),
        (b"access-control-allow-headers", ALLOWED_HEADERS),
        (b"access-control-max-age", b"86400"),
        (b"vary", b"origin"),
    )


async def answer(send: Send, body: Problem | Success | None, headers: Headers = ()) -> None:
    """Send the answer; None: all was taken."""
    if body is None:
        await send({"type": "http.response.start", "status": 200, "headers": [*TAKEN_HEADERS, *headers]})
        await send({"type": "http.response.body", "body": TAKEN})
        return
    status, kind = (
        (body.status, b"application/problem+json") if isinstance(body, Problem) else (200, b"application/json")
    )
    own: list[tuple[bytes, bytes]] = [*SHARED, (b"content-type", kind), *headers]
    if status == 503:
        own.append((b"retry-after", b"2"))
    if status == 401:
        own.append((b"www-authenticate", b'Basic realm="write key"'))
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": ENCODER.encode(body)})
