"""Keeping what was learned: arrays in the database, so that every worker and web process reads with the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from kuulo.words.models import LearnedModel
from kuulo.words.rules import to_bytes
from kuulo.words.rules.arrays import Arrays

VERSION_LENGTH: Final = 16


@transaction.atomic
def keep_model(
    name: str, arrays: Arrays, *, learned_from: int, now: datetime, told: Mapping[str, Any] | None = None
) -> str:
    """Keep what was learned in place of what was kept under the name; return its version, a digest of the arrays."""
    version = version_of(arrays)
    LearnedModel.objects.update_or_create(
        name=name,
        defaults={
            "version": version,
            "arrays": to_bytes(arrays),
            "told": dict(told or {}),
            "learned_from": learned_from,
            "made_at": now,
        },
    )
    return version


def version_of(arrays: Arrays) -> str:
    """Return a digest of arrays by name, type, shape and content."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(f"{name}:{arrays[name].dtype}:{arrays[name].shape}:".encode())
        digest.update(arrays[name].tobytes())
    return digest.hexdigest()[:VERSION_LENGTH]


def remove_model(name: str) -> bool:
    """Remove what was learned under the name; return whether there was anything."""
    return bool(LearnedModel.objects.filter(name=name).delete()[0])
