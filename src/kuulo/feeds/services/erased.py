"""Whom no feed brings back: keyed digests of identifiers whose persons had everything erased."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice
from typing import Final

from django.conf import settings

from kuulo.feeds.models import ErasedIdentifier

CHUNK: Final = 5_000


def note_erased(identifiers: Iterable[str], *, now: datetime) -> None:
    """Remember that these identifiers, ``scheme:value``, are not to come back; only keyed digests are kept."""
    rows = [ErasedIdentifier(digest=_digest(identifier), noted_at=now) for identifier in set(identifiers)]
    ErasedIdentifier.objects.bulk_create(rows, ignore_conflicts=True)


def erased_among(identifiers: Collection[str]) -> frozenset[str]:
    """Return which of the identifiers are not to come back."""
    if not ErasedIdentifier.objects.exists():
        return frozenset()
    by_digest = {_digest(identifier): identifier for identifier in identifiers}
    found: set[str] = set()
    remaining = iter(by_digest)
    while chunk := list(islice(remaining, CHUNK)):
        rows = ErasedIdentifier.objects.filter(digest__in=chunk).values_list("digest", flat=True)
        found.update(by_digest[digest] for digest in rows)
    return frozenset(found)


def _digest(identifier: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, identifier.strip().casefold().encode(), hashlib.sha256).hexdigest()
