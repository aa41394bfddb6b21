"""The flow of persons through a journey, counted by the engine in one question.

A person enters at the first time in the window at which he or she met the first touchpoint. Each further step is the
first meeting with its touchpoint at or after the step before, within the journey's days from the entry. An optional
step is looked for between the obligatory ones around it and holds nobody up. Whoever entered so lately that the days
are not over at the newest signal is counted apart: it is not known yet whether they drop out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from kuulo.customers.queries import attributes_table, party_map
from kuulo.figures.queries.reading import PARTIES, Reading, kept
from kuulo.figures.queries.scope import identifier, literal
from kuulo.figures.rules.periods import Window
from kuulo.journeys.queries.recognising import SAID_SQL, place_sql, seen_sql
from kuulo.journeys.rules.flow import Flow, StepCount, Times
from kuulo.journeys.rules.matching import SAID, Known
from kuulo.measures.intervals import z_quantile

MAP: Final = "whole_parties"
DONE: Final = f"kind NOT IN ({SAID_SQL})"
# The hash of nothing is not nothing: coalesce would make one person of everybody unknown.
PERSON: Final = "CASE WHEN wholes.party_id IS NULL THEN hash(seen.party) ELSE hash(wholes.party_id) END"


@dataclass(frozen=True, slots=True)
class Way:
    """A journey as it is counted: all touchpoints in order, the steps as places in them (from 1), and its days."""

    touchpoints: tuple[Known, ...]
    steps: tuple[int, ...]
    optional: tuple[bool, ...]
    within_days: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Who is followed: those who entered in a window, of a segment (attribute and value), apart by an attribute."""

    window: Window
    by: str = ""
    attribute: str = ""
    value: str = ""


@kept
def count_flow(reading: Reading, way: Way, ask: Ask) -> tuple[Flow, ...]:
    """Return the flow of each group, largest first; one alone, without a label, where nothing is split by."""
    tables = {MAP: party_map()}
    sql = flow_sql(way, ask, z_quantile(reading.confidence))
    if PARTIES in sql:
        tables[PARTIES] = attributes_table()
    rows = reading.snapshot.run(sql, tables).to_pylist()
    labels = dict.fromkeys(row["label"] for row in rows)
    flows = [_flow(label, [row for row in rows if row["label"] == label], way) for label in labels]
    return tuple(sorted(flows, key=lambda one: (one.label is None, -one.entered, str(one.label))))


def _flow(label: str | None, rows: Sequence[dict[str, Any]], way: Way) -> Flow:
    by_step = {row["step"]: row for row in rows}
    whole = by_step[0]
    counts = tuple(_step(by_step[place], way.optional[place - 1]) for place in range(1, len(way.steps) + 1))
    return Flow(label=label, entered=whole["reached"], under_way=whole["under_way"], steps=counts, times=_times(whole))


def _step(row: dict[str, Any], optional: bool) -> StepCount:  # noqa: FBT001 -- it is the step's own flag
    return StepCount(before=row["before"], reached=row["reached"], optional=optional, times=_times(row))


def _times(row: dict[str, Any]) -> Times | None:
    if not row["timed"]:
        return None
    names = ("median", "low", "high", "quarter", "three_quarters")
    return Times(n=row["timed"], **{name: float(row[name]) for name in names})


def flow_sql(way: Way, ask: Ask, z: float) -> str:
    """Return the SELECT of a journey's flow.

    Columns: ``label`` the group, ``step`` (0 the whole way, then from 1), ``before`` and ``reached`` (persons),
    ``under_way``, and of the seconds since the step before ``timed``, ``median``, ``low``, ``high``, ``quarter`` and
    ``three_quarters``. The median's interval is that of the order statistics (Conover 1999, 3.2): the times in the
    places n/2 ± z·√n/2, rounded outwards.
    """
    return f"""
        WITH placed AS MATERIALIZED ({placed_sql(way, ask)}),
        {_chain_sql(way, ask)},
        entered AS ({_entered_sql(way, ask)}),
        passed AS ({_passed_sql(way)}),
        ranked AS (
            SELECT label, step, seconds, count(*) OVER (PARTITION BY label, step) AS n,
                   row_number() OVER (PARTITION BY label, step ORDER BY seconds) AS place
            FROM passed WHERE seconds IS NOT NULL
        ),
        timed AS (
            SELECT label, step, any_value(n) AS timed, median(seconds) AS median,
                   quantile_cont(seconds, 0.25) AS quarter, quantile_cont(seconds, 0.75) AS three_quarters,
                   max(seconds) FILTER (place <= greatest(1, floor(n / 2 - {z!r} * sqrt(n) / 2))) AS low,
                   min(seconds) FILTER (place >= least(n, ceil(n / 2 + 1 + {z!r} * sqrt(n) / 2))) AS high
            FROM ranked GROUP BY label, step
        ),
        counted AS (
            SELECT label, step, count(*) FILTER (came AND is_over) AS before,
                   count(*) FILTER (reached AND is_over) AS reached, count(*) FILTER (NOT is_over) AS under_way
            FROM passed GROUP BY label, step
        )
        SELECT counted.*, coalesce(timed, 0) AS timed, median, low, high, quarter, three_quarters
        FROM counted LEFT JOIN timed
          ON counted.step = timed.step AND counted.label IS NOT DISTINCT FROM timed.label
        ORDER BY counted.label, counted.step
    """  # noqa: S608 -- built from literals and names of our own


def placed_sql(way: Way, ask: Ask) -> str:
    """Return the SELECT of who met which touchpoint of the journey when: ``person``, ``met_at``, ``place``."""
    seen = seen_sql(way.touchpoints, _when_sql(way, ask.window), columns="party, occurred_at")
    return f"""
        SELECT {PERSON} AS person, met_at, place FROM (
            SELECT party, occurred_at AS met_at, {place_sql(way.touchpoints, own=DONE)} AS place FROM ({seen})
        ) AS seen LEFT JOIN {MAP} AS wholes ON wholes.party = seen.party
    """  # noqa: S608 -- built from literals and names of our own


def _when_sql(way: Way, window: Window) -> str:
    parts = ["party IS NOT NULL"]
    if not any(rule.kind in SAID for one in way.touchpoints for rule in one.rules):
        parts.append(DONE)
    if window.start is not None:
        parts.append(f"occurred_at >= {_moment(window.start)} AND month >= {literal(f'{window.start:%Y-%m}')}")
    if window.end is not None:
        parts.append(f"occurred_at < {_moment(window.end)} + INTERVAL {way.within_days} DAY")
    return " AND ".join(parts)


def _moment(moment: datetime) -> str:
    return f"TIMESTAMPTZ {literal(moment.isoformat())}"


def _chain_sql(way: Way, ask: Ask) -> str:
    """Return the common tables that find each step's time: ``c1`` has the entry, the last has all of them."""
    tables = [_first_sql(way, ask)]
    obligatory = [place for place, optional in enumerate(way.optional, start=1) if not optional]
    last = "c1"
    for before, place in pairwise(obligatory):
        tables.append(_next_sql(way, last, place, before, None))
        last = f"c{place}"
    for place, optional in enumerate(way.optional, start=1):
        if optional:
            before = max(one for one in obligatory if one < place)
            after = min(one for one in obligatory if one > place)
            tables.append(_next_sql(way, last, place, before, after))
            last = f"c{place}"
    return ",\n".join([*tables, f"done AS (SELECT * FROM {last})"])  # noqa: S608 -- names of our own


def _first_sql(way: Way, ask: Ask) -> str:
    inside = "true" if ask.window.end is None else f"met_at < {_moment(ask.window.end)}"
    return f"""c1 AS (
        SELECT person, min(met_at) AS t1 FROM placed WHERE place = {way.steps[0]} AND {inside} GROUP BY 1
    )"""  # noqa: S608 -- numbers and names of our own


def _next_sql(way: Way, last: str, place: int, before: int, after: int | None) -> str:
    later = ">" if way.steps[place - 1] == way.steps[before - 1] else ">="
    until = f"{last}.t1 + INTERVAL {way.within_days} DAY"
    until = until if after is None else f"coalesce({last}.t{after}, {until})"
    return f"""c{place} AS (
        SELECT {last}.*, found.t{place} FROM {last} LEFT JOIN (
            SELECT {last}.person, min(placed.met_at) AS t{place}
            FROM {last} JOIN placed ON placed.person = {last}.person
            WHERE placed.place = {way.steps[place - 1]} AND placed.met_at {later} {last}.t{before}
              AND placed.met_at <= {until}
            GROUP BY 1
        ) AS found ON found.person = {last}.person
    )"""  # noqa: S608 -- numbers and names of our own


def _entered_sql(way: Way, ask: Ask) -> str:
    """Return the SELECT of the persons that are followed: label of their group, whether their time is over."""
    over = f"t1 + INTERVAL {way.within_days} DAY <= (SELECT max(occurred_at) FROM signals)"  # noqa: S608 -- names of our own
    if not ask.by and not ask.attribute:
        return f"SELECT done.*, NULL::VARCHAR AS label, {over} AS is_over FROM done"  # noqa: S608 -- names of our own
    names = [name for name in (ask.by, ask.attribute) if name]
    columns = ", ".join(f"max(known.{identifier(name)}) AS a{place}" for place, name in enumerate(names))
    known = f"""SELECT hash(wholes.party_id) AS person, {columns}
                FROM {MAP} AS wholes JOIN {PARTIES} AS known ON known.party = wholes.party GROUP BY 1"""  # noqa: S608 -- quoted names
    label = "a0" if ask.by else "NULL::VARCHAR"
    where = f"a{len(names) - 1} = {literal(ask.value)}" if ask.attribute else "true"
    return f"""SELECT done.*, {label} AS label, {over} AS is_over
               FROM done LEFT JOIN ({known}) AS known ON known.person = done.person WHERE {where}"""  # noqa: S608 -- as above


def _passed_sql(way: Way) -> str:
    """Return the SELECT of a row a person and step: who ``came`` so far, ``reached`` it, after how many ``seconds``."""
    steps = len(way.steps)
    whole = f"0 AS step, true AS came, true AS reached, is_over, {_seconds(steps, 1)} AS seconds"
    rows = [f"SELECT label, {whole} FROM entered"]  # noqa: S608 -- numbers
    for place in range(1, steps + 1):
        before = max((one for one in range(1, place) if not way.optional[one - 1]), default=0)
        came = "true" if before < 2 else f"t{before} IS NOT NULL"
        seconds = "NULL::DOUBLE" if place == 1 else _seconds(place, before)
        rows.append(
            f"SELECT label, {place}, {came}, t{place} IS NOT NULL, is_over, {seconds} FROM entered"  # noqa: S608 -- numbers
        )
    return " UNION ALL ".join(rows)


def _seconds(later: int, earlier: int) -> str:
    between = f"epoch(t{later}) - epoch(t{earlier})"
    return f"CASE WHEN is_over THEN {between} END"
