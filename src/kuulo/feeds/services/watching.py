"""Looking at folders and databases: what is new there becomes a delivery, and is taken in where nobody need look."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.feeds.models import Feed, FeedRun
from kuulo.feeds.queries import run_folder, settings_of
from kuulo.feeds.readers.databases import Question, fetch
from kuulo.feeds.readers.folders import look_into
from kuulo.feeds.rules.lifecycle import BUSY, OPEN, Origin, RunState
from kuulo.feeds.rules.settings import FeedSettings
from kuulo.feeds.rules.understanding import BLOCKING
from kuulo.feeds.services.checking import check_run
from kuulo.feeds.services.deliveries import Arrival, discard, receive, recognise
from kuulo.feeds.services.running import start_run
from kuulo.jobs.services import JobContext, enqueue
from kuulo.surveys.rules.keeping import failure_of, to_kept

LOOK_KIND: Final = "feeds.look"
CHECK_KIND: Final = "feeds.check"
CHUNK: Final = 1 << 20
KEPT_DAYS: Final = 30
A_MINUTE: Final = timedelta(minutes=1)


def check_feeds(context: JobContext) -> None:
    """Ask for a look at each feed whose time has come, and clear away what waited too long."""
    now = timezone.now()
    due = Feed.objects.exclude(origin=Origin.UPLOAD).filter(is_stopped=False, next_at__lte=now)
    for number, feed in enumerate(due.order_by("next_at"), start=1):
        look_now(feed_id=feed.pk)
        context.progress(number, number)
    cleared = clear_old(now=now)
    context.progress(1, 1, say(_("{count} old deliveries cleared away."), count=cleared) if cleared else None)


def look_now(*, feed_id: int) -> int:
    """Ask for a look at a feed's folder or database and return the number of the job."""
    feed = Feed.objects.get(pk=feed_id)
    return enqueue(LOOK_KIND, {"feed": feed.pk}, key=str(feed.pk), title=say(_("Look at {feed}"), feed=feed.name))


def look(context: JobContext) -> None:
    """Look at the feed that the job names."""
    runs = look_at(feed_id=int(str(context.payload["feed"])))
    context.progress(1, 1, say(_("{count} deliveries."), count=len(runs)))


def look_at(*, feed_id: int) -> list[FeedRun]:
    """Look at a feed's folder or database at once, and return the deliveries that came.

    What cannot be read is told on the feed's page; the next look tries again.
    """
    feed = Feed.objects.get(pk=feed_id)
    settings = settings_of(feed)
    runs: list[FeedRun] = []
    failure: dict[str, object] = {}
    again = timedelta(minutes=settings.every)
    try:
        arrivals = _from_folder(feed, settings) if feed.origin == Origin.FOLDER else _from_database(feed, settings)
        for run in arrivals:
            runs.append(run)
            _prepare(run)
    except InputError as error:
        failure = to_kept(failure_of(error))
    feed.refresh_from_db()
    if feed.position.get("growing"):
        again = A_MINUTE
    Feed.objects.filter(pk=feed_id).update(failure=failure, next_at=timezone.now() + again)
    if feed.goes_alone:
        for run in feed.runs.filter(state=RunState.CHECKED).order_by("pk"):
            start_run(run_id=run.pk)
    return runs


def clear_old(*, now: datetime) -> int:
    """Discard deliveries nobody took in and rejected rows nobody needs after thirty days; return how many."""
    before = now - timedelta(days=KEPT_DAYS)
    cleared = 0
    for run in FeedRun.objects.filter(created_at__lt=before, state__in=[*OPEN, RunState.FAILED]):
        discard(run_id=run.pk)
        cleared += 1
    for run in FeedRun.objects.filter(finished_at__lt=before, state=RunState.DONE).exclude(rejects=""):
        (run_folder(run) / run.rejects).unlink(missing_ok=True)
        run.rejects = ""
        run.save(update_fields=["rejects"])
        cleared += 1
    return cleared


def _prepare(run: FeedRun) -> None:
    """Recognise and check a delivery, as far as that goes without asking anybody."""
    open_now = recognise(run_id=run.pk)
    if not any(question.key in BLOCKING for question in open_now):
        check_run(run_id=run.pk)


def _from_folder(feed: Feed, settings: FeedSettings) -> Iterator[FeedRun]:
    taken: dict[str, Any] = dict(feed.position.get("taken", {}))
    found = look_into(settings.folder, settings.pattern, taken, feed.position.get("growing", {}))
    growing = {name: list(mark) for name, mark in found.growing.items()}
    _keep_position(feed.pk, taken, growing)
    for file, mark in found.ready:
        run = receive(feed=feed, arrival=Arrival(name=file.name), chunks=_chunks(file))
        taken[file.name] = list(mark)
        # Kept at once: a file that cannot be read is told of, and waits until it is changed.
        _keep_position(feed.pk, taken, growing)
        if _is_repeated(run):
            discard(run_id=run.pk)
        else:
            yield run


def _from_database(feed: Feed, settings: FeedSettings) -> Iterator[FeedRun]:
    if feed.runs.filter(state__in=[*OPEN, *BUSY]).exists():
        # One delivery at a time: the next look starts where that one ends.
        return
    question = Question(
        address=settings.address,
        query=settings.query,
        changed=settings.changed,
        since=_unkept(feed.position.get("newest")),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        fetched = fetch(question, path)
        if not fetched.rows:
            return
        name = f"{feed.slug} {timezone.localtime():%Y-%m-%d %H.%M}.parquet"
        position = {"newest": _kept(fetched.newest), "since": question.since is not None}
        run = receive(feed=feed, arrival=Arrival(name=name, position=position), chunks=_chunks(path))
    if _is_repeated(run):
        discard(run_id=run.pk)
    else:
        yield run


def _is_repeated(run: FeedRun) -> bool:
    """Return whether the newest delivery that was taken in is the very same."""
    last = FeedRun.objects.filter(feed=run.feed, state=RunState.DONE).order_by("-pk").first()
    return last is not None and last.sha256 == run.sha256


def _keep_position(feed_id: int, taken: dict[str, Any], growing: dict[str, list[int]]) -> None:
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=feed_id)
        feed.position = {"taken": taken, "growing": growing}
        feed.save(update_fields=["position"])


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _kept(value: object) -> object:
    """Return the newest change as JSON can hold it, with its kind; None where there is none."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return None if value is None else {"plain": value}


def _unkept(kept: object) -> object:
    if not isinstance(kept, dict):
        return None
    if "datetime" in kept:
        return datetime.fromisoformat(kept["datetime"])
    return date.fromisoformat(kept["date"]) if "date" in kept else kept["plain"]


__all__ = ["CHECK_KIND", "LOOK_KIND", "check_feeds", "clear_old", "look", "look_at", "look_now"]
