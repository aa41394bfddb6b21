"""The outermost layer of the server: collecting paths go to bare ASGI, everything else to Django.

Django is served as WSGI in a pool of threads; what must be taken in fast and often never passes through its middleware.
docs/decisions/0005-server.md has the measurements behind this.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from kuulo.web.bridge import Bridge
from kuulo.web.collect import collect
from kuulo.web.wsgi import application as pages

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

COLLECTING_PREFIX = "/v1/"
THREADS = int(os.environ.get("KUULO_THREADS", "8"))

django = Bridge(pages, threads=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand one connection to whoever serves its path."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["path"].startswith(COLLECTING_PREFIX):
        await collect(scope, receive, send)
    else:
        await django(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    """Answer the server's start and stop messages; nothing needs to be opened or closed here."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
