"""Taking a checked delivery in: in the worker, or at once on the command line; safe to be cut short anywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError
from kuulo.base.ids import derived_id
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import AttributeDefinitionView
from kuulo.customers.services import define_attribute
from kuulo.feeds.models import Feed, FeedMember, FeedRun
from kuulo.feeds.queries import mapping_of, settings_of
from kuulo.feeds.rules.keeping import PeopleCounts, PurchaseCounts
from kuulo.feeds.rules.lifecycle import FeedKind, Origin, RunState, RunStep, after
from kuulo.feeds.services.checking import holds_everyone, people_counts, people_of, telling_of, write_remarks
from kuulo.feeds.services.deliveries import forget_contents
from kuulo.feeds.services.purchases import reading_of, take_lines
from kuulo.feeds.services.reading import read_order_lines, read_run, understand
from kuulo.feeds.services.registering import quiet, register_people
from kuulo.jobs.services import JobContext, enqueue
from kuulo.surveys.rules.keeping import failure_of, to_kept

logger = logging.getLogger(__name__)
RUN_KIND: Final = "feeds.run"
CHUNK: Final = 5_000
Progress = Callable[[int, int], None]


@transaction.atomic
def start_run(*, run_id: int, alone: bool | None = None) -> int:
    """Ask for a checked delivery to be taken in and return the number of the job; asking twice starts one.

    ``alone``: whether later deliveries of the feed are taken in by themselves; None leaves that as it is.

    Raises:
        GuardError: The delivery is not checked, or is taken in already.
    """
    run = FeedRun.objects.select_for_update().select_related("feed").get(pk=run_id)
    run.state, run.failure = after(RunState(run.state), RunStep.QUEUE), {}
    title = say(_("Take in {file}"), file=run.name)
    run.job_id = enqueue(RUN_KIND, {"run": run.pk}, key=str(run.pk), title=title)
    run.save(update_fields=["state", "failure", "job_id"])
    if alone is not None:
        Feed.objects.filter(pk=run.feed_id).update(goes_alone=alone)
    return run.job_id


def carry_out(context: JobContext) -> None:
    """Take in the delivery that the job names; safe to be cut short anywhere and run again."""
    take_in(run_id=int(str(context.payload["run"])), progress=context.progress)


def take_in(*, run_id: int, progress: Progress = quiet) -> PeopleCounts | PurchaseCounts | None:
    """Take a delivery in at once and return what it did; None where there is nothing left to do.

    Raises:
        InputError: The file can no longer be used; the run has failed, and its page says why.
        BusyError: Another delivery of the feed is being taken in.
    """
    run = _begin(run_id)
    if run is None:
        return None
    try:
        take = _take_people if run.feed.kind == FeedKind.PEOPLE else _take_purchases
        counts = take(run, progress)
    except InputError as error:
        # Only what no repeat can mend. Everything else the worker tries again by itself, and its job says so.
        _fail(run.pk, error)
        raise
    _finish(run, counts)
    forget_contents(run)
    return counts


def _begin(run_id: int) -> FeedRun | None:
    with transaction.atomic():
        run = FeedRun.objects.select_for_update().select_related("feed").filter(pk=run_id).first()
        if run is None:
            return None
        if run.state == RunState.DONE:
            # Ended between the last word in the database and the clearing of the disk.
            forget_contents(run)
            return None
        run.state = after(RunState(run.state), RunStep.BEGIN)
        run.save(update_fields=["state"])
    return run


def _take_people(run: FeedRun, progress: Progress) -> PeopleCounts:
    found = people_of(run)
    define_shown(found.read.definitions)
    done = register_people(found.people, telling_of(run), progress)
    gone = _note_members(run, [person.party.identifier for person in found.people]) if holds_everyone(run) else 0
    write_remarks(run, found.remarks)
    return people_counts(found, done, gone)


def define_shown(definitions: Iterable[AttributeDefinitionView]) -> None:
    """Define attributes as their values show them; one whose older values are of another kind stays text."""
    for definition in definitions:
        try:
            define_attribute(definition=definition)
        except GuardError as error:
            logger.info("Attribute %s stays text: %s", definition.name, error)


def _note_members(run: FeedRun, identifiers: list[str]) -> int:
    """Note who a feed tells of now, and return how many it told of before and tells of no longer."""
    now = timezone.now()
    told = iter(dict.fromkeys(identifiers))
    with transaction.atomic():
        while chunk := list(islice(told, CHUNK)):
            rows = [FeedMember(feed=run.feed, identifier=each, seen_in=run.pk, gone_since=None) for each in chunk]
            FeedMember.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["feed", "identifier"],
                update_fields=["seen_in", "gone_since"],
            )
        others = FeedMember.objects.filter(feed=run.feed).exclude(seen_in=run.pk)
        return others.filter(gone_since__isnull=True).update(gone_since=now)


def _take_purchases(run: FeedRun, progress: Progress) -> PurchaseCounts:
    mapping = mapping_of(run.feed)
    delivery = understand(read_run(run), FeedKind.PURCHASES, mapping)
    reading = reading_of(
        run.feed,
        decimal=delivery.file.facts.decimal,
        scheme=settings_of(run.feed).scheme,
        received_at=run.created_at,
    )
    lines = read_order_lines(delivery, reading)
    # Read otherwise, the same file is another delivery: its parts hold other lines.
    said = msgspec.json.encode(to_kept(mapping), order="deterministic").decode()
    counts = take_lines(run.feed, lines, reading, derived_id(run.folder, said), progress)
    write_remarks(run, list(lines.remarks))
    return counts


@transaction.atomic
def _finish(run: FeedRun, counts: PeopleCounts | PurchaseCounts) -> None:
    run.state = after(RunState(run.state), RunStep.FINISH)
    run.result, run.failure, run.finished_at = to_kept(counts), {}, timezone.now()
    run.save()
    if run.feed.origin == Origin.SQL and run.position:
        feed = Feed.objects.select_for_update().get(pk=run.feed_id)
        feed.position = {**feed.position, "newest": run.position.get("newest")}
        feed.save(update_fields=["position"])


@transaction.atomic
def _fail(run_id: int, error: InputError) -> None:
    run = FeedRun.objects.select_for_update().get(pk=run_id)
    run.state = after(RunState(run.state), RunStep.FAIL)
    run.failure = to_kept(failure_of(error))
    run.save(update_fields=["state", "failure"])


__all__ = ["RUN_KIND", "carry_out", "start_run", "take_in"]
