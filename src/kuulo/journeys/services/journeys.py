"""Journeys: kept, taken away, begun from a ready-made one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.journeys.models import Journey, JourneyStep, Touchpoint
from kuulo.journeys.queries import JourneyView, journey
from kuulo.journeys.rules import JourneyPlan, Step, check_plan
from kuulo.journeys.rules.ready_made import READY_MADE, ReadyJourney, ReadyTouchpoint
from kuulo.journeys.services.touchpoints import create_touchpoint

Translate = Callable[[str], str]


@transaction.atomic
def create_journey(*, plan: JourneyPlan, slug: str = "", now: datetime | None = None) -> JourneyView:
    """Create a journey.

    Raises:
        InputError: The plan cannot be kept, or a touchpoint is unknown.
    """
    moment = now or timezone.now()
    row = Journey(slug=_free_slug(slug or plan.name), created_at=moment)
    _keep(row, plan, moment)
    return journey(row.slug)


@transaction.atomic
def change_journey(*, slug: str, plan: JourneyPlan, now: datetime | None = None) -> JourneyView:
    """Change a journey; its figures follow, for all the time there are signals.

    Raises:
        NotFoundError: There is none.
        InputError: The plan cannot be kept, or a touchpoint is unknown.
    """
    _keep(_locked(slug), plan, now or timezone.now())
    return journey(slug)


@transaction.atomic
def remove_journey(*, slug: str) -> None:
    """Take a journey away; its touchpoints stay.

    Raises:
        NotFoundError: There is none.
    """
    _locked(slug).delete()


@transaction.atomic
def begin_with(*, ready: str, translate: Translate, now: datetime | None = None) -> JourneyView:
    """Create a ready-made journey and those of its touchpoints that are not there yet.

    Args:
        ready: Its slug.
        translate: Says the names in the language of whoever begins.
        now: The moment; the clock's where it is left out.

    Raises:
        NotFoundError: There is no such ready-made journey.
        InputError: A journey with its name is there already.
    """
    found = next((one for one in READY_MADE if one.slug == ready), None)
    if found is None:
        raise NotFoundError(_("There is no ready-made journey “{slug}”."), slug=ready)
    for one in found.touchpoints:
        _keep_touchpoint(one, translate, now)
    return create_journey(plan=_plan_of(found, translate), slug=found.slug, now=now)


def _keep_touchpoint(one: ReadyTouchpoint, translate: Translate, now: datetime | None) -> None:
    if Touchpoint.objects.filter(slug=one.slug).exists():
        return
    create_touchpoint(
        name=translate(one.name),
        rules=[rule.to_json() for rule in one.rules],
        channel=one.channel,
        slug=one.slug,
        now=now,
    )


def _plan_of(found: ReadyJourney, translate: Translate) -> JourneyPlan:
    return JourneyPlan(
        name=translate(found.name),
        description=translate(found.description),
        within_days=found.within_days,
        steps=tuple(Step(touchpoint=one.slug, optional=one.optional) for one in found.touchpoints),
    )


def _keep(row: Journey, plan: JourneyPlan, moment: datetime) -> None:
    check_plan(plan)
    if Journey.objects.filter(name__iexact=plan.name.strip()).exclude(pk=row.pk).exists():
        raise InputError(
            _("There is a journey named “{name}” already."), _("Choose another name."), name=plan.name.strip()
        )
    places = dict(
        Touchpoint.objects.filter(slug__in=[step.touchpoint for step in plan.steps]).values_list("slug", "pk")
    )
    missing = [step.touchpoint for step in plan.steps if step.touchpoint not in places]
    if missing:
        raise InputError(_("There is no touchpoint “{slug}”."), _("Choose one that is there."), slug=missing[0])
    row.name, row.description, row.within_days = plan.name.strip(), plan.description.strip(), plan.within_days
    row.changed_at = moment
    row.save()
    row.steps.all().delete()
    JourneyStep.objects.bulk_create(
        JourneyStep(journey=row, position=place, touchpoint_id=places[step.touchpoint], optional=step.optional)
        for place, step in enumerate(plan.steps, start=1)
    )


def _free_slug(name: str) -> str:
    begin = slugify(name)[:56] or "journey"
    taken = set(Journey.objects.filter(slug__startswith=begin).values_list("slug", flat=True)) | {"new", "touchpoints"}
    taken |= {"traffic"}
    return next(slug for slug in (begin, *(f"{begin}-{number}" for number in range(2, 10_000))) if slug not in taken)


def _locked(slug: str) -> Journey:
    row = Journey.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no journey “{slug}”."), slug=slug)
    return row
