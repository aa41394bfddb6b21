"""What effect a decision expects: how much of which measure, among whom, by when; and the times it is measured over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode

from kuulo.base.errors import DefinitionError, InputError
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import STATISTICS, Quantity, Unit
from kuulo.figures.rules.selection import OWN_KEYS, Filter, Selection, make_filters
from kuulo.measures.definitions import DEFINITIONS, Definition

OTHERS: Final = "others"
"""Compared with everybody whom the change does not touch."""
NOBODY: Final = ""
"""Compared with nobody: before and after alone."""
SPANS: Final = (28, 56, 91, 182, 364)
"""How many days are measured, before the start and up to the day the effect is due; whole weeks."""
USUAL_SPAN: Final = 91
PER_CENT: Final = 100.0
LONGEST_ADDRESS: Final = 2_000
LEAST_CHANGE: Final = 0.01
"""The least change that is told as one: figures are told with two decimals at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An expected effect.

    Attributes:
        definition: Named measure, such as ``nps@1``.
        change: Expected change, in the measure's own unit (NPS: points; shares: 0–1; means: scale points); never 0.
        due: By when: the last day that is measured.
        among: Whom the change touches, as the filters of an address of Explore; empty for everybody.
        beside: Whom they are compared with: ``others``, filters of another group, or nobody where empty.
        span: Days measured, before the start and up to `due`.
    """

    definition: str
    change: float
    due: date
    among: str = ""
    beside: str = NOBODY
    span: int = USUAL_SPAN

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values, ready for JSON."""
        return {
            "definition": self.definition,
            "change": self.change,
            "due": self.due.isoformat(),
            "among": self.among,
            "beside": self.beside,
            "span": self.span,
        }

    @property
    def measure(self) -> Definition:
        """The measure."""
        return DEFINITIONS[self.definition]

    @property
    def unit(self) -> Unit:
        """What the measure is told in."""
        return unit_of_measure(self.measure)

    @property
    def told(self) -> Quantity:
        """The expected change as it is told."""
        return Quantity(self.change, self.unit, decimals_of(self.change, self.unit), signed=True)


def effect_from(plain: dict[str, object] | None) -> Effect | None:
    """Return the effect that `Effect.to_dict` wrote; ``None`` where nothing was."""
    if not plain:
        return None
    return Effect(
        definition=str(plain["definition"]),
        change=float(str(plain["change"])),
        due=date.fromisoformat(str(plain["due"])),
        among=str(plain["among"]),
        beside=str(plain["beside"]),
        span=int(str(plain["span"])),
    )


def unit_of_measure(measure: Definition) -> Unit:
    """Return the unit a measure is told in."""
    return STATISTICS.get(measure.statistic, Unit.SCALE)


def decimals_of(value: float, unit: Unit) -> int:
    """Return how many decimals somebody's own number was given with, at most two."""
    told = value * PER_CENT if unit is Unit.SHARE else value
    return next((places for places in range(2) if abs(told - round(told, places)) < 1e-9), 2)


def change_as_told(told: float, measure: Definition) -> float:
    """Return a change in the measure's own unit from the number a person wrote; shares are written in per cent."""
    return told / PER_CENT if unit_of_measure(measure) is Unit.SHARE else told


def checked_effect(effect: Effect) -> Effect:
    """Return the effect with its addresses in their fixed order.

    Raises:
        DefinitionError: There is no such measure.
        InputError: The change is none or larger than the scale, the time is none that is offered, or an address asks
            for what no figure has.
    """
    known = DEFINITIONS.get(effect.definition)
    if known is None or known.counted_states:
        raise DefinitionError(
            _("There is no measure “{name}”."), _("Choose one from the list."), name=effect.definition[:80]
        )
    _check_change(effect, known)
    if effect.span not in SPANS:
        raise InputError(
            _("{days} days cannot be measured."),
            _("Use one of: {known}."),
            days=effect.span,
            known=", ".join(str(one) for one in SPANS),
        )
    among = write_filters(read_filters(effect.among))
    beside = effect.beside if effect.beside in {OTHERS, NOBODY} else write_filters(read_filters(effect.beside))
    if beside and not among:
        raise InputError(
            _("A change that touches everybody can be compared with nobody."),
            _("Say whom it touches, or compare before with after."),
        )
    return Effect(
        definition=effect.definition,
        change=effect.change,
        due=effect.due,
        among=among,
        beside=beside,
        span=effect.span,
    )


def _check_change(effect: Effect, measure: Definition) -> None:
    low, high = measure.bounds
    widest = high - low if low is not None and high is not None else float("inf")
    told = effect.change * PER_CENT if unit_of_measure(measure) is Unit.SHARE else effect.change
    if not abs(told) >= LEAST_CHANGE or not abs(effect.change) <= widest:
        raise InputError(
            _("An expected change of {change} cannot be checked on {measure}."),
            _("Expect a change other than nothing, and no larger than the scale."),
            change=Quantity(effect.change, unit_of_measure(measure), 2, signed=True),
            measure=measure.id,
        )


def read_filters(address: str) -> tuple[Filter, ...]:
    """Return the filters of an address of Explore: a path with its query, a query alone, or nothing.

    Measure, split and period of the address are left out: the decision says those itself.

    Raises:
        InputError: The address is too long, or filters by what no figure has.
    """
    if len(address) > LONGEST_ADDRESS:
        raise InputError(_("The address of a group is longer than {longest} signs."), longest=LONGEST_ADDRESS)
    query = address.strip().partition("#")[0].rpartition("?")[2]
    wanted: dict[str, list[str]] = {}
    for key, value in parse_qsl(query):
        if key not in OWN_KEYS:
            wanted.setdefault(key, []).append(value)
    return make_filters(wanted.items())


def write_filters(filters: Sequence[Filter]) -> str:
    """Return filters as the query of an address."""
    return urlencode(Selection(filters=tuple(filters)).to_params())


@dataclass(frozen=True, slots=True)
class Spell:
    """Days from the first up to the day before ``after``."""

    first: date
    after: date


def spells_of(effect: Effect, start: date) -> tuple[Spell, Spell]:
    """Return the times before and after a start that a check compares, of equal length.

    Before: the `Effect.span` days up to the start. After: as many days up to the day the effect is due; where fewer lie
    between start and due day, those, with as many before.
    """
    after_due = effect.due + timedelta(days=1)
    length = timedelta(days=min(effect.span, max((after_due - start).days, 1)))
    return Spell(start - length, start), Spell(max(after_due - length, start), after_due)
