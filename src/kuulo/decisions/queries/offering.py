"""What a form of a decision offers: measures that are answered, and groups that a change may touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.figures.queries import Choice, open_reading, place_options, read_catalogue, settle
from kuulo.figures.queries.options import filter_options
from kuulo.figures.rules.periods import Period
from kuulo.figures.rules.selection import Selection
from kuulo.measures.definitions import DEFINITIONS, Definition

MOST_VALUES: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsOf:
    """The groups of one dimension: its heading, and each value with the filter that keeps it."""

    heading: Text
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Measures, those that are answered first, and groups; no groups before the first answer."""

    definitions: tuple[Definition, ...] = ()
    groups: tuple[GroupsOf, ...] = ()


def offer() -> Offer:
    """Return what there is to choose from."""
    with open_reading() as reading:
        catalogue = read_catalogue(reading)
        definitions = _measures(catalogue.definitions())
        if not catalogue:
            return Offer(definitions=definitions)
        try:
            scope = settle(reading, Selection(period=Period("all")))
        except KuuloError:
            # Answers on scales that cannot be pooled: measures can be named, groups by their address.
            return Offer(definitions=definitions)
        options = filter_options(reading, scope)
        choices = options.filters or place_options(reading, scope).filters
        groups = tuple(_groups(one) for one in choices if not one.dimension.is_of_words)
        return Offer(definitions=definitions, groups=groups)


def _measures(answered: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """Return the measures to choose from: those that are answered first, then Kuulo's own that may be asked yet."""
    own = {name: one for name, one in DEFINITIONS.items() if not one.counted_states and not one.instead_of}
    return (*answered, *(one for name, one in own.items() if name not in {each.id for each in answered}))


def _groups(choice: Choice) -> GroupsOf:
    key = choice.dimension.key
    groups = tuple((urlencode([(key, value)]), value) for value in choice.values[:MOST_VALUES])
    return GroupsOf(heading=choice.dimension.heading, groups=groups)
