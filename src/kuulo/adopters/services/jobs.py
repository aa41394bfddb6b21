"""The room's work in the background: looking for early adopters every hour; free while nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.adopters.services.searching import search
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext, enqueue

SEARCH_KIND: Final = "adopters.search"
SEARCH_EVERY: Final = timedelta(hours=1)
SEARCH_TITLE: Final = say(_("Look for early adopters"))


def request_search() -> int:
    """Ask for a look at who was first, and return the job's number."""
    return enqueue(SEARCH_KIND, {}, key="all", title=SEARCH_TITLE)


def look(context: JobContext) -> None:
    """Look for early adopters."""
    context.progress(1, 1, say(_("{count} customers are proposed."), count=search()))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {SEARCH_KIND: look}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = ((SEARCH_KIND, SEARCH_EVERY, SEARCH_TITLE),)
