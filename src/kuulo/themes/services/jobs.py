"""The room's work in the background: finding themes each week, and putting new comments to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.lake.queries import open_snapshot
from kuulo.themes.queries import last_finding
from kuulo.themes.services.assigning import assign_anew, assign_new
from kuulo.themes.services.finding import find_themes
from kuulo.themes.services.writing import WRITE, write_job
from kuulo.words.services import is_being_read

DISCOVER, ASSIGN, AGAIN = "themes.discover", "themes.assign", "themes.again"
DISCOVER_EVERY: Final = timedelta(days=7)
ASSIGN_EVERY: Final = timedelta(minutes=2)
DISCOVER_TITLE: Final = say(_("Find themes in comments"))
ASSIGN_TITLE: Final = say(_("Put new comments to themes"))
AGAIN_TITLE: Final = say(_("Put all comments to themes anew"))
ALL: Final = "all"


def request_themes() -> int:
    """Ask for themes to be found anew and return the job's number; one that waits already is not asked for twice."""
    return enqueue(DISCOVER, {}, key=ALL, title=DISCOVER_TITLE)


def request_assigning() -> int:
    """Ask for all comments to be put to themes as was decided about these, and return the job's number."""
    return enqueue(AGAIN, {}, key=ALL, title=AGAIN_TITLE)


def discover_job(context: JobContext) -> None:
    """Find themes; the first ones once most comments have been read."""
    with open_snapshot() as snapshot:
        is_too_early = last_finding() is None and is_being_read(snapshot)
    if is_too_early:
        context.progress(1, 1, say(_("Comments are still being read; themes are looked for after that.")))
        return
    found = find_themes(now=timezone.now(), tell=lambda done, total: context.progress(done, total, None))
    if found is None:
        context.progress(1, 1, say(_("There are too few comments for themes.")))
        return
    note = say(
        _("{themes} themes, {new} of them new; {comments} comments put to them."),
        themes=found.themes,
        new=found.new,
        comments=found.comments,
    )
    context.progress(1, 1, note)


def assign_job(context: JobContext) -> None:
    """Put new comments to themes; where there are none, find them: the first ones, or after an erasure took them."""
    if last_finding() is None:
        discover_job(context)
        return
    context.progress(1, 1, say(_("{comments} comments put to themes."), comments=assign_new() or 0))


def again_job(context: JobContext) -> None:
    """Put all comments to themes anew."""
    done = assign_anew(lambda done, total: context.progress(done, total, None))
    context.progress(1, 1, say(_("{comments} comments put to themes."), comments=done or 0))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {
    DISCOVER: discover_job,
    ASSIGN: assign_job,
    AGAIN: again_job,
    WRITE: write_job,
}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (DISCOVER, DISCOVER_EVERY, DISCOVER_TITLE),
    (ASSIGN, ASSIGN_EVERY, ASSIGN_TITLE),
)
