"""Ids: new ones that sort by time, and ones derived from the sender's own words."""

from __future__ import annotations

import hashlib
import secrets


def new_id(milliseconds: int) -> str:
    """Return a new 26-character id that sorts by the time given (milliseconds since 1970, 80 random bits).

    The clock is the caller's, so that rules stay pure.
    """
    return f"{milliseconds:012x}{secrets.token_hex(7)}"


def derived_id(*parts: str) -> str:
    """Return the same 32-character id for the same parts, so that what is sent twice is stored once."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()
