"""What stands beside the timeline, line by line: attributes with their history, relations, consents, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language

from kuulo.customers.queries import attribute_definitions, attribute_history
from kuulo.customers.rules import (
    PURPOSE_NAMES,
    AttributeChangeView,
    ConsentState,
    ConsentView,
    LinkView,
    PartyView,
    Purpose,
    RelationView,
    StageView,
)
from kuulo.profiles.views.words import BASES, CHANNELS, CONSENT_STATES, LINKS, RELATIONS, RELATIONS_BACK, STAGES

# Parts of a link's reason that are for machines: the probability beside them says the same to people.
MACHINE_FACTS: Final = frozenset({"rule", "proposal", "weight"})


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """One attribute: what it is called, what holds now, what held before."""

    name: str
    label: str
    value: str
    history: tuple[AttributeChangeView, ...]


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent in words; ``stands`` where it can be withdrawn."""

    consent: ConsentView
    purpose: str
    channel: Promise | str
    state: Promise
    basis: Promise
    stands: bool
    proof: tuple[tuple[str, object], ...]


def attribute_lines(party: PartyView) -> list[AttributeLine]:
    """Return the attributes in the order the organisation defined them, then the others."""
    language = get_language() or "en"
    definitions = {each.name: each for each in attribute_definitions()}
    history: dict[str, list[AttributeChangeView]] = {}
    for change in attribute_history(party.party_id, purpose=Purpose.SERVICE):
        history.setdefault(change.name, []).append(change)
    names = [*definitions, *sorted(party.attributes.keys() - definitions.keys())]
    return [
        AttributeLine(
            name,
            definitions[name].labels.get(language, name) if name in definitions else name,
            str(party.attributes.get(name, "")),
            tuple(history.get(name, ())),
        )
        for name in names
        if name in party.attributes or name in history
    ]


def relation_lines(party: PartyView) -> list[tuple[RelationView, Promise]]:
    """Return the relations both ways, those that hold first."""
    ordered = sorted(party.relations, key=lambda each: (each.until is not None, each.other_name))
    return [(each, (RELATIONS if each.outgoing else RELATIONS_BACK)[each.kind]) for each in ordered]


def stage_lines(party: PartyView) -> list[tuple[StageView, Promise]]:
    """Return the stages, the newest first."""
    return [(each, STAGES[each.stage]) for each in reversed(party.stages)]


def consent_lines(consents: tuple[ConsentView, ...]) -> list[ConsentLine]:
    """Return the consents, newest first."""
    return [
        ConsentLine(
            each,
            PURPOSE_NAMES[each.purpose],
            CHANNELS.get(each.channel, each.channel),
            CONSENT_STATES[each.state],
            BASES[each.basis],
            each.state in {ConsentState.ASKED, ConsentState.GIVEN},
            _facts(each.proof),
        )
        for each in consents
    ]


def link_lines(party: PartyView) -> list[tuple[LinkView, Promise, tuple[tuple[str, Any], ...]]]:
    """Return the links that hold, with what speaks for each."""
    return [
        (each, LINKS[each.kind], tuple((name, told) for name, told in _facts(each.reason) if name not in MACHINE_FACTS))
        for each in party.links
        if each.undone_at is None
    ]


def _facts(told: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    """Return what can be shown in a line each: plain values, also those one level down."""
    found: list[tuple[str, object]] = []
    for name, value in told.items():
        inner = value.items() if isinstance(value, Mapping) else [(name, value)]
        found += [(str(key), each) for key, each in inner if isinstance(each, str | int | float)]
    return tuple(found)
