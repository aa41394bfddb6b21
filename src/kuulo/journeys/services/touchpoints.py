"""Touchpoints: kept, put in order, taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.journeys.models import JourneyStep, Touchpoint
from kuulo.journeys.queries import TouchpointView, touchpoint
from kuulo.journeys.rules import checked

LONGEST_NAME = 120


@transaction.atomic
def create_touchpoint(
    *,
    name: str,
    rules: Iterable[Mapping[str, object]],
    channel: str = "",
    slug: str = "",
    now: datetime | None = None,
) -> TouchpointView:
    """Create a touchpoint, asked after all others.

    Raises:
        InputError: The name is empty or taken, or a rule cannot be used.
    """
    name = free_name(name)
    last = Touchpoint.objects.aggregate(last=Max("position"))["last"] or 0
    row = Touchpoint.objects.create(
        slug=free_slug(slug or name),
        name=name,
        channel=channel.strip(),
        position=last + 1,
        rules=[rule.to_json() for rule in checked(rules)],
        changed_at=now or timezone.now(),
    )
    return touchpoint(row.slug)


@transaction.atomic
def change_touchpoint(
    *, slug: str, name: str, rules: Iterable[Mapping[str, object]], channel: str = "", now: datetime | None = None
) -> TouchpointView:
    """Change a touchpoint; what was recognised by it follows, because signals are recognised as they are read.

    Raises:
        NotFoundError: There is none.
        InputError: The name is empty or taken, or a rule cannot be used.
    """
    row = _locked(slug)
    row.name = free_name(name, but=row.pk)
    row.channel = channel.strip()
    row.rules = [rule.to_json() for rule in checked(rules)]
    row.changed_at = now or timezone.now()
    row.save()
    return touchpoint(slug)


@transaction.atomic
def move_touchpoint(*, slug: str, by: int) -> None:
    """Let a touchpoint change places with the one before it (−1) or after it (1); at the end nothing happens.

    Raises:
        NotFoundError: There is none.
    """
    row = _locked(slug)
    others = Touchpoint.objects.select_for_update()
    beside = (
        others.filter(position__lt=row.position).order_by("-position").first()
        if by < 0
        else others.filter(position__gt=row.position).order_by("position").first()
    )
    if beside is not None:
        row.position, beside.position = beside.position, row.position
        row.save(update_fields=["position"])
        beside.save(update_fields=["position"])


@transaction.atomic
def remove_touchpoint(*, slug: str) -> None:
    """Take a touchpoint away; no signal is touched.

    Raises:
        NotFoundError: There is none.
        GuardError: A journey passes it.
    """
    row = _locked(slug)
    names = JourneyStep.objects.filter(touchpoint=row).order_by("journey__name").values_list("journey__name", flat=True)
    if names:
        raise GuardError(
            _("The journey “{journey}” passes this touchpoint."),
            _("Take the step out of the journey first."),
            journey=names[0],
        )
    position = row.position
    row.delete()
    Touchpoint.objects.filter(position__gt=position).update(position=F("position") - 1)


def free_slug(name: str) -> str:
    """Return an address for a touchpoint that no other has."""
    begin = slugify(name)[:56] or "touchpoint"
    taken = set(Touchpoint.objects.filter(slug__startswith=begin).values_list("slug", flat=True))
    return next(slug for slug in (begin, *(f"{begin}-{number}" for number in range(2, 10_000))) if slug not in taken)


def free_name(name: str, *, but: int = 0) -> str:
    """Return the name without spaces around it.

    Raises:
        InputError: It is empty or too long, or another touchpoint has it.
    """
    clean = name.strip()
    if not 0 < len(clean) <= LONGEST_NAME:
        raise InputError(_("A touchpoint needs a name of 1–{most} signs."), _("Give it one."), most=LONGEST_NAME)
    if Touchpoint.objects.filter(name__iexact=clean).exclude(pk=but).exists():
        raise InputError(_("There is a touchpoint named “{name}” already."), _("Choose another name."), name=clean)
    return clean


def _locked(slug: str) -> Touchpoint:
    row = Touchpoint.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no touchpoint “{slug}”."), slug=slug)
    return row
