"""The intake as an ASGI application: forms of the answer pages and the JSON API; the rest goes on unread."""

from __future__ import annotations

from functools import cache
from typing import Final

from kuulo.responses.intake.api import answer_api, is_api
from kuulo.responses.intake.bodies import Application, Receive, Scope, Send
from kuulo.responses.intake.forms import Intake, make_intake, take_form

FORM_PREFIXES: Final = ("/a/", "/p/", "/r/")


@cache
def intake() -> Intake:
    """Return this process's intake; made at the first request, after web processes were forked."""
    return make_intake()


async def application(scope: Scope, receive: Receive, send: Send, otherwise: Application) -> None:
    """Take answers in; whatever is not taken is handed to ``otherwise`` as it came."""
    path: str = scope["path"]
    if scope["method"] == "POST" and path.startswith(FORM_PREFIXES):
        await take_form(intake(), scope, receive, send, otherwise)
    elif is_api(path):
        await answer_api(intake(), scope, receive, send)
    else:
        await otherwise(scope, receive, send)


async def drain() -> None:
    """Wait until everything that was taken in is committed; called when the server stops."""
    await intake().writer.drain()
