"""The service profile over HTTP: with a key, as JSON, errors as RFC 9457 writes them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kuulo.accounts.queries import KeyView, key_of
from kuulo.accounts.services import USE_NOTED_EVERY, note_use
from kuulo.base.errors import NotFoundError
from kuulo.profiles.queries.service_profile import party_named
from kuulo.profiles.queries.service_profile import service_profile as profile_of

BEARER: Final = "Bearer "
ENCODER: Final = msgspec.json.Encoder()
AT_ONCE: Final = 600
A_SECOND: Final = 200.0
"""A key may ask so much at once and so much a second in the long run: a whole web shop, not a copy of everybody."""
MOST_KEYS: Final = 1_000
UNKNOWN: Final = "Nobody is known by this identifier."


@dataclass(slots=True)
class Allowance:
    """How much each key may still ask in this process, refilled as time goes by."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    left: OrderedDict[int, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key_id: int, now: float) -> int:
        """Take one look from a key's allowance; return 0, or the seconds to wait where none is left."""
        with self.lock:
            left, last = self.left.pop(key_id, (float(AT_ONCE), now))
            left = min(float(AT_ONCE), left + (now - last) * A_SECOND)
            self.left[key_id] = (left - 1 if left >= 1 else left, now)
            while len(self.left) > MOST_KEYS:
                self.left.popitem(last=False)
            return 0 if left >= 1 else max(1, ceil((1 - left) / A_SECOND))


ALLOWANCE: Final = Allowance()


@csrf_exempt
def service_profile(request: HttpRequest, party: str) -> HttpResponse:
    """Answer what helps to serve a customer now.

    200 with the profile, 304 where it is the one the asker has; 401 without a key that opens, 403 where the customer
    objected, 404 for everybody who is not known, 405, 429.
    """
    if request.method not in {"GET", "HEAD"}:
        return _problem(405, "Method not allowed", "Ask with GET.", {"Allow": "GET, HEAD"})
    key = _key(request)
    if key is None:
        detail = "Send a key of Kuulo as Authorization: Bearer KEY."
        return _problem(401, "Unknown key", detail, {"WWW-Authenticate": "Bearer"})
    wait = ALLOWANCE.take(key.id, time.monotonic())
    if wait:
        return _problem(429, "Too many questions at once", "Wait a moment and ask again.", {"Retry-After": str(wait)})
    _note(key, timezone.now())
    return _profile(request, party)


def _profile(request: HttpRequest, party: str) -> HttpResponse:
    try:
        number = party_named(party)
        profile = profile_of(number, now=timezone.now()) if number is not None else None
    except NotFoundError:
        # Erased between the two looks: nobody knows this customer any more.
        number, profile = None, None
    if number is None:
        return _problem(404, "Not found", UNKNOWN)
    if profile is None:
        return _problem(403, "Not within consent", "The customer objected to being served from these data.")
    return _answer(request, ENCODER.encode(profile))


def _note(key: KeyView, now: datetime) -> None:
    # A read should not cost a write each time.
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        note_use(key_id=key.id, now=now)


def _key(request: HttpRequest) -> KeyView | None:
    said = request.headers.get("Authorization", "")
    return key_of(said[len(BEARER) :].strip()) if said.startswith(BEARER) else None


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    """Return the profile, or that it is unchanged; nobody on the way may keep it."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    same = tag in {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponseNotModified() if same else HttpResponse(body, content_type="application/json")
    response["ETag"], response["Cache-Control"] = tag, "private, no-store"
    return response


def _problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return an error for programs and their makers, in English."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json", headers=headers)
    response["Cache-Control"] = "no-store"
    return response
