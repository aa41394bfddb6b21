"""Roles: who may be what. What each role may do stands in one table, `kuulo.web.roles`."""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum


class Role(StrEnum):
    """The parts people play in an organisation."""

    OWNER = "owner"
    INSIGHT_LEAD = "insight_lead"
    RESEARCHER = "researcher"
    SERVICE_PERSON = "service_person"
    READER = "reader"


LANGUAGES = ("fi", "sv", "en")
FLOOR_DEFAULT = 5
FLOOR_LEAST = 3
KEY_PREFIX = "kuulo_"
KEY_BYTES = 24
KEY_SHOWN = len(KEY_PREFIX) + 6


def new_secret() -> str:
    """Return the secret of a new key: 192 random bits behind a word that scanners for leaked secrets can look for."""
    return KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
