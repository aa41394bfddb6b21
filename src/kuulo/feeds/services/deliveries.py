"""Taking a delivery in: onto the disk, read, recognised. A file that cannot be read leaves nothing behind."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename

from kuulo.base.errors import GuardError, InputError
from kuulo.base.ids import derived_id, new_id
from kuulo.base.texts import mark as _
from kuulo.feeds.models import Feed, FeedRun
from kuulo.feeds.queries import FEEDS, limits, mapping_of, run_folder, summary_of
from kuulo.feeds.queries.runs import SHOWN, SUMMARY
from kuulo.feeds.rules.lifecycle import BUSY, FeedKind, Origin, RunState, RunStep, after
from kuulo.feeds.rules.mapping import lay_over, with_parts
from kuulo.feeds.rules.understanding import DeliverySummary
from kuulo.feeds.services.reading import Delivery, read_run, understand
from kuulo.surveys.rules.columns import Question
from kuulo.surveys.rules.keeping import to_kept
from kuulo.surveys.rules.understanding import Reply, examples_of
from kuulo.surveys.services import too_large

NAME_LENGTH = 120
MEGABYTE = 1024**2
NO_PARTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What comes: its name for people, where it leads a feed's reading to, who brought it."""

    name: str
    position: Mapping[str, object] = field(default_factory=dict)
    by: str = ""


def receive(*, feed: Feed, arrival: Arrival, chunks: Iterable[bytes]) -> FeedRun:
    """Write what comes to the disk and return its run, in the state ``received``.

    Raises:
        FileError: An upload is larger than KUULO_UPLOAD_LIMIT_MB; nothing of it is kept.
    """
    shown = Path(arrival.name.replace("\\", "/")).name[-NAME_LENGTH:] or "file"
    now = timezone.now()
    folder = new_id(int(now.timestamp() * 1000))
    path = Path(settings.MEDIA_ROOT) / FEEDS / folder / _name_on_disk(shown)
    path.parent.mkdir(parents=True)
    most = settings.KUULO_UPLOAD_LIMIT_MB * MEGABYTE if feed.origin == Origin.UPLOAD else limits().file
    try:
        size, digest = _write(path, chunks, shown, most)
        return FeedRun.objects.create(
            feed=feed,
            name=shown,
            stored_name=path.name,
            folder=folder,
            sha256=digest,
            size=size,
            position=dict(arrival.position),
            brought_by_name=arrival.by,
            created_at=now,
        )
    except BaseException:
        shutil.rmtree(path.parent)
        raise


def recognise(*, run_id: int) -> tuple[Question, ...]:
    """Read a delivery, find out what its columns are, and return what is open.

    What was said about the feed's columns before holds for this delivery too. A customer list or purchase file that
    came by itself goes to the feed that had the same headers last.

    Raises:
        InputError: The file cannot be read; the run and its file are gone.
    """
    run = FeedRun.objects.select_related("feed").get(pk=run_id)
    target = after(RunState(run.state), RunStep.RECOGNISE)
    try:
        delivery = understand(read_run(run), FeedKind(run.feed.kind), mapping_of(run.feed))
    except InputError:
        discard(run_id=run_id)
        raise
    _keep_summary(run, delivery)
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=run.feed_id)
        feed.fingerprint = fingerprint_of(delivery)
        feed.save(update_fields=["fingerprint"])
        run.state = target
        run.save(update_fields=["state"])
    return delivery.understanding.questions


def settle(*, run_id: int, replies: Iterable[Reply] = (), parts: Mapping[str, str] = NO_PARTS) -> tuple[Question, ...]:
    """Keep what was said about the columns of a delivery with its feed, and return the questions that are open now.

    Raises:
        InputError: A reply does not fit its question, or the file can no longer be read.
        GuardError: The delivery has gone too far for that.
    """
    run = FeedRun.objects.select_related("feed").get(pk=run_id)
    state = after(RunState(run.state), RunStep.SETTLE)
    summary = summary_of(run)
    asked = summary.understanding.questions if summary else ()
    # New parts last: what was replied about a column's former part does not hold for its new one.
    mapping = with_parts(lay_over(mapping_of(run.feed), replies, asked), parts)
    delivery = understand(read_run(run), FeedKind(run.feed.kind), mapping)
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=run.feed_id)
        feed.mapping = to_kept(mapping)
        feed.save(update_fields=["mapping"])
        run.state, run.counts, run.rejects = state, {}, ""
        run.save(update_fields=["state", "counts", "rejects"])
    _keep_summary(run, delivery)
    return delivery.understanding.questions


def discard(*, run_id: int) -> None:
    """Forget a delivery that was not taken in, its file included.

    Raises:
        GuardError: It is being taken in, or is.
    """
    with transaction.atomic():
        run = FeedRun.objects.select_for_update().get(pk=run_id)
        if RunState(run.state) in BUSY | {RunState.DONE}:
            raise GuardError(
                _("{file} is being taken in, or is."), _("Only what was not taken in can be discarded."), file=run.name
            )
        folder = run_folder(run)
        run.delete()
    shutil.rmtree(folder, ignore_errors=True)


def fingerprint_of(delivery: Delivery) -> str:
    """Return what deliveries with the same headers have in common."""
    return derived_id("headers", *sorted(delivery.frame.columns))


def keep_beside(run: FeedRun, name: str, value: object) -> None:
    """Write something beside a delivery, where it goes with it."""
    (run_folder(run) / name).write_bytes(msgspec.json.encode(to_kept(value)))


def forget_contents(run: FeedRun) -> None:
    """Delete the file of a delivery and everything that shows its contents; rejected rows stay for a while."""
    folder = run_folder(run)
    for name in (run.stored_name, SUMMARY, SHOWN):
        (folder / name).unlink(missing_ok=True)


def _keep_summary(run: FeedRun, delivery: Delivery) -> None:
    file = delivery.file
    summary = DeliverySummary(
        kind=file.kind,
        rows=file.rows_read,
        encoding=file.facts.encoding,
        examples=examples_of(file),
        understanding=delivery.understanding,
        notes=file.notes,
    )
    keep_beside(run, SUMMARY, summary)


def _name_on_disk(shown: str) -> str:
    try:
        return get_valid_filename(shown)
    except SuspiciousFileOperation:
        return "file"


def _write(path: Path, chunks: Iterable[bytes], shown: str, most: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise too_large(shown)
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()
