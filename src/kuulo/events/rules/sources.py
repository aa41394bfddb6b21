"""What a source of traces is: where events come from and what may be done with what they say; pure."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

KEY_LENGTH: Final = 32
NAME_LENGTH: Final = 120
SCHEME: Final = re.compile(r"[a-z][a-z0-9_]{0,49}")
MOST_ORIGINS: Final = 50


class Channel(StrEnum):
    """Where the traces are left."""

    WEB = "web"
    APP = "app"
    SHOP = "shop"
    SERVER = "server"


class Traits(StrEnum):
    """When what a client tells about a person is written down with the person."""

    NEVER = "never"
    CONSENT = "consent"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """One write key of a source."""

    id: int
    key: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source of traces, as other rooms and the pages see it.

    Attributes:
        slug: Its name in the lake.
        scheme: What a ``userId`` is: the scheme of the identifier.
        group_scheme: The same of a ``groupId``.
        origins: Websites that may send with its keys; empty for any.
        creates_parties: Whether a ``userId`` that nobody has makes a prospect.
        traits: When traits are written down.
        keys: Its write keys, newest first.
    """

    id: int
    slug: str
    name: str
    channel: Channel
    scheme: str
    group_scheme: str
    origins: tuple[str, ...]
    creates_parties: bool
    traits: Traits
    open: bool
    keys: tuple[KeyView, ...]

    @property
    def working_keys(self) -> tuple[str, ...]:
        """Return the keys that were not revoked, newest first."""
        return tuple(each.key for each in self.keys if each.revoked_at is None)

    def lets_in(self, origin: str) -> bool:
        """Return whether a browser on that website may send; what comes from no website always may."""
        return not origin or not self.origins or origin.lower().rstrip("/") in self.origins


def new_write_key() -> str:
    """Return a new write key: 32 letters and digits."""
    return secrets.token_hex(KEY_LENGTH // 2)


def check_scheme(scheme: str) -> str:
    """Return the scheme of identifiers.

    Raises:
        InputError: It is not one word of small letters, digits and underscores.
    """
    if not SCHEME.fullmatch(scheme):
        raise InputError(
            _("“{scheme}” cannot be a kind of identifier."),
            _("Write small letters a–z, digits and underscores, such as customer_id."),
            scheme=scheme[:60],
        )
    return scheme


def check_origins(lines: Iterable[str]) -> tuple[str, ...]:
    """Return websites as browsers name them: scheme, host and port.

    Raises:
        InputError: One is no address of a website, or there are too many.
    """
    found: dict[str, None] = {}
    for line in (line.strip() for line in lines):
        if not line:
            continue
        parts = urlsplit(line)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(
                _("“{address}” is no address of a website."),
                _("Write it as https://www.example.com."),
                address=line[:60],
            )
        found[f"{parts.scheme}://{parts.netloc.lower()}"] = None
    if len(found) > MOST_ORIGINS:
        raise InputError(_("There are {count} websites; name at most {most}."), count=len(found), most=MOST_ORIGINS)
    return tuple(found)
