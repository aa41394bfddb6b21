"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.events.services.arrivals import forget_arrivals
from kuulo.events.services.moving import move_events
from kuulo.jobs.services import Handler, JobContext

MOVE_KIND: Final = "events.move"
FORGET_KIND: Final = "events.forget"


def move(context: JobContext) -> None:
    """Move what the logs hold; when another process is at it, the work is done."""
    try:
        report = move_events(going_on=lambda: not context.stopping)
    except BusyError:
        context.progress(1, 1, say(_("Another process is moving events.")))
        return
    note = say(_("{moved} events moved, {repeated} repeats left out."), moved=report.moved, repeated=report.repeated)
    context.progress(1, 1, note)


def forget(context: JobContext) -> None:
    """Forget counts and refusals of more than a month ago."""
    forget_arrivals(now=timezone.now())
    context.progress(1, 1, None)


JOB_HANDLERS: Final[Mapping[str, Handler]] = {MOVE_KIND: move, FORGET_KIND: forget}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (MOVE_KIND, timedelta(seconds=5), say(_("Move new traces into the store"))),
    (FORGET_KIND, timedelta(days=1), say(_("Forget old counts and refusals of traces"))),
)
