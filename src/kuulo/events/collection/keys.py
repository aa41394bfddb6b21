"""Which source a write key lets into: read from the database now and then, never in the event loop."""

from __future__ import annotations

import asyncio
import binascii
import time
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.db import close_old_connections

from kuulo.events.queries import source_of_key
from kuulo.events.rules.sources import KEY_LENGTH, SourceView

# A revoked key works no longer than this.
TRUSTED_SECONDS: Final = 5.0
MOST_KNOWN: Final = 10_000
BASIC: Final = b"basic "

Find = Callable[[str], SourceView | None]


def key_of(authorization: bytes) -> str:
    """Return the user name of Basic authorization; empty where it is none."""
    if authorization[:6].lower() != BASIC:
        return ""
    try:
        return b64decode(authorization[6:], validate=True).partition(b":")[0].decode("ascii")
    except (binascii.Error, ValueError):
        return ""


class Keys:
    """What this process knows of write keys; to be used from its event loop only."""

    def __init__(self, find: Find = source_of_key) -> None:
        self._find = find
        self._known: dict[str, tuple[float, SourceView | None]] = {}
        self._pool: ThreadPoolExecutor | None = None

    async def source(self, key: str) -> SourceView | None:
        """Return the open source the key lets into, as it was at most `TRUSTED_SECONDS` ago."""
        known = self._known.get(key)
        now = time.monotonic()
        if known is not None and now < known[0]:
            return known[1]
        if len(key) != KEY_LENGTH or not key.isalnum():
            return None
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "events-keys")
        found = await asyncio.get_running_loop().run_in_executor(self._pool, self._look, key)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[key] = (now + TRUSTED_SECONDS, found)
        return found

    def _look(self, key: str) -> SourceView | None:
        close_old_connections()
        return self._find(key)
