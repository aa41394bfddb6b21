"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.services.watching import watch
from kuulo.jobs.services import Handler, JobContext

WATCH_KIND: Final = "claims.watch"
WATCH_EVERY: Final = timedelta(seconds=30)
TITLE: Final = say(_("Watch over what is evidence, and bring answers back to claims"))


def look(context: JobContext) -> None:
    """Look once."""
    done = watch(now=timezone.now())
    if not (done.fallen or done.stale or done.answers):
        context.progress(1, 1, say(_("Nothing has changed since the last look.")))
        return
    context.progress(
        1,
        1,
        say(
            _("{fallen} fragments left evidence, {stale} claims turned stale, {answers} answers came back."),
            fallen=done.fallen,
            stale=done.stale,
            answers=done.answers,
        ),
    )


JOB_HANDLERS: Final[Mapping[str, Handler]] = {WATCH_KIND: look}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = ((WATCH_KIND, WATCH_EVERY, TITLE),)
