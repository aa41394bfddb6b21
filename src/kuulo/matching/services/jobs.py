"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.matching.rules.settings import Engine
from kuulo.matching.services.certain import link_certain
from kuulo.matching.services.finding import find_matches

FIND_KIND: Final = "matching.find"
CERTAIN_KIND: Final = "matching.link_certain"
CERTAIN_EVERY: Final = timedelta(minutes=1)


def request_matches(*, engine: Engine = Engine.DUCKDB, by: str = "") -> int:
    """Ask for a look for matches and return the job's number; one that waits already is not asked for twice."""
    return enqueue(
        FIND_KIND, {"engine": engine.value, "by": by}, key="all", title=say(_("Look for customers who are one"))
    )


def find(context: JobContext) -> None:
    """Look for matches, on the engine that was asked for."""
    payload = context.payload
    found = find_matches(engine=Engine(str(payload.get("engine", Engine.DUCKDB))), by=str(payload.get("by", "")))
    context.progress(1, 1, say(_("{count} proposals wait for a decision."), count=found.counts["open"]))


def link_what_is_certain(context: JobContext) -> None:
    """Link parties that share a key beyond doubt."""
    report = link_certain()
    context.progress(1, 1, say(_("{count} pairs linked."), count=report.linked))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {FIND_KIND: find, CERTAIN_KIND: link_what_is_certain}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (CERTAIN_KIND, CERTAIN_EVERY, say(_("Link customers who share a key beyond doubt"))),
)
