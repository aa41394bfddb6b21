"""Whose words sources are: participants and what is known of them as customers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from kuulo.customers.queries import attributes_table, party_map, whole_of
from kuulo.sources.rules import Origin, SourceView, origin_of
from kuulo.studies.queries import participants_of

# What transcribers call customers without naming them.
NAMELESS: Final = re.compile(
    r"(?:asiakas|haastateltava|osallistuja|vastaaja|kund|deltagare|intervjuperson|"
    r"customer|participant|interviewee|respondent|speaker|puhuja|talare|[a-zåäö])\s*\d*",
    re.IGNORECASE,
)
PARTY = "party"
NUMBER = "party_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Somebody who takes part, by whom codes are counted.

    Attributes:
        id: Number of the participant.
        label: What the team calls them.
        attributes: What is known of them as a customer, as figures split by; empty where they are no known customer.
    """

    id: int
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def cases_of(study: str) -> dict[int, Case]:
    """Return those participants of a study whose words may be used now, by number."""
    people = [each for each in participants_of(study) if each.basis_in_force]
    known = attributes_of({each.party_id for each in people if each.party_id is not None})
    return {
        each.id: Case(id=each.id, label=each.label, attributes=known.get(each.party_id or 0, {})) for each in people
    }


def attribute_names_of(cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the attributes any of the cases has, in alphabetical order."""
    return tuple(sorted({name for case in cases for name in case.attributes}))


def attributes_of(parties: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return attributes and segments of customers by their numbers, as `customers.queries.attributes_table` has them.

    One identifier of a party is enough: every row of the table tells of the whole party.
    """
    wholes = whole_of(list(parties))
    if not wholes:
        return {}
    known = party_map()
    named = known.filter(pc.is_in(known[NUMBER], value_set=pa.array(sorted(set(wholes.values())), pa.int64())))
    first = dict(reversed(list(zip(named[NUMBER].to_pylist(), named[PARTY].to_pylist(), strict=True))))
    table = attributes_table()
    rows = table.filter(pc.is_in(table[PARTY], value_set=pa.array(sorted(first.values()), pa.string()))).to_pylist()
    told = {row[PARTY]: {name: value for name, value in row.items() if name != PARTY and value} for row in rows}
    return {number: told.get(first.get(whole, ""), {}) for number, whole in wholes.items()}


def people_in(source: SourceView) -> tuple[str, ...]:
    """Return the names under which customers speak in a source; words such as “customer” or “P03” name nobody."""
    names = {
        turn.speaker
        for turn in source.turns
        if turn.speaker and origin_of(turn, source.speakers, source.origin) is Origin.CUSTOMER
    }
    return tuple(sorted(name for name in names if not NAMELESS.fullmatch(name)))
