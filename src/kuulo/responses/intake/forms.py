"""Forms of the answer pages: what can be taken is committed and answered 303, the rest goes on to Django unread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings

from kuulo.base.senders import address_of, network_of
from kuulo.responses.intake.bodies import (
    LARGEST_FORM,
    Application,
    GoneError,
    Receive,
    Scope,
    Send,
    TooLargeError,
    form_fields,
    read_body,
    replayed,
)
from kuulo.responses.intake.limits import OF_ADDRESS, OF_LINK, Buckets
from kuulo.responses.intake.refusals import of_elsewhere, refuse_page, too_busy, too_large, too_many
from kuulo.responses.intake.writer import FullError, StoreError, Writer
from kuulo.responses.rules.forms import (
    BACK,
    DISMISS,
    FIELD_FORM,
    FIELD_GO,
    FIELD_LANGUAGE,
    FIELD_PAGE,
    NEXT,
    FormToken,
    FormTokenError,
    address_after,
    read_form_token,
)
from kuulo.responses.services.deciding import known_of
from kuulo.responses.services.doors import KEEP_SECONDS, Door, Doors
from kuulo.responses.services.submission import Submission
from kuulo.responses.services.writing import Waiting, write

FORM_TYPE: Final = b"application/x-www-form-urlencoded"
WAYS: Final = frozenset({NEXT, BACK, DISMISS})
NOWHERE: Final = b""
SEE_OTHER_HEADERS: Final = ((b"cache-control", b"no-store"), (b"content-length", b"0"))
EMPTY: Final = {"type": "http.response.body", "body": b""}


@dataclass(slots=True)
class Intake:
    """What a process keeps for taking answers in: limits, doors it remembers, and the writer."""

    secret: str
    proxies: int
    doors: Doors
    writer: Writer
    of_address: Buckets
    of_link: Buckets


def make_intake() -> Intake:
    """Return an intake with the settings of this process."""
    doors = Doors(keep=KEEP_SECONDS)
    return Intake(
        secret=settings.SECRET_KEY,
        proxies=settings.KUULO_PROXIES,
        doors=doors,
        writer=Writer(lambda batch: write(batch, doors)),
        of_address=Buckets(OF_ADDRESS),
        of_link=Buckets(OF_LINK),
    )


async def take_form(intake: Intake, scope: Scope, receive: Receive, send: Send, otherwise: Application) -> None:
    """Take one form that was posted to ``/a/…``, ``/p/…`` or ``/r/…``.

    The limits hold for whatever is posted there: Django takes forms in other encodings too.
    """
    headers = dict(scope["headers"])
    wait = limited(intake, scope, headers)
    if wait or from_elsewhere(headers):
        await refuse_page(send, too_many(wait) if wait else of_elsewhere(), headers)
        return
    try:
        body = await read_body(receive, headers.get(b"content-length", NOWHERE), LARGEST_FORM)
        location = await _taken(intake, scope["path"], body) if _is_plain(headers) else None
    except GoneError:
        return
    except TooLargeError:
        await refuse_page(send, too_large(), headers)
    except (FullError, StoreError):
        await refuse_page(send, too_busy(), headers)
    else:
        if location is None:
            await otherwise(scope, replayed(body, receive), send)
            return
        see_other = [(b"location", location), *SEE_OTHER_HEADERS]
        await send({"type": "http.response.start", "status": 303, "headers": see_other})
        await send(EMPTY)


def limited(intake: Intake, scope: Scope, headers: dict[bytes, bytes], cost: float = 1.0) -> int:
    """Return 0, or how many seconds the sender or everybody on this address of ours must wait."""
    now = time.monotonic()
    peer = (scope.get("client") or ("",))[0]
    if intake.proxies:
        peer = address_of(peer, headers.get(b"x-forwarded-for", NOWHERE).decode("latin-1"), intake.proxies)
    return intake.of_address.take(network_of(peer), now, cost) or intake.of_link.take(scope["path"][:32], now, cost)


def from_elsewhere(headers: dict[bytes, bytes]) -> bool:
    """Return whether the browser says that the form was on another site's page; one that says nothing is believed.

    There is no cookie that another site could misuse; this keeps other sites from answering in a visitor's name.
    """
    return headers.get(b"sec-fetch-site", b"none") not in {b"same-origin", b"none"}


def _is_plain(headers: dict[bytes, bytes]) -> bool:
    """Return whether it is a form as our pages send it, from the address it asks; Django looks closer at others."""
    origin = headers.get(b"origin")
    at_home = origin is None or origin.partition(b"://")[2] == headers.get(b"host")
    return at_home and headers.get(b"content-type", NOWHERE).startswith(FORM_TYPE)


async def _taken(intake: Intake, path: str, body: bytes) -> bytes | None:
    """Return where the sender goes next, once the page is committed; None where Django is to answer."""
    waiting = _read(intake, path, body)
    if waiting is None:
        return None
    outcome = await intake.writer.put(waiting)
    if not outcome.taken:
        return None
    return address_after(intake.secret, waiting.submission.form, more=outcome.page is not None).encode()


def _read(intake: Intake, path: str, body: bytes) -> Waiting | None:
    """Return the page as it is to be written, or None where it cannot be taken."""
    fields = form_fields(body)
    if fields is None:
        return None
    try:
        form = read_form_token(intake.secret, _first(fields, FIELD_FORM))
    except FormTokenError:
        return None
    go = _first(fields, FIELD_GO) or NEXT
    if go not in WAYS or not _belongs(path, form):
        return None
    submission = Submission(
        form=form,
        page=_first(fields, FIELD_PAGE),
        fields=fields,
        go=go,
        language=_first(fields, FIELD_LANGUAGE),
        received_at=datetime.now(tz=UTC),
    )
    door = None if form.personal or not form.token else intake.doors.at_hand(form)
    return Waiting(submission) if door is None or go != NEXT else _checked(submission, door)


def _checked(submission: Submission, door: Door) -> Waiting | None:
    """Return the page with its check, made here where it takes nothing that is not at hand."""
    compiled = door.compiled
    if submission.page not in compiled.pages:
        return None
    if not compiled.plain:
        return Waiting(submission, door=door)
    known = known_of(submission, door, None)
    checked = compiled.check_form(submission.page, submission.fields, known)
    return None if checked.problems else Waiting(submission, checked, known, door)


def _belongs(path: str, form: FormToken) -> bool:
    """Return whether a form was posted to the address it was made for."""
    place = path[:3]
    if place == "/r/":
        return path[3:].rstrip("/") == form.key
    return place == ("/p/" if form.personal else "/a/") and path[3:].rstrip("/") == form.token != ""


def _first(fields: dict[str, list[str]], name: str) -> str:
    values = fields.get(name)
    return values[0] if values else ""
