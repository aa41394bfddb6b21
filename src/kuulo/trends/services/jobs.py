"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.trends.services.watching import watch

WATCH_KIND: Final = "trends.watch"
WATCH_EVERY: Final = timedelta(hours=1)
TITLE: Final = say(_("Look for changes in all series"))


def request_watch() -> int:
    """Ask for a look at all series and return the job's number; one that waits already is not asked for twice."""
    return enqueue(WATCH_KIND, {}, key="all", title=TITLE)


def look(context: JobContext) -> None:
    """Look at all series."""
    done = watch(now=timezone.now(), tell=lambda done, total: context.progress(done, total, None))
    if not done.is_new:
        context.progress(1, 1, say(_("Nothing has changed since the last look.")))
        return
    context.progress(1, 1, say(_("{series} series read, {alarms} new alarms."), series=done.series, alarms=done.alarms))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {WATCH_KIND: look}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = ((WATCH_KIND, WATCH_EVERY, TITLE),)
