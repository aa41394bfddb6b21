"""The room's work in the background: erased words leave the lake, and what participants take back goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext
from kuulo.sources.services.erasing import erase_due_signals
from kuulo.sources.services.following import erase_taken_back, sweep_files

FOLLOW_KIND: Final = "sources.follow"
SWEEP_KIND: Final = "sources.sweep"
FOLLOW_TITLE: Final = say(_("Erase what participants took back"))
SWEEP_TITLE: Final = say(_("Clear files of studies that belong to nothing"))


def follow(context: JobContext) -> None:
    """Erase the sources of participants who took back what they told, and signals of erased sources."""
    gone = erase_taken_back(now=timezone.now())
    try:
        signals = erase_due_signals()
    except BusyError:
        context.progress(0, 1, say(_("The lake is being written; the words are erased from it next time.")))
        return
    context.progress(1, 1, say(_("{sources} sources and {signals} signals erased."), sources=gone, signals=signals))


def sweep(context: JobContext) -> None:
    """Take away files whose source was never kept or is gone."""
    context.progress(1, 1, say(_("{count} files cleared."), count=sweep_files(now=timezone.now())))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {FOLLOW_KIND: follow, SWEEP_KIND: sweep}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (FOLLOW_KIND, timedelta(minutes=1), FOLLOW_TITLE),
    (SWEEP_KIND, timedelta(days=1), SWEEP_TITLE),
)
