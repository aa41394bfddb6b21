"""Which model's server the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

CONSOLE: Final = "console:"
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """A server as owners see it: never the key.

    Attributes:
        host: Where words go; empty for the twin, which sends nothing anywhere.
        is_encrypted: Whether the way there is (HTTPS), or none is needed because it is this machine.
    """

    host: str
    model: str
    has_key: bool
    is_encrypted: bool


def model_server() -> ServerView | None:
    """Return the server that drafts; None while drafting is off, as it is by default."""
    return _view(settings.KUULO_MODEL)


def embedding_server() -> ServerView | None:
    """Return the server that embeds; None where embeddings are computed on this machine, as they are by default."""
    return _view(settings.KUULO_EMBEDDING)


def writes() -> bool:
    """Return whether anything can be drafted."""
    return settings.KUULO_MODEL is not None


def host_of(url: str) -> str:
    """Return host and port of an address; empty for the twin."""
    return "" if url == CONSOLE else urlsplit(url).netloc


def _view(server: object) -> ServerView | None:
    if server is None:
        return None
    url = str(getattr(server, "url", ""))
    parts = urlsplit(url)
    return ServerView(
        host=host_of(url),
        model=str(getattr(server, "name", "")),
        has_key=bool(getattr(server, "key", "")),
        is_encrypted=url == CONSOLE or parts.scheme == "https" or parts.hostname in LOCAL,
    )
