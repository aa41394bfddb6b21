"""The JSON API for programs, widgets and tablets: answers in, the questionnaire out, what was shown or dismissed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Final, TypeVar

import msgspec

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Questionnaire
from kuulo.responses.intake.bodies import (
    LARGEST_BATCH,
    LARGEST_FORM,
    GoneError,
    Receive,
    Scope,
    Send,
    TooLargeError,
    read_body,
)
from kuulo.responses.intake.events import set_off, take_encounters
from kuulo.responses.intake.forms import Intake, limited
from kuulo.responses.intake.refusals import (
    Problem,
    Refusal,
    refuse_json,
    too_busy,
    too_large,
    too_many,
)
from kuulo.responses.intake.sent import Batch, Refused, Results, Seen, Sent, Taken, read_sent, refused, taken, to_write
from kuulo.responses.intake.writer import FullError, StoreError
from kuulo.responses.queries import WayInView

CROSS_ORIGIN: Final = ((b"access-control-allow-origin", b"*"),)
PREFLIGHT: Final = (
    *CROSS_ORIGIN,
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"86400"),
    (b"vary", b"origin"),
)
NO_STORE: Final = (b"cache-control", b"no-store")
REVALIDATE: Final = (b"cache-control", b"no-cache")
PLAIN: Final = (b"content-type", b"application/json")
WRONG: Final = (b"content-type", b"application/problem+json")
ENCODER: Final = msgspec.json.Encoder()
ANSWERS_A_REQUEST: Final = 50.0
WAYS: Final = "/v1/ways/"
Found = TypeVar("Found")
Headers = tuple[tuple[bytes, bytes], ...]
Handler = Callable[[Intake, Scope, Receive], Awaitable[tuple[int, Headers, object]]]


class Definition(msgspec.Struct, kw_only=True):
    """What a widget, a tablet or a program needs to ask the questions itself."""

    way: str
    kind: str
    instrument: str
    version: int
    promise: str
    language: str
    languages: tuple[str, ...]
    touchpoint: str
    questionnaire: Questionnaire


async def answer_api(intake: Intake, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request to the JSON API."""
    if scope["method"] == "OPTIONS":
        await _send(send, 204, PREFLIGHT, b"")
        return
    method, handler = route_of(scope["path"])
    if scope["method"] != method:
        allowed = (*CROSS_ORIGIN, (b"allow", method.encode()))
        await refuse_json(send, Refusal(405, "Method not allowed", f"This address takes {method}."), allowed)
        return
    wait = limited(intake, scope, dict(scope["headers"]))
    try:
        refusal = too_many(wait) if wait else None
        status, headers, body = await handler(intake, scope, receive) if not wait else (0, (), None)
    except TooLargeError:
        refusal = too_large()
    except (FullError, StoreError):
        refusal = too_busy()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        refusal = Refusal(422, "The JSON cannot be used", str(error))
    except GoneError:
        return
    if refusal is not None:
        await refuse_json(send, refusal, CROSS_ORIGIN)
        return
    kind = WRONG if isinstance(body, Problem) else PLAIN
    await _send(send, status, (*CROSS_ORIGIN, *headers, kind), b"" if body is None else ENCODER.encode(body))


async def take_answers(intake: Intake, scope: Scope, receive: Receive) -> tuple[int, Headers, object]:
    """Take one answer, or a batch of them in one list; each comes back as stored or with what is wrong."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    sent = read_sent(await read_body(receive, length, LARGEST_BATCH))
    if isinstance(sent, Sent):
        return await _one(intake, sent)
    if len(sent.answers) > Batch.most:
        return 413, (), Problem(title="Too many answers", status=413, detail=f"Send at most {Batch.most} at once.")
    wait = limited(intake, scope, headers, len(sent.answers) / ANSWERS_A_REQUEST)
    if wait:
        refusal = too_many(wait)
        problem = Problem(title=refusal.title, status=refusal.status, detail=refusal.detail)
        return refusal.status, ((b"retry-after", str(wait).encode()),), problem
    # One after the other into the writer, which takes them all along in one transaction.
    results = await asyncio.gather(*(_one(intake, each) for each in sent.answers))
    bodies = [body for _status, _headers, body in results]
    stored = [body for body in bodies if isinstance(body, Taken)]
    refused_ones = [
        Refused(key=each.name, status=body.status, detail=body.detail, problems=body.problems)
        for each, body in zip(sent.answers, bodies, strict=True)
        if isinstance(body, Problem)
    ]
    return 200, (NO_STORE,), Results(stored=stored, refused=refused_ones)


async def note_seen(intake: Intake, scope: Scope, receive: Receive) -> tuple[int, Headers, object]:
    """Take in that the questions were shown, or dismissed."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    seen = msgspec.json.decode(await read_body(receive, length, LARGEST_FORM), type=Seen)
    return await _one(intake, seen)


async def _one(intake: Intake, sent: Sent | Seen) -> tuple[int, Headers, object]:
    way = await _way_in(intake, sent.way)
    if way is None:
        return 404, (), _nothing_there()
    if not sent.fits(way):
        detail = "This way in takes answers on its own page only. Open one of the kind api, widget or kiosk."
        return 403, (), Problem(title="Not a way in for programs", status=403, detail=detail)
    live = await _live(intake, way)
    if live is None:
        return 404, (), _nothing_there()
    outcome = await intake.writer.put(to_write(sent, way, sent.version or live.number, datetime.now(tz=UTC)))
    if not outcome.taken:
        problem = refused(outcome)
        return problem.status, (), problem
    status = 200 if outcome.repeated else 201
    return status, (NO_STORE,), taken(sent, outcome)


async def show_way(intake: Intake, scope: Scope, receive: Receive) -> tuple[int, Headers, object]:
    """Return the questionnaire behind a way in; nothing again where the asker has it already."""
    del receive
    way = await _way_in(intake, scope["path"].removeprefix(WAYS).rstrip("/"))
    version = await _live(intake, way) if way else None
    if way is None or version is None:
        return 404, (), _nothing_there()
    tag = f'"{version.digest}-{version.number}-{way.language}"'.encode()
    if dict(scope["headers"]).get(b"if-none-match") == tag:
        return 304, ((b"etag", tag), REVALIDATE), None
    return (
        200,
        ((b"etag", tag), REVALIDATE),
        Definition(
            way=way.token,
            kind=way.kind,
            instrument=version.slug,
            version=version.number,
            promise=version.promise.value,
            language=way.language,
            languages=version.questionnaire.languages,
            touchpoint=way.touchpoint or version.touchpoint,
            questionnaire=version.questionnaire,
        ),
    )


async def note_trigger(intake: Intake, scope: Scope, receive: Receive) -> tuple[int, Headers, object]:
    """Let another system set off a trigger."""
    del intake
    return await set_off(scope, receive)


async def note_encounters(intake: Intake, scope: Scope, receive: Receive) -> tuple[int, Headers, object]:
    """Take in what another system tells of encounters."""
    del intake
    return await take_encounters(scope, receive)


async def _way_in(intake: Intake, token: str) -> WayInView | None:
    doors = intake.doors
    return doors.way_in(token) if doors.knows(token) else await _in_thread(lambda: doors.way_in(token))


async def _live(intake: Intake, way: WayInView) -> VersionView | None:
    doors, number = intake.doors, way.instrument_id
    return doors.live(number) if doors.knows(way.token, number) else await _in_thread(lambda: doors.live(number))


async def _in_thread(read: Callable[[], Found]) -> Found:
    """Return what is read from the database, which must not keep the event loop waiting."""
    return await asyncio.get_running_loop().run_in_executor(None, read)


def _nothing_there() -> Problem:
    """Say the same of a token that never was and of one that was closed."""
    return Problem(title="Not found", status=404, detail="There is no open way in of this token.")


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def is_api(path: str) -> bool:
    """Return whether the path is one of the API's; a way in's own address ends with its token."""
    return path in ROUTES or path.startswith(WAYS)


def route_of(path: str) -> tuple[str, Handler]:
    """Return the method an address of the API takes, and what answers it."""
    return ROUTES[path if path in ROUTES else WAYS]


ROUTES: Final[Mapping[str, tuple[str, Handler]]] = {
    "/v1/answers": ("POST", take_answers),
    "/v1/seen": ("POST", note_seen),
    WAYS: ("GET", show_way),
    "/v1/triggers": ("POST", note_trigger),
    "/v1/encounters": ("POST", note_encounters),
}
