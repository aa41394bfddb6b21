"""The collecting side: a small ASGI application for what customers and their programs send.

It answers in JSON, and refuses what it does not know as problem+json (RFC 9457).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Handler = Callable[[Scope, Receive], Awaitable[tuple[int, object]]]


class Problem(msgspec.Struct, kw_only=True):
    """An error as RFC 9457 writes it."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"


class Alive(msgspec.Struct):
    """The collecting side's own word that it takes signals in."""

    status: str


async def alive(scope: Scope, receive: Receive) -> tuple[int, Alive]:
    """Say that the collecting side answers."""
    del scope, receive
    return 200, Alive(status="ok")


ROUTES: dict[tuple[str, str], Handler] = {("GET", "/v1/alive"): alive}
ENCODER = msgspec.json.Encoder()


async def collect(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request of the collecting side."""
    handler = ROUTES.get((scope["method"], scope["path"]))
    status, body = await handler(scope, receive) if handler else _unknown(scope)
    kind = b"application/problem+json" if isinstance(body, Problem) else b"application/json"
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": ENCODER.encode(body)})


def _unknown(scope: Scope) -> tuple[int, Problem]:
    known = sorted({path for _method, path in ROUTES})
    if scope["path"] in known:
        allowed = ", ".join(sorted(method for method, path in ROUTES if path == scope["path"]))
        return 405, Problem(title="Method not allowed", status=405, detail=f"This address takes {allowed}.")
    detail = f"There is nothing at {scope['path']}. Known addresses: {', '.join(known)}."
    return 404, Problem(title="Not found", status=404, detail=detail)
