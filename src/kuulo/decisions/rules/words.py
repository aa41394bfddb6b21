"""What kinds of evidence, options and groups are called; pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.rules.effects import OTHERS, PER_CENT, Effect, read_filters
from kuulo.decisions.rules.learning import NO_EVIDENCE
from kuulo.figures.charts.quantities import Day, Quantity, Unit, decimals_for
from kuulo.figures.rules.selection import Filter
from kuulo.studies.rules.kinds import METHOD_NAMES

OTHER_KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        NO_EVIDENCE: say(_("No evidence")),
        "figure": say(_("Figures")),
        "answer": say(_("Answers to surveys")),
        "comment": say(_("Comments")),
        "message": say(_("Messages")),
        "feedback": say(_("Feedback")),
        "transcript": say(_("Transcripts")),
    }
)
EVERYBODY: Final = say(_("everybody"))
EFFECT: Final = _("{measure}: {change} among {group}, by {day}")


def kind_words(kind: str) -> Text:
    """Return what a kind of evidence is called; one without a name goes by its own."""
    known = {str(method): say(name) for method, name in METHOD_NAMES.items()}
    return known.get(kind) or OTHER_KINDS.get(kind) or Text("{name}", {"name": kind})


def group_words(address: str) -> Text:
    """Return whom an address of Explore means."""
    filters = read_filters(address)
    return _joined([_filter_words(one) for one in filters]) if filters else EVERYBODY


def beside_words(effect: Effect) -> Text:
    """Return whom an effect is compared with."""
    if not effect.beside:
        return say(_("nobody: before and after alone"))
    return say(_("everybody whom it does not touch")) if effect.beside == OTHERS else group_words(effect.beside)


def change_words(effect: Effect) -> Text:
    """Return the expected change in words: a share changes by percentage points, not by per cent of itself."""
    told = effect.told
    if effect.unit is not Unit.SHARE:
        return Text("{change}", {"change": told})
    points = Quantity(told.shown, Unit.POINTS, told.decimals, signed=True)
    return say(_("{change} percentage points"), change=points)


def effect_words(effect: Effect) -> Text:
    """Return an expected effect in words."""
    return say(
        EFFECT,
        measure=say(effect.measure.title),
        change=change_words(effect),
        group=group_words(effect.among),
        day=Day(effect.due),
    )


def _filter_words(one: Filter) -> Text:
    return Text("{heading}: {values}", {"heading": one.dimension.heading, "values": ", ".join(one.values)})


def _joined(words: list[Text]) -> Text:
    places = [f"w{place}" for place in range(len(words))]
    return Text("; ".join(f"{{{name}}}" for name in places), dict(zip(places, words, strict=True)))


def observed_words(observed: Estimate, unit: Unit) -> Text | None:
    """Return an observed change with its interval; that of a share is told in percentage points, not in per cent."""
    if observed.value is None or observed.low is None or observed.high is None:
        return None
    is_share, places = unit is Unit.SHARE, decimals_for([observed], unit)
    factor, told = (PER_CENT, Unit.POINTS) if is_share else (1.0, unit)
    value, low, high = (
        Quantity(end * factor, told, places, signed=True) for end in (observed.value, observed.low, observed.high)
    )
    if is_share:
        return say(_("{value} percentage points ({low} … {high})"), value=value, low=low, high=high)
    return say(_("{value} ({low} … {high})"), value=value, low=low, high=high)
