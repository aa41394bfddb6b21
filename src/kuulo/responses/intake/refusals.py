"""What somebody is told whose request is not taken at all: a small page in their language, or problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kuulo.responses.intake.bodies import Send

PAGE: Final = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
    "</head><body><main><h1>{title}</h1><p>{detail}</p></main></body></html>"
)
SHARED_HEADERS: Final = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
HTML_HEADERS: Final = (
    *SHARED_HEADERS,
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
JSON_HEADERS: Final = (*SHARED_HEADERS, (b"content-type", b"application/problem+json"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: its HTTP status and what is said; ``wait`` seconds until it is worth trying again, 0 for never."""

    status: int
    title: str
    detail: str
    wait: int = 0


class Wrong(msgspec.Struct, kw_only=True):
    """What is wrong with one answer."""

    question: str
    detail: str


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An error as RFC 9457 writes it, with what is wrong by question."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    problems: list[Wrong] = []


ENCODER: Final = msgspec.json.Encoder()


def too_many(wait: int) -> Refusal:
    """Refuse a sender, or a link, that has sent too much."""
    return Refusal(
        429,
        gettext_noop("Too many answers at once"),
        gettext_noop("Wait a moment, go back and send your answers again. Nothing you wrote is lost by waiting."),
        wait,
    )


def too_large() -> Refusal:
    """Refuse a body that is too large."""
    return Refusal(
        413,
        gettext_noop("The answer is too long"),
        gettext_noop("Go back, shorten what you wrote, and send it again."),
    )


def too_busy() -> Refusal:
    """Refuse when too much waits to be written, or the store cannot be written."""
    return Refusal(
        503,
        gettext_noop("The answer could not be stored just now"),
        gettext_noop("Wait a moment, go back and send your answers again."),
        2,
    )


def of_elsewhere() -> Refusal:
    """Refuse a form that another site sent."""
    return Refusal(
        403,
        gettext_noop("This form was sent from another site"),
        gettext_noop("Open the link you were given, and answer there."),
    )


async def refuse_page(send: Send, refusal: Refusal, asked: Mapping[bytes, bytes]) -> None:
    """Answer with a page in the language the request's headers ask for."""
    language = _language(asked.get(b"accept-language", b""))
    await _answer(send, refusal, HTML_HEADERS, _page(refusal.title, refusal.detail, language))


async def refuse_json(send: Send, refusal: Refusal, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    """Answer with problem+json, in English: it is read by programs and their makers."""
    body = ENCODER.encode(Problem(title=refusal.title, status=refusal.status, detail=refusal.detail))
    await _answer(send, refusal, (*JSON_HEADERS, *headers), body)


async def _answer(send: Send, refusal: Refusal, headers: tuple[tuple[bytes, bytes], ...], body: bytes) -> None:
    wait = ((b"retry-after", str(refusal.wait).encode()),) if refusal.wait else ()
    await send({"type": "http.response.start", "status": refusal.status, "headers": [*headers, *wait]})
    await send({"type": "http.response.body", "body": body})


def _language(accepted: bytes) -> str:
    """Return the first language of Accept-Language that Kuulo speaks, else English."""
    for part in accepted.decode("latin-1").split(","):
        code = part.split(";", 1)[0].strip().lower()[:2]
        if code in {"fi", "sv", "en"}:
            return code
    return "en"


@lru_cache(maxsize=64)
def _page(title: str, detail: str, language: str) -> bytes:
    with translation.override(language):
        return PAGE.format(language=language, title=escape(_(title)), detail=escape(_(detail))).encode()
