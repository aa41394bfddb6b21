"""What other systems tell, each with a trigger's own token: encounters with customers; that a trigger is set off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from django.utils import timezone

from kuulo.base.errors import KuuloError, NotFoundError
from kuulo.invitations.queries import trigger_of_token
from kuulo.invitations.rules.events import Encounter, Event
from kuulo.invitations.services import Fired, fire_trigger, notice_encounter
from kuulo.responses.intake.bodies import LARGEST_BATCH, Receive, Scope, read_body
from kuulo.responses.intake.refusals import Problem

BEARER: Final = b"Bearer "
CHALLENGE: Final = ((b"www-authenticate", b"Bearer"),)
MOST_AT_ONCE: Final = 500
Headers = tuple[tuple[bytes, bytes], ...]
Answer = tuple[int, Headers, object]
Read = TypeVar("Read")


class Happened(msgspec.Struct, kw_only=True):
    """An event as another system tells it; what `Event` says of its fields holds here too."""

    key: str
    party: str
    at: datetime | None = None
    touchpoint: str = ""
    language: str = ""
    attributes: dict[str, str] = {}

    def event(self) -> Event:
        """Return the event; it happened now where nothing else is said."""
        return Event(
            key=self.key,
            party=self.party,
            at=self.at or timezone.now(),
            touchpoint=self.touchpoint,
            language=self.language,
            attributes=self.attributes,
        )


class Noticed(msgspec.Struct, kw_only=True):
    """How many encounters were told, and how many of them were new."""

    told: int
    new: int


ONE: Final = msgspec.json.Decoder(Encounter | list[Encounter])
HAPPENED: Final = msgspec.json.Decoder(Happened)


async def set_off(scope: Scope, receive: Receive) -> Answer:
    """Let the trigger whose token was sent ask about one party."""
    headers = dict(scope["headers"])
    event = HAPPENED.decode(await read_body(receive, headers.get(b"content-length", b""), LARGEST_BATCH)).event()
    token = token_of(headers)
    return await _in_thread(lambda: _fire(token, event))


async def take_encounters(scope: Scope, receive: Receive) -> Answer:
    """Record encounters, one or a list of them, told by a system that holds the token of any active trigger."""
    headers = dict(scope["headers"])
    body = ONE.decode(await read_body(receive, headers.get(b"content-length", b""), LARGEST_BATCH))
    encounters = body if isinstance(body, list) else [body]
    if len(encounters) > MOST_AT_ONCE:
        return 413, (), Problem(title="Too many encounters", status=413, detail=f"Send at most {MOST_AT_ONCE} at once.")
    token = token_of(headers)
    return await _in_thread(lambda: _notice(token, encounters))


def token_of(headers: dict[bytes, bytes]) -> str:
    """Return the bearer token that was sent, empty where none was."""
    said = headers.get(b"authorization", b"")
    return said[len(BEARER) :].decode("latin-1").strip() if said.startswith(BEARER) else ""


def _fire(token: str, event: Event) -> Answer:
    try:
        fired: Fired = fire_trigger(token, event)
    except NotFoundError:
        return _unknown_token()
    except KuuloError as error:
        return _refused(error)
    return 202, (), fired


def _notice(token: str, encounters: list[Encounter]) -> Answer:
    if trigger_of_token(token) is None:
        return _unknown_token()
    try:
        new = sum(notice_encounter(encounter) for encounter in encounters)
    except KuuloError as error:
        return _refused(error)
    return 202, (), Noticed(told=len(encounters), new=new)


def _unknown_token() -> Answer:
    detail = "Send the token of an active trigger of the kind api, as Authorization: Bearer TOKEN."
    return 401, CHALLENGE, Problem(title="Unknown token", status=401, detail=detail)


def _refused(error: KuuloError) -> Answer:
    return 422, (), Problem(title="This cannot be taken", status=422, detail=str(error))


async def _in_thread(read: Callable[[], Read]) -> Read:
    return await asyncio.get_running_loop().run_in_executor(None, read)
