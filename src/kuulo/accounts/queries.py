"""Reads of people and the organisation; what crosses to other rooms is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kuulo.accounts.models import ApiKey, Organisation, User
from kuulo.accounts.rules import FLOOR_DEFAULT, KEY_PREFIX, hash_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """The organisation as other rooms see it."""

    name: str
    is_invented: bool
    anonymity_floor: int
    confidence: float


def organisation() -> OrganisationView:
    """Return the organisation; before it is set up, one without a name and with the defaults."""
    row = Organisation.objects.first()
    if row is None:
        return OrganisationView(name="", is_invented=False, anonymity_floor=FLOOR_DEFAULT, confidence=0.95)
    return OrganisationView(
        name=row.name,
        is_invented=row.is_invented,
        anonymity_floor=row.anonymity_floor,
        confidence=row.confidence,
    )


def count_people() -> int:
    """Return how many people can sign in."""
    return User.objects.filter(is_active=True).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key of another program; its secret is not kept."""

    id: int
    name: str
    shown: str
    made_at: datetime
    made_by: str
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str


def list_keys() -> tuple[KeyView, ...]:
    """Return all keys, the newest first; revoked ones stay to be seen."""
    return tuple(_key_view(row) for row in ApiKey.objects.all())


def names_of_people() -> tuple[str, ...]:
    """Return what the people who can sign in are called, in order of the alphabet."""
    return tuple(User.objects.exclude(name="").order_by("name").values_list("name", flat=True).distinct())


def colleagues() -> tuple[tuple[str, str], ...]:
    """Return address and name of everybody who can sign in, in order of the alphabet."""
    rows = User.objects.filter(is_active=True).order_by("name", "email").values_list("email", "name")
    return tuple((email, name or email) for email, name in rows)


def key_of(secret: str) -> KeyView | None:
    """Return the key a secret opens, or nothing where it opens none or was revoked."""
    if not secret.startswith(KEY_PREFIX):
        return None
    row = ApiKey.objects.filter(secret_hash=hash_secret(secret), revoked_at=None).first()
    return _key_view(row) if row is not None else None


def _key_view(row: ApiKey) -> KeyView:
    return KeyView(
        id=row.pk,
        name=row.name,
        shown=row.shown,
        made_at=row.made_at,
        made_by=row.made_by,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
    )
