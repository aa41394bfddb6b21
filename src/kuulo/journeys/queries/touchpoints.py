"""Reads of touchpoints: their rules, and what a signal is known as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.journeys.models import Touchpoint
from kuulo.journeys.rules import Known, Match, facts_of, match_of, touchpoint_for


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointView:
    """A touchpoint as pages show it; ``journeys`` are the names of those it is a step of."""

    slug: str
    name: str
    channel: str
    rules: tuple[Match, ...]
    journeys: tuple[str, ...] = ()

    @property
    def known(self) -> Known:
        """Return what signals are compared with."""
        return Known(slug=self.slug, name=self.name, rules=self.rules)


def list_touchpoints() -> tuple[TouchpointView, ...]:
    """Return all touchpoints in the order in which they are asked."""
    rows = Touchpoint.objects.prefetch_related("steps__journey")
    return tuple(_view(row) for row in rows)


def touchpoint(slug: str) -> TouchpointView:
    """Return one touchpoint.

    Raises:
        NotFoundError: There is none.
    """
    row = Touchpoint.objects.prefetch_related("steps__journey").filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no touchpoint “{slug}”."), slug=slug)
    return _view(row)


def known_touchpoints() -> tuple[Known, ...]:
    """Return what signals are compared with, in order."""
    rows = Touchpoint.objects.values_list("slug", "name", "rules")
    return tuple(Known(slug=slug, name=name, rules=_rules(rules)) for slug, name, rules in rows)


def touchpoint_names(signals: Iterable[Mapping[str, object]]) -> list[str | None]:
    """Return the name of the touchpoint each signal is known as, in order; None where no rule fits.

    Args:
        signals: Rows with the columns ``kind``, ``source``, ``question``, ``channel``, ``touchpoint`` and
            ``attributes`` (a mapping or pairs) of a signal; what is left out counts as empty.
    """
    known = known_touchpoints()
    found = (touchpoint_for(known, facts_of(signal)) for signal in signals)
    return [one.name if one else None for one in found]


def touchpoint_of(signal: Mapping[str, object]) -> str | None:
    """Return the name of the touchpoint one signal is known as; for many, `touchpoint_names` asks once."""
    return touchpoint_names([signal])[0]


def _view(row: Touchpoint) -> TouchpointView:
    names = dict.fromkeys(step.journey.name for step in row.steps.all())
    return TouchpointView(
        slug=row.slug, name=row.name, channel=row.channel, rules=_rules(row.rules), journeys=tuple(names)
    )


def _rules(told: Iterable[Mapping[str, object]]) -> tuple[Match, ...]:
    return tuple(match_of(rule) for rule in told)
