"""Reading a request's body without trusting its length, and a form's fields out of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import unquote

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_FORM: Final = 65_536
LARGEST_BATCH: Final = 1_048_576
MOST_FIELDS: Final = 1_000


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


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives the body that was read already, then whatever comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def form_fields(body: bytes) -> dict[str, list[str]] | None:
    """Return the fields of an URL-encoded form in their order; None where there are too many to be a form of ours."""
    text = body.decode("utf-8", "replace")
    parts = text.split("&")
    if len(parts) > MOST_FIELDS:
        return None
    fields: dict[str, list[str]] = {}
    for part in parts:
        name, _sign, value = part.partition("=")
        if "+" in value:
            value = value.replace("+", " ")
        if "%" in value:
            value = unquote(value, errors="replace")
        if "%" in name:
            name = unquote(name, errors="replace")
        if name in fields:
            fields[name].append(value)
        else:
            fields[name] = [value]
    return fields
