"""What the rules of touchpoints catch, before anybody relies on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kuulo.figures.queries.reading import Reading
from kuulo.figures.queries.scope import literal
from kuulo.journeys.queries.recognising import match_sql, place_sql, seen_sql
from kuulo.journeys.rules.matching import Known

PREVIEWED: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What one touchpoint catches of the signals of the past 90 days.

    Attributes:
        signals: Signals that are known as its own.
        rules: For each of its rules, how many signals it fits, whoever has them in the end.
        lost: Touchpoints before it that have signals its rules fit, with how many; the most first.
    """

    signals: int
    rules: tuple[int, ...]
    lost: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What all touchpoints catch; ``since`` is the first moment looked at, ``nobody`` the signals that none has."""

    since: datetime | None
    signals: int
    nobody: int
    caught: tuple[Caught, ...]


def preview(reading: Reading, touchpoints: Sequence[Known]) -> Preview:
    """Return what each touchpoint would catch of the 90 days up to the newest signal, and who takes it from whom."""
    newest = reading.snapshot.run("SELECT max(occurred_at) AS newest FROM signals").to_pylist()[0]["newest"]
    if newest is None or not touchpoints:
        return Preview(since=None, signals=0, nobody=0, caught=tuple(_nothing(one) for one in touchpoints))
    since = newest - PREVIEWED
    rows = reading.snapshot.run(preview_sql(touchpoints, since)).to_pylist()
    return Preview(
        since=since,
        signals=sum(row["signals"] for row in rows),
        nobody=sum(row["signals"] for row in rows if row["place"] is None),
        caught=tuple(_caught(place, touchpoints, rows) for place in range(1, len(touchpoints) + 1)),
    )


def preview_sql(touchpoints: Sequence[Known], since: datetime) -> str:
    """Return the SELECT of the signals by who has them: ``place``, ``signals``, ``f…`` and ``r…`` of each touchpoint.

    ``f3`` is how many of them fit the rules of the third touchpoint, ``r3_1`` its first rule.
    """
    when = f"occurred_at >= TIMESTAMPTZ {literal(since.isoformat())} AND month >= {literal(f'{since:%Y-%m}')}"
    sums = [
        f"count(*) FILTER ({match_sql(rule)}) AS r{place}_{number}"
        for place, one in enumerate(touchpoints, start=1)
        for number, rule in enumerate(one.rules, start=1)
    ]
    sums += [
        f"count(*) FILTER ({' OR '.join(match_sql(rule) for rule in one.rules)}) AS f{place}"
        for place, one in enumerate(touchpoints, start=1)
        if one.rules
    ]
    counted = "".join(f", {one}" for one in sums)
    return f"""
        SELECT place, count(*) AS signals{counted}
        FROM (SELECT *, {place_sql(touchpoints)} AS place FROM ({seen_sql(touchpoints, when)})) GROUP BY place
    """  # noqa: S608 -- built from literals and names of our own


def _nothing(one: Known) -> Caught:
    return Caught(signals=0, rules=(0,) * len(one.rules), lost=())


def _caught(place: int, touchpoints: Sequence[Known], rows: Sequence[dict[str, int]]) -> Caught:
    one = touchpoints[place - 1]
    taken = [
        (touchpoints[row["place"] - 1].name, row.get(f"f{place}", 0))
        for row in rows
        if row["place"] is not None and row["place"] < place
    ]
    return Caught(
        signals=sum(row["signals"] for row in rows if row["place"] == place),
        rules=tuple(sum(row[f"r{place}_{number}"] for row in rows) for number in range(1, len(one.rules) + 1)),
        lost=tuple(sorted(((name, count) for name, count in taken if count), key=lambda pair: -pair[1])),
    )
