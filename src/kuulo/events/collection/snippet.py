"""The browser snippet: the same script for everybody, kept by browsers for an hour."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from kuulo.base.asgi import Scope, Send

PATH: Final = "/w/traces.js"
FILE: Final = Path(__file__).resolve().parent.parent / "static" / "events" / "traces.js"
HEADERS: Final = (
    (b"content-type", b"text/javascript; charset=utf-8"),
    (b"cache-control", b"public, max-age=3600, stale-while-revalidate=86400"),
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
)


@cache
def script() -> tuple[bytes, bytes]:
    """Return the script, closed in itself, and the tag of its content."""
    content = b"(()=>{\n" + FILE.read_bytes() + b"})()\n"
    return content, f'"{hashlib.sha256(content).hexdigest()[:24]}"'.encode()


async def send_snippet(scope: Scope, send: Send) -> None:
    """Send the script, or nothing again where the asker has it already."""
    content, tag = script()
    known = dict(scope["headers"]).get(b"if-none-match") == tag
    status = 304 if known else 200 if scope["method"] in {"GET", "HEAD"} else 405
    body = content if status == 200 and scope["method"] == "GET" else b""
    await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, (b"etag", tag)]})
    await send({"type": "http.response.body", "body": body})
