"""Which work is done in the background, by whom, and how often: every room's handlers in one place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from kuulo.adopters import services as adopters
from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims import services as claims
from kuulo.codebooks import services as codebooks
from kuulo.correction import services as correction
from kuulo.customers.services import segments
from kuulo.decisions import services as decisions
from kuulo.diaries import services as diaries
from kuulo.discussions import services as discussions
from kuulo.events import services as events
from kuulo.exchange import services as exchange
from kuulo.feeds import services as feeds
from kuulo.ideas import services as ideas
from kuulo.invitations import services as invitations
from kuulo.jobs.services import Handler, JobContext, ensure_recurring
from kuulo.lake import services as lake
from kuulo.matching import services as matching
from kuulo.passages import services as passages
from kuulo.responses import services as responses
from kuulo.rights import services as rights
from kuulo.searches import services as searches
from kuulo.sources import services as sources
from kuulo.studies import services as studies
from kuulo.surveys.services import JOB_HANDLERS as SURVEY_HANDLERS
from kuulo.themes import services as themes
from kuulo.trends import services as trends
from kuulo.words import services as words

ROOMS = (
    segments,
    claims,
    codebooks,
    correction,
    decisions,
    diaries,
    matching,
    events,
    feeds,
    invitations,
    responses,
    rights,
    themes,
    trends,
    searches,
    exchange,
    adopters,
    passages,
    sources,
    studies,
    discussions,
    ideas,
    words,
)

SEAL_EVERY = timedelta(seconds=20)
COMPACT_EVERY = timedelta(hours=1)
VACUUM_EVERY = timedelta(days=1)


def seal(context: JobContext) -> None:
    """Seal what waits in the outbox; when another process is at it, the work is done."""
    try:
        report = lake.seal()
    except BusyError:
        context.progress(1, 1, say(_("Another process is sealing.")))
        return
    context.progress(1, 1, say(_("{rows} signals sealed."), rows=report.sealed))


def compact(context: JobContext) -> None:
    """Join the lake's small files into large ones."""
    lake.compact()
    context.progress(1, 1, None)


def vacuum(context: JobContext) -> None:
    """Delete files no version that may still be read needs."""
    lake.vacuum()
    context.progress(1, 1, None)


HANDLERS: Mapping[str, Handler] = {
    "lake.seal": seal,
    "lake.compact": compact,
    "lake.vacuum": vacuum,
    **SURVEY_HANDLERS,
    **{kind: handler for room in ROOMS for kind, handler in room.JOB_HANDLERS.items()},
}


def ensure_schedule() -> None:
    """Write the recurring work into the schedule; safe to repeat."""
    ensure_recurring("lake.seal", SEAL_EVERY, title=say(_("Seal new signals into the lake")))
    ensure_recurring("lake.compact", COMPACT_EVERY, title=say(_("Compact the lake")))
    ensure_recurring("lake.vacuum", VACUUM_EVERY, title=say(_("Clear the lake's old files")))
    for room in ROOMS:
        for kind, every, title in room.SCHEDULE:
            ensure_recurring(kind, every, title=title)
