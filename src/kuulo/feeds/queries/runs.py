"""Reads of deliveries: where their files lie, what was recognised in them, how far they have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.feeds.models import Feed, FeedRun
from kuulo.feeds.rules.keeping import PeopleCounts, PurchaseCounts, Shown
from kuulo.feeds.rules.lifecycle import BUSY, FeedKind, RunState
from kuulo.feeds.rules.understanding import DeliverySummary
from kuulo.jobs.queries import JobView, get_job
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.rules.keeping import Failure, from_kept

FEEDS: Final = "feeds"
SUMMARY: Final = "summary.json"
SHOWN: Final = "shown.json"
MEGABYTE: Final = 1024**2
UNPACKED_TIMES: Final = 8
# What an organisation reads from its own folders and databases may be larger than what a page takes.
SCHEDULED_LIMIT: Final = 4096 * MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a delivery has come; see `kuulo.surveys.queries.Standing`."""

    state: RunState
    is_under_way: bool
    job: JobView | None
    failure: tuple[Text, ...]


def run_folder(run: FeedRun) -> Path:
    """Return the folder that holds what came."""
    return Path(settings.MEDIA_ROOT) / FEEDS / run.folder


def delivery_path(run: FeedRun) -> Path:
    """Return where the file that came lies."""
    return run_folder(run) / run.stored_name


def limits() -> Limits:
    """Return how much a delivery may hold."""
    largest = max(settings.KUULO_UPLOAD_LIMIT_MB * MEGABYTE, SCHEDULED_LIMIT)
    return Limits(file=largest, unpacked=largest * UNPACKED_TIMES)


def summary_of(run: FeedRun) -> DeliverySummary | None:
    """Return what was recognised; None before that, and once the file is gone."""
    path = run_folder(run) / SUMMARY
    return from_kept(msgspec.json.decode(path.read_bytes()), DeliverySummary) if path.is_file() else None


def shown_of(run: FeedRun) -> Shown | None:
    """Return examples of what taking in would do; None where nothing was checked or the file is gone."""
    path = run_folder(run) / SHOWN
    return from_kept(msgspec.json.decode(path.read_bytes()), Shown) if path.is_file() else None


def counts_of(run: FeedRun) -> PeopleCounts | PurchaseCounts | None:
    """Return what the check found; None before it was made."""
    return _counts(run.feed, run.counts)


def result_of(run: FeedRun) -> PeopleCounts | PurchaseCounts | None:
    """Return what taking in did; None before it was done."""
    return _counts(run.feed, run.result)


def _counts(feed: Feed, kept: object) -> PeopleCounts | PurchaseCounts | None:
    if not kept:
        return None
    if feed.kind == FeedKind.PEOPLE:
        return from_kept(kept, PeopleCounts)
    return from_kept(kept, PurchaseCounts)


def standing_of(run: FeedRun) -> Standing:
    """Return how far a delivery has come, by its own word and by its job's."""
    state = RunState(run.state)
    waits = state in BUSY
    job = get_job(run.job_id) if run.job_id and waits else None
    is_under_way = waits and job is not None and job.unfinished
    failed = state is RunState.FAILED or (waits and not is_under_way)
    return Standing(
        state=RunState.FAILED if failed else state,
        is_under_way=is_under_way,
        job=job,
        failure=_failure(run, job) if failed else (),
    )


def _failure(run: FeedRun, job: JobView | None) -> tuple[Text, ...]:
    if run.failure:
        failure = from_kept(run.failure, Failure)
        return tuple(text for text in (failure.found, failure.mend) if text.template)
    return (job.error if job else ()) or (say(_("The job ended before the delivery was taken in.")),)


def taken_before(run: FeedRun) -> tuple[int, datetime | None] | None:
    """Return number and time of an earlier delivery of the very same file; None where there is none."""
    same = FeedRun.objects.filter(feed=run.feed, sha256=run.sha256, state=RunState.DONE).exclude(pk=run.pk)
    return same.order_by("-finished_at").values_list("pk", "finished_at").first()
