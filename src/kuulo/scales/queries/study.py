"""A scale examined on the answers of the store: each person's newest complete answer, sums on the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kuulo.base.errors import DefinitionError, KuuloError, WithheldError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.queries.answers import PARTIES, PERSON, joined_sql, literal, tables_for
from kuulo.figures.queries import Reading
from kuulo.figures.queries.reading import kept
from kuulo.figures.queries.scope import identifier
from kuulo.measures.scales import Moments, Scale, check_moments, moments_plan, scale_of
from kuulo.measures.scales.scorings import Part
from kuulo.scales.queries.options import ANSWERED, COLUMNS, Settled

TRUST: Final = _("Holds for those who answered all of these items; who did not answer is not corrected for.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStudy:
    """One scale of a page.

    Attributes:
        name: Short name; empty where the page has a single scale.
        title: What a reader calls it.
        direction: +1 when a higher mean is better, −1 when a lower one is.
        scale: The scale examined; ``None`` where it cannot be or may not be shown.
        refused: Why not: what was found, and what to do.
        guarded: Items whose mean is kept back: beside the figure of all who answered them it would tell of a few.
    """

    name: str
    title: Text
    direction: int
    scale: Scale | None
    refused: tuple[Text, Text] | None
    guarded: frozenset[str]


@kept
def study_of(reading: Reading, settled: Settled) -> tuple[PartStudy, ...]:
    """Return the scales of a set of items: one, or those its scoring names."""
    chosen = settled.set
    if chosen.scoring is not None:
        return tuple(_studied(reading, settled, part) for part in chosen.scoring.parts)
    whole = Part(name="", title="", items=chosen.items, reverse=chosen.reverse, direction=chosen.direction)
    return (_studied(reading, settled, whole),)


def _studied(reading: Reading, settled: Settled, part: Part) -> PartStudy:
    title = Text(part.title) if part.title else settled.set.title
    try:
        scale = _examined(reading, settled, part)
    except (WithheldError, DefinitionError) as error:
        return _refused(part, title, error)
    persons = {item.name: item.persons for item in settled.source.items}
    n = scale.reliability.n
    few = frozenset(name for name in part.items if 0 < persons[name] - n < reading.floor)
    return PartStudy(
        name=part.name,
        title=title,
        direction=part.direction,
        scale=_stamped(scale, reading.data_version, few),
        refused=None,
        guarded=few,
    )


def _refused(part: Part, title: Text, error: KuuloError) -> PartStudy:
    return PartStudy(
        name=part.name,
        title=title,
        direction=part.direction,
        scale=None,
        refused=(error.found, error.mend),
        guarded=frozenset(),
    )


def _examined(reading: Reading, settled: Settled, part: Part) -> Scale:
    by = settled.ask.by
    whole = check_moments(_moments(reading, settled, part, None).get(None), reading.floor)
    groups = _moments(reading, settled, part, group_sql(by)) if by else {}
    return scale_of(
        whole,
        groups,
        reverse=part.reverse,
        confidence=reading.confidence,
        floor=reading.floor,
        better=part.direction,
    )


def _moments(reading: Reading, settled: Settled, part: Part, group: str | None) -> dict[object, Moments]:
    """Return the moments of each group; of everybody under ``None`` where there is no grouping."""
    places = {name: f"q{place}" for place, name in enumerate(part.items)}
    plan = moments_plan(
        columns=dict.fromkeys(places.values(), "float64") | ({"g": "string"} if group else {}),
        items=tuple(places.values()),
        reverse=tuple(places[name] for name in part.reverse),
        ends=settled.set.ends,
        group="g" if group else None,
    )
    rows = rows_sql(settled.source.name, places, group)
    found = plan.finish(reading.snapshot.run(plan.sql("duckdb", rows), tables_for(rows)))
    return {label: replace(one, items=part.items) for label, one in found.items()}


def rows_sql(source: str, places: dict[str, str], group: str | None) -> str:
    """Return the SELECT of one row a person: the answers of the newest response in which every item was answered."""
    columns = ", ".join(
        f"max(signals.value) FILTER (signals.question = {literal(name)}) AS {column}" for name, column in places.items()
    )
    asked = ", ".join(literal(name) for name in places)
    grouped = f", max(CAST({group} AS VARCHAR)) AS g" if group else ""
    complete = " AND ".join(f"{column} IS NOT NULL" for column in places.values())
    kept_columns = ", ".join([*places.values(), *(["g"] if group else [])])
    return f"""
        SELECT {kept_columns} FROM (
            SELECT {PERSON} AS person, signals.response_id, max(signals.occurred_at) AS newest, {columns}{grouped}
            FROM {joined_sql(PERSON, group or "")}
            WHERE {ANSWERED} AND signals.source = {literal(source)} AND signals.question IN ({asked})
            GROUP BY 1, 2
        ) WHERE {complete}
        QUALIFY row_number() OVER (PARTITION BY person ORDER BY newest DESC, response_id) = 1
    """  # noqa: S608 -- names become literals, groupings come from a closed list


def group_sql(by: str) -> str:
    """Return the SQL expression of a grouping."""
    if by in COLUMNS:
        return f"signals.{by}"
    kind, name = by[:2], by[2:]
    return f"signals.attributes[{literal(name)}]" if kind == "a." else f"{PARTIES}.{identifier(name)}"


def _stamped(scale: Scale, version: str, few: frozenset[str]) -> Scale:
    """Return the scale with every figure told for whom it holds and on which data; guarded means are taken out."""
    trust = say(TRUST)

    def stamp(estimate: Estimate) -> Estimate:
        return replace(estimate, data_version=version, trust=trust)

    found = scale.reliability
    reliability = replace(
        found,
        alpha=stamp(found.alpha),
        standardised=stamp(found.standardised),
        omega=None if found.omega is None else stamp(found.omega),
        items=tuple(replace(item, mean=None, sd=None) if item.name in few else item for item in found.items),
    )
    groups = tuple(
        replace(
            group,
            alpha=None if group.alpha is None else stamp(group.alpha),
            mean=None if group.mean is None else stamp(group.mean),
        )
        for group in scale.groups
    )
    return replace(scale, reliability=reliability, mean=stamp(scale.mean), groups=groups)
