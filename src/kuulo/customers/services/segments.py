"""Writes of segments: saving and removing them, and measuring how large they are each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.models import Segment, SegmentSize
from kuulo.customers.queries.segments import SegmentView, count_members, list_segments, segment, vocabulary
from kuulo.customers.rules import SEGMENT_LENGTH
from kuulo.customers.rules.segments import Group, check_filter, to_json
from kuulo.jobs.services import Handler, JobContext

MEASURE_KIND: Final = "customers.measure_segments"
A_DAY: Final = timedelta(days=1)


@transaction.atomic
def save_segment(
    *,
    name: str,
    group: Group,
    slug: str = "",
    by: str = "",
    now: datetime | None = None,
) -> SegmentView:
    """Save a filter under a name: a new segment, or in the place of the one called ``slug``; measured at once.

    Raises:
        InputError: It has no name, another has it, or the filter cannot be carried out; it says which condition.
        NotFoundError: There is no segment called ``slug``.
        EngineError: The lake cannot be read.
    """
    called = " ".join(name.split())
    check_filter(group, vocabulary())
    _check_name(called, slug)
    moment = now or timezone.now()
    if slug:
        segment(slug)
        Segment.objects.filter(slug=slug).update(name=called, conditions=to_json(group), changed_at=moment)
    else:
        slug = _free_slug(called)
        Segment.objects.create(
            slug=slug, name=called, conditions=to_json(group), made_by=by, made_at=moment, changed_at=moment
        )
    _measure(segment(slug), moment)
    return segment(slug)


@transaction.atomic
def remove_segment(*, slug: str) -> None:
    """Remove a segment with its sizes; parties stay as they are.

    Raises:
        NotFoundError: There is no such segment.
    """
    removed, _of = Segment.objects.filter(slug=slug).delete()
    if not removed:
        raise NotFoundError(_("There is no segment “{slug}”."), _("See the list of segments."), slug=slug)


def measure_segments(context: JobContext) -> None:
    """Write down how large each segment is today; a repeat on the same day writes the same line anew."""
    now = timezone.now()
    found = list_segments()
    for done, each in enumerate(found, 1):
        _measure(each, now)
        context.progress(done, len(found), say(_("{count} segments measured."), count=done))


def _measure(view: SegmentView, now: datetime) -> None:
    counted = count_members(view.filter)
    SegmentSize.objects.update_or_create(
        segment_id=view.id,
        day=timezone.localdate(now),
        defaults={"size": counted.size, "of": counted.of, "data_version": counted.data_version},
    )


def _check_name(name: str, slug: str) -> None:
    if not name or len(name) > SEGMENT_LENGTH:
        raise InputError(
            _("A segment has a name of 1 to {most} characters."), _("Write a shorter one."), most=SEGMENT_LENGTH
        )
    if Segment.objects.filter(name__iexact=name).exclude(slug=slug).exists():
        raise InputError(_("There is a segment “{name}” already."), _("Choose another name."), name=name)


def _free_slug(name: str) -> str:
    base = slugify(name)[: SEGMENT_LENGTH - 4].strip("-") or "segment"
    taken = set(Segment.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken or slug == "new":
        number += 1
    return slug


JOB_HANDLERS: Final[Mapping[str, Handler]] = {MEASURE_KIND: measure_segments}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (MEASURE_KIND, A_DAY, say(_("Measure how large the segments are"))),
)
