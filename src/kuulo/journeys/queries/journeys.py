"""Reads of journeys and their steps."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.journeys.models import Journey, JourneyStep


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step: its touchpoint, and whether it may be left out."""

    touchpoint: str
    name: str
    channel: str
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyView:
    """A journey as pages show it."""

    slug: str
    name: str
    description: str
    within_days: int
    steps: tuple[StepView, ...]


def list_journeys() -> tuple[JourneyView, ...]:
    """Return all journeys by name."""
    return tuple(_view(row) for row in Journey.objects.prefetch_related("steps__touchpoint"))


def journey(slug: str) -> JourneyView:
    """Return one journey.

    Raises:
        NotFoundError: There is none.
    """
    row = Journey.objects.prefetch_related("steps__touchpoint").filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no journey “{slug}”."), slug=slug)
    return _view(row)


def _view(row: Journey) -> JourneyView:
    return JourneyView(
        slug=row.slug,
        name=row.name,
        description=row.description,
        within_days=row.within_days,
        steps=tuple(_step(step) for step in row.steps.all()),
    )


def _step(step: JourneyStep) -> StepView:
    place = step.touchpoint
    return StepView(touchpoint=place.slug, name=place.name, channel=place.channel, optional=step.optional)
