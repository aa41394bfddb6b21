"""What the bare-ASGI paths share: names of the protocol's parts, and reading a body without trusting its length."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class TooLargeError(Exception):
    """The body is larger than is taken."""


class GoneError(Exception):
    """The client closed the connection before its request was whole."""


async def read_body(receive: Receive, length: bytes, largest: int) -> bytes:
    """Return the body; ``length`` is what the client says of it.

    When that much has come, nothing more is waited for: the server lets no more through, and each wait costs.

    Raises:
        TooLargeError: It is longer than ``largest``; no more than that was read.
        GoneError: The client went away.
    """
    said = int(length) if length.isdigit() else -1
    if said > largest:
        raise TooLargeError
    message = await receive()
    body: bytes = message.get("body", b"")
    if len(body) == said:
        return body
    parts = [body]
    size = len(body)
    while message["type"] != "http.request" or message.get("more_body", False):
        if message["type"] == "http.disconnect":
            raise GoneError
        if size > largest:
            raise TooLargeError
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
    if size > largest:
        raise TooLargeError
    return b"".join(parts)
