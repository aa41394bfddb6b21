"""Telling the lake of responses that were broken off, and of those that were wrongly taken for a program's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.queries import version_of
from kuulo.instruments.rules.flow import Known
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.jobs.services import JobContext
from kuulo.lake.services import record_bundles
from kuulo.responses.models import Response
from kuulo.responses.rules.states import State
from kuulo.responses.services.deciding import bundle_of, said_of, settle
from kuulo.responses.services.doors import Door, standing_door
from kuulo.responses.services.standing import Standing, read_standings, update_standings
from kuulo.responses.services.writing import bundle_name

SETTLE_AFTER: Final = timedelta(hours=24)
# Anonymous responses know their day alone, which may be nearly over when they begin.
SETTLE_ANONYMOUS_AFTER: Final = timedelta(hours=48)
AT_ONCE: Final = 500


def settle_partials(context: JobContext) -> None:
    """Tell the lake of responses that were left a day ago; what was answered is locked, the rest may still come."""
    settled = 0
    for keys in _left(timezone.now()):
        settled += settle_responses(keys)
    context.progress(
        settled, settled, say(_("{responses} responses were told as far as they went."), responses=settled)
    )


def settle_responses(keys: Collection[str], *, before: datetime | None = None) -> int:
    """Write the signals of what these responses have answered so far; return how many had anything new to tell.

    Those that went on meanwhile (after ``before``) are left alone. Safe to repeat.
    """
    now = timezone.now()
    settled: list[Standing] = []
    bundles = []
    with transaction.atomic():
        for standing in read_standings(sorted(keys)).values():
            if standing.state not in {State.PARTIAL, State.STARTED} or standing.suspect:
                continue
            if before is not None and standing.updated_at > before:
                continue
            door = _door(standing)
            after, said = settle(door, standing)
            if said:
                bundles.append((bundle_name(standing), bundle_of(standing, door.version.slug, said, now)))
                settled.append(after)
        update_standings(settled)
        record_bundles(bundles)
    return len(settled)


def release_suspects(keys: Collection[str]) -> int:
    """Let responses that were kept apart count like others; return how many were released.

    Those that are closed are told to the lake with it.
    """
    now = timezone.now()
    released: list[Standing] = []
    bundles = []
    with transaction.atomic():
        for standing in read_standings(sorted(keys)).values():
            if not standing.suspect:
                continue
            standing.suspect = False
            released.append(standing)
            if standing.state == State.COMPLETE:
                door = _door(standing)
                known = Known(standing.answers, standing.attributes, standing.hidden)
                said = said_of(door, standing, door.compiled.silent(known))
                bundles.append((bundle_name(standing), bundle_of(standing, door.version.slug, said, now)))
        update_standings(released)
        record_bundles(bundles)
    return len(released)


def _door(standing: Standing) -> Door:
    return standing_door(version_of(standing.instrument_id, standing.version))


def _left(now: datetime) -> Iterator[list[str]]:
    """Yield keys of responses nobody went on with, a few at a time; those with nothing new to tell among them."""
    known = Q(updated_at__lt=now - SETTLE_AFTER) & ~Q(promise=Promise.ANONYMOUS)
    anonymous = Q(updated_at__lt=now - SETTLE_ANONYMOUS_AFTER, promise=Promise.ANONYMOUS)
    open_ones = Response.objects.filter(
        known | anonymous, state__in=[State.PARTIAL, State.STARTED], suspect=False, settled=[]
    )
    last = ""
    while keys := list(open_ones.filter(key__gt=last).order_by("key").values_list("key", flat=True)[:AT_ONCE]):
        yield keys
        last = keys[-1]
