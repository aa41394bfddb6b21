"""The application that does nothing: what the server itself costs, before anybody has written a line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
START: Message = {
    "type": "http.response.start",
    "status": 303,
    "headers": [(b"location", b"/"), (b"content-length", b"0")],
}
BODY: Message = {"type": "http.response.body", "body": b""}


async def application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer every request alike, unread."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send(START)
    await send(BODY)
