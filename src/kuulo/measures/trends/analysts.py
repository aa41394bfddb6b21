"""The trend of any table, for analysts: answers with their times in, the series and what can be read from it out.

from kuulo.measures import trend
print(trend(answers, score="likelihood", time="answered_at", definition="nps@1"))
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypedDict, Unpack

from kuulo.base.errors import InputError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.analysts import figures
from kuulo.measures.definitions import Definition
from kuulo.measures.definitions import definition as named
from kuulo.measures.periods import Period
from kuulo.measures.trends.calibration import RATE
from kuulo.measures.trends.smoothing import Smoothed, smooth
from kuulo.measures.withholding import FLOOR


class SampleOptions(TypedDict, total=False):
    """How the answers were sampled and which are meant; `kuulo.measures.figures` tells what each one means."""

    weight: str | None
    stratum: str | None
    cluster: str | None
    fpc: str | float | None
    where: str | None
    confidence: float
    floor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The figures of each week or month and what they say together.

    Attributes:
        estimates: The figure of each period of ``smoothed.days``; of nobody where nobody answered.
        smoothed: Level, band, season, breaks, alarms, smallest change.
        definition: Name and version of the measure.
        grain: ``week`` or ``month``.
    """

    estimates: tuple[Estimate, ...]
    smoothed: Smoothed
    definition: str
    grain: str

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain values, ready for JSON."""
        read = self.smoothed
        points = zip(read.days, self.estimates, read.level, read.low, read.high, strict=True)
        return {
            "definition": self.definition,
            "grain": self.grain,
            "points": [
                {"start": day.isoformat(), "figure": figure.to_dict(), "level": level, "low": low, "high": high}
                for day, figure, level, low, high in points
            ],
            **reading_dict(read),
        }

    def __repr__(self) -> str:
        """Return what the series says, a line each."""
        said = [f"{self.definition} by {self.grain}, {len(self.estimates)} periods"]
        said += [str(one.text) for one in self.smoothed.breaks]
        said += [str(one.text) for one in self.smoothed.alarms]
        season = self.smoothed.season
        return "\n".join([*said, *([str(season.text)] if season else []), str(self.smoothed.smallest_change)])


def reading_dict(read: Smoothed) -> dict[str, object]:
    """Return what is read from a series as plain values: breaks, season, alarms, smallest change, rate."""
    return {
        "breaks": [
            {
                "day": one.day.isoformat(),
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "probability": one.probability,
                "change": one.change,
                "se": one.se,
                "text": str(one.text),
            }
            for one in read.breaks
        ],
        "season": None
        if read.season is None
        else {
            "kinds": list(read.season.kinds),
            "size": read.season.size,
            "p_value": read.season.p_value,
            "values": list(read.season.values),
            "text": str(read.season.text),
        },
        "alarms": [
            {
                "raised": one.raised.isoformat(),
                "since": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "ending": one.ending.value,
                "direction": one.direction,
                "change": one.change,
                "se": one.se,
                "statistic": one.statistic,
                "rule": one.rule,
                "together": one.together,
                "text": str(one.text),
            }
            for one in read.alarms
        ],
        "smallest_change": read.smallest,
        "smallest_change_text": str(read.smallest_change),
        "false_alarms_a_year": read.rate,
        "drift": read.drift,
    }


def trend(  # noqa: PLR0913 -- the analysts' function names everything a trend can depend on
    table: Any,
    *,
    score: str,
    time: str,
    definition: str | Definition,
    grain: Literal["week", "month"] = "week",
    known_breaks: Collection[date] = (),
    rate: float = RATE,
    **options: Unpack[SampleOptions],
) -> Trend:
    """Return the trend of a measure in a table.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row an answer.
        score: Column of the answers.
        time: Column of the dates or times they were given at (UTC where they name no zone).
        definition: Name and version, such as ``nps@1``.
        grain: ``week`` or ``month``.
        known_breaks: Days from which on figures cannot be compared with those before: other wording, scale, channel.
        rate: Share of years without any change in which there may be a false alarm, 0–1.
        options: Weights, strata, clusters, condition, confidence and floor, as in `figures`.

    Raises:
        InputError: The table, a column or the grain cannot be used, or no answer has a time.
        DefinitionError: The definition is unknown, or the answers do not fit its scale.
    """
    found = figures(
        table,
        score=score,
        definition=definition,
        by=Period(time, grain),
        **({"floor": FLOOR} | options),
    )
    by_day = {one.by[grain]: one.estimate for one in found if one.by[grain] is not None}
    days = sorted(day for day in by_day if isinstance(day, date))
    if not days:
        raise InputError(_("No answer has a time in the column {name}."), name=time)
    every = periods_between(days[0], days[-1], grain)
    nobody = _nobody(by_day[days[0]])
    estimates = tuple(by_day.get(day, nobody) for day in every)
    measure = definition if isinstance(definition, Definition) else named(definition)
    smoothed = smooth(every, estimates, known_breaks=known_breaks, grain=grain, rate=rate)
    return Trend(estimates=estimates, smoothed=smoothed, definition=measure.id, grain=grain)


def periods_between(first: date, last: date, grain: str) -> list[date]:
    """Return the first days of all weeks or months from one to another."""
    days = [first]
    while days[-1] < last:
        day = days[-1]
        days.append(
            day + timedelta(days=7) if grain == "week" else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        )
    return days


def _nobody(like: Estimate) -> Estimate:
    """Return the figure of a period in which nobody answered: nothing to compute and nobody to protect."""
    empty: Mapping[str, Any] = dict.fromkeys(("value", "low", "high", "se", "deff", "invited", "answered"))
    return Estimate(
        measure=like.measure,
        confidence=like.confidence,
        n=0,
        n_eff=0.0,
        method="none",
        definition=like.definition,
        **empty,
    )
