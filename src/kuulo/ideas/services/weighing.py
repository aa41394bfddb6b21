"""Who needs an idea, told by people; how many they are and what they bring, computed in the background and kept."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.codebooks.rules.plain import to_plain
from kuulo.customers.queries.segments import segment
from kuulo.figures.queries import Reading, open_reading
from kuulo.ideas.models import Idea
from kuulo.ideas.queries.ideas import need_of
from kuulo.ideas.queries.weighing import reach_of, terms_of
from kuulo.ideas.rules.needs import Need, check_need, size_of, value_of
from kuulo.ideas.services.keeping import locked_idea, note_idea
from kuulo.jobs.services import JobContext, enqueue

WEIGH_KIND: Final = "ideas.weigh"


@transaction.atomic
def set_need(*, number: str, need: Need, by: str, now: datetime | None = None) -> None:
    """Say who needs an idea; how many they are is computed in the background.

    Raises:
        NotFoundError: There is no such idea or segment.
        InputError: It is not said by which words or answers the need is known.
        GuardError: The idea is part of another.
    """
    row, wanted = locked_idea(number, by=by, now=now), check_need(need)
    if row.merged_into is not None:
        raise GuardError(_("The idea is part of {other} already."), _("Part them first."), other=row.merged_into.claim)
    if wanted.segment:
        segment(wanted.segment)
    row.segment, row.known, row.words = wanted.segment, wanted.known.value, wanted.words
    row.measure, row.low, row.high = wanted.measure, wanted.low, wanted.high
    row.size, row.value, row.data_version, row.computed_at = {}, {}, "", None
    row.save()
    told = say(_("It was said who needs the idea {number}."), number=number)
    details = {"known": wanted.known.value, "segment": wanted.segment}
    note_idea(row, "need", told, by=by, now=now, details=details)
    request_weighing()


def request_weighing() -> None:
    """Ask for size and value of ideas to be computed soon."""
    enqueue(WEIGH_KIND, {}, title=say(_("Compute who needs the ideas")))


def weigh_ideas(*, now: datetime | None = None) -> int:
    """Compute size and value of every idea whose need is told, where the data are others than before; return how many.

    Raises:
        EngineError: The lake cannot be read.
    """
    moment = now or timezone.now()
    with open_reading() as reading:
        rows = Idea.objects.exclude(known="").exclude(data_version=_version(reading))
        return sum(_weigh(row, reading, moment) for row in rows)


def weigh(context: JobContext) -> None:
    """Compute size and value of the ideas whose data have changed."""
    count = weigh_ideas(now=timezone.now())
    context.progress(1, 1, say(_("Who needs them was computed of {count} ideas."), count=count))


def _version(reading: Reading) -> str:
    """Return what a figure is kept under: the data, the customers and what is decided about figures."""
    return reading.key[-200:]


def _weigh(row: Idea, reading: Reading, now: datetime) -> bool:
    """Compute one idea; of a segment that is gone nothing is known any more."""
    need = need_of(row)
    if need is None:
        return False
    try:
        reach = reach_of(reading, need, now=now)
    except NotFoundError:
        Idea.objects.filter(pk=row.pk).update(known="", size={}, value={}, data_version="", computed_at=None)
        return False
    terms = terms_of(reading)
    size = size_of(reach, need.known, terms)
    Idea.objects.filter(pk=row.pk, known=row.known, segment=row.segment, words=row.words, measure=row.measure).update(
        size=to_plain(size),
        value=to_plain(value_of(size, reach, terms)),
        data_version=_version(reading),
        computed_at=now,
    )
    return True
