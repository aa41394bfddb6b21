"""How large a request's body may be, and a form's fields out of it."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from kuulo.base.asgi import Application, GoneError, Message, Receive, Scope, Send, TooLargeError, read_body

__all__ = [
    "LARGEST_BATCH",
    "LARGEST_FORM",
    "MOST_FIELDS",
    "Application",
    "GoneError",
    "Message",
    "Receive",
    "Scope",
    "Send",
    "TooLargeError",
    "form_fields",
    "read_body",
    "replayed",
]

LARGEST_FORM: Final = 65_536
LARGEST_BATCH: Final = 1_048_576
MOST_FIELDS: Final = 1_000


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
