"""What customers say at the touchpoints of a journey: effort, satisfaction and recommendation, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.customers.queries import attributes_table
from kuulo.figures.queries.reading import PARTIES, Reading, kept
from kuulo.figures.queries.scope import identifier, literal, window_sql
from kuulo.figures.rules.guards import keep_back
from kuulo.journeys.queries.flow import Ask, Way
from kuulo.journeys.queries.recognising import place_sql, seen_sql
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.plans import figure_plan
from kuulo.measures.requests import Design
from kuulo.measures.withholding import withheld_cells

# Effort first, then satisfaction, then recommendation; whichever of them was asked.
FAMILIES: Final = ("ces", "ces.2010", "csat", "nps")
MEASURES: Final = tuple(
    one.id for family in FAMILIES for one in DEFINITIONS.values() if one.family == family and not one.instead_of
)
COLUMNS: Final = {"score": "float64", "person": "uint64", "place": "int64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One measure at one touchpoint, by the slug of the touchpoint."""

    definition: str
    by_touchpoint: Mapping[str, Estimate]


@kept
def experience(reading: Reading, way: Way, ask: Ask) -> tuple[Said, ...]:
    """Return each measure that was asked at a touchpoint of the journey in the window, in the order of `MEASURES`.

    All answers at the touchpoint count, also of those who are not followed through the journey; of a segment where one
    is asked for. Figures of fewer persons than the floor are withheld, and those from which they could be worked out.
    """
    counted = reading.snapshot.run(_persons_sql(way, ask), _tables(ask)).to_pylist()
    found: dict[str, dict[int, int]] = {}
    for row in counted:
        found.setdefault(row["definition"], {})[row["place"]] = row["persons"]
    return tuple(_said(reading, way, ask, name, found[name]) for name in MEASURES if name in found)


def _said(reading: Reading, way: Way, ask: Ask, name: str, persons: Mapping[int, int]) -> Said:
    plan = figure_plan(
        name,
        columns=COLUMNS,
        score="score",
        by="place",
        design=Design(cluster="person"),
        confidence=reading.confidence,
    )
    source = f"SELECT * FROM ({_answers_sql(way, ask)}) WHERE definition = {literal(name)}"  # noqa: S608 -- literals
    table = reading.snapshot.run(plan.sql("duckdb", source), _tables(ask))
    figures = plan.finish(table, data_version=reading.data_version)
    places = list(persons)
    hidden = {
        places[index]
        for index in withheld_cells([(place,) for place in places], [persons[place] for place in places], reading.floor)
    }
    shown = {figure.by["place"]: figure.estimate for figure in figures}
    return Said(
        definition=name,
        by_touchpoint={
            way.touchpoints[place - 1].slug: keep_back(shown[place]) if place in hidden else replace(shown[place])
            for place in places
            if place in shown
        },
    )


def _persons_sql(way: Way, ask: Ask) -> str:
    return f"""
        SELECT definition, place, count(DISTINCT person) AS persons
        FROM ({_answers_sql(way, ask)}) GROUP BY definition, place
    """  # noqa: S608 -- built from literals and names of our own


def _answers_sql(way: Way, ask: Ask) -> str:
    """Return the SELECT of the answers at the journey's touchpoints: score, person, place, definition."""
    names = ", ".join(literal(name) for name in MEASURES)
    where = f"kind = 'answer' AND state = 'answered' AND definition IN ({names}) AND {window_sql(ask.window)}"
    seen = seen_sql(way.touchpoints, where, columns="party, response_id, definition, value")
    joined, chosen = "", "true"
    if ask.attribute:
        joined = f" JOIN {PARTIES} AS known ON known.party = seen.party"
        chosen = f"known.{identifier(ask.attribute)} = {literal(ask.value)}"
    wanted = ", ".join(str(place) for place in sorted(set(way.steps)))
    return f"""
        SELECT * FROM (
            SELECT value AS score, hash(coalesce(seen.party, response_id)) AS person, definition,
                   ({place_sql(way.touchpoints)})::BIGINT AS place
            FROM ({seen}) AS seen{joined} WHERE {chosen}
        ) WHERE place IN ({wanted})
    """  # noqa: S608 -- built from literals and names of our own


def _tables(ask: Ask) -> dict[str, object]:
    return {PARTIES: attributes_table()} if ask.attribute else {}
