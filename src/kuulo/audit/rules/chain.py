"""The chain: each step carries the digest of the one before, so that none can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, Protocol

BEGINNING: Final = "0" * 64
"""What stands before the first step."""


class Link(Protocol):
    """What the digest of a step is made of; `text` and `details` as they lie in the database, letter by letter."""

    number: int
    at: datetime
    actor: str
    verb: str
    subject_kind: str
    subject_key: str
    text: str
    details: str
    before: str
    digest: str


def digest_of(link: Link) -> str:
    """Return the SHA-256 of a step and of the digest before it, as 64 hexadecimal digits."""
    told = [
        link.number,
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.actor,
        link.verb,
        link.subject_kind,
        link.subject_key,
        link.text,
        link.details,
        link.before,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def first_broken_of(links: Iterable[Link], *, number: int = 1, before: str = BEGINNING) -> int | None:
    """Return the number of the first step that is not as it was written, or where one is missing; nothing if all hold.

    Args:
        links: Steps in the order of their numbers.
        number: The number the first of them should have.
        before: The digest the first of them should stand on.
    """
    for link in links:
        if link.number != number or link.before != before or link.digest != digest_of(link):
            return number
        number, before = number + 1, link.digest
    return None
