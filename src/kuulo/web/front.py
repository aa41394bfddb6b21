"""The outermost layer of the server: collecting paths go to bare ASGI, everything else to Django.

Django is served as WSGI in a pool of threads; what must be taken in fast and often never passes through its middleware.
docs/decisions/0005-server.md has the measurements behind this.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

# First, for it makes Django's apps ready.
from kuulo.web.wsgi import application as pages

# isort: split
from django.conf import settings
from django.urls import get_resolver

from kuulo.accounts.queries import organisation
from kuulo.base.errors import KuuloError
from kuulo.events.collection.application import application as traces
from kuulo.events.collection.application import drain as drain_traces
from kuulo.figures import queries as figures
from kuulo.figures.queries.overview import overview
from kuulo.figures.rules.periods import Period
from kuulo.profiles import queries as profiles
from kuulo.responses.intake.application import application as intake
from kuulo.responses.intake.application import drain
from kuulo.web.bridge import Bridge
from kuulo.web.collect import collect

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

COLLECTING_PREFIX = "/v1/"
GARBAGE_AFTER = 10_000
logger = logging.getLogger(__name__)

django = Bridge(pages, threads=settings.KUULO_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand one connection to whoever serves its path."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    else:
        await traces(scope, receive, send, _no_trace)


async def _no_trace(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve what is no trace."""
    await intake(scope, receive, send, _otherwise)


async def _otherwise(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve what is no answer."""
    if scope["path"].startswith(COLLECTING_PREFIX):
        await collect(scope, receive, send)
    else:
        await django(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    """Answer the server's start and stop messages; at the start, plans are compiled while pages are already served."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            asyncio.get_running_loop().run_in_executor(django.pool, prepare)
        stops = message["type"] == "lifespan.shutdown"
        if stops:
            await drain()
            await drain_traces()
        await send({"type": f"{message['type']}.complete"})
        if stops:
            return


def prepare() -> None:
    """Load the pages, compile the figures' plans and look at Home once, so that the first page waits for nothing.

    Then set aside what stays for good.
    Else every thorough search for garbage would go through all that was imported, in the midst of taking answers in.
    """
    # All views are imported with the first address that is looked up.
    _ = get_resolver().url_patterns
    figures.warm_up(organisation().confidence)
    profiles.warm_up()
    _look_at_home()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, *gc.get_threshold()[1:])


def _look_at_home() -> None:
    """Compute the figures of Home in this process: libraries are loaded by it, and what is computed is kept."""
    try:
        with figures.open_reading() as reading:
            overview(reading, Period(""))
    except KuuloError:
        # Whoever opens the page is told; the server serves all else.
        logger.info("Home could not be looked at before it is asked for.", exc_info=True)
