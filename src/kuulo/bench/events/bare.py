"""A bare ASGI application that parses each batch with the same types and appends it, with the same group commit.

Without keys, checks, records, limits: what the server and the disk cost whoever answers over HTTP after the commit.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kuulo.base.asgi import Receive, Scope, Send, read_body
from kuulo.events.collection.writer import Writer
from kuulo.events.rules.sent import BATCH, LARGEST_BATCH

START: dict[str, Any] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"16")],
}
BODY: dict[str, Any] = {"type": "http.response.body", "body": b'{"success":true}'}


@cache
def writer() -> Writer:
    """Return this process's writer."""
    file = Path(os.environ["KUULO_DATA"], "bare.log")
    target = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(bodies: Sequence[bytes]) -> None:
        os.write(target, b"".join(bodies))
        os.fdatasync(target)

    return Writer(write, lambda: os.close(target))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer every POST after its body is on the disk, and every GET at once."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["method"] == "POST":
        body = await read_body(receive, dict(scope["headers"]).get(b"content-length", b""), LARGEST_BATCH)
        BATCH.decode(body)
        await writer().put(b"", body)
    await send(START)
    await send(BODY)
