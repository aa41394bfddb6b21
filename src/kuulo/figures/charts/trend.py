"""A measure over time: a line through the values, a band for the interval, honest gaps and breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key, confidence_of, estimate_table
from kuulo.figures.charts.quantities import (
    Count,
    Period,
    Quantity,
    Shown,
    Unit,
    decimals_for,
    limits_of,
    shown,
    unit_of,
)
from kuulo.figures.charts.wording import (
    FROM_ANSWERS,
    change_words,
    joined,
    measure_name,
    percent,
    value_words,
)
from kuulo.measures.trends import Smoothed

HEIGHT = 200.0
COMPACT = 120.0
WIDTH = 1000.0  # of the stretched inner drawing; no length on the page
TICKS_WIDE = 8
TICKS_NARROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One period.

    Attributes:
        start: First day of the period.
        estimate: The figure of the period; a withheld one leaves a gap.
        label: What the period is called; by default its name in the reader's language.
        break_note: Why this period cannot be compared with the ones before it (a new wording, a new scale).
    """

    start: date
    estimate: Estimate
    label: str | Text = ""
    break_note: Text | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """The way from values to pixels down."""

    axis: Axis
    height: float

    def down(self, value: float) -> float:
        """Return how far down a value lies."""
        return self.height * (1 - self.axis.part(value))


@dataclass(frozen=True, slots=True)
class Dot:
    """A value as it is drawn; ``kind`` is a class: ``joined`` or ``alone``, and ``last``."""

    x: str
    y: str
    low: str
    high: str
    kind: str
    label: object
    shown: Shown

    @property
    def alone(self) -> bool:
        """Whether no line reaches it, so that its interval needs a whisker."""
        return self.kind.startswith("alone")


@dataclass(frozen=True, slots=True)
class Break:
    """Where the line may not be followed across; ``number`` ties it to its note."""

    x: str
    number: str
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The level beneath the figures of a trend, freed of chance; of one length with its points.

    Attributes:
        values: Level of each period; ``None`` where there is none.
        low: Lower end of its band.
        high: Upper end.
        found: Breaks that were found: first day of a period and what is known of it.
        words: What the trend could and could not have shown.
    """

    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    found: tuple[tuple[date, Text], ...]
    words: Text


def level_of(smoothed: Smoothed | None) -> Level | None:
    """Return the level beneath a trend as its chart draws it."""
    if smoothed is None:
        return None
    return Level(
        values=smoothed.level,
        low=smoothed.low,
        high=smoothed.high,
        found=tuple((one.day, one.text) for one in smoothed.breaks),
        words=smoothed.smallest_change,
    )


@dataclass(frozen=True, slots=True)
class TrendChart:
    """What the template draws; places are SVG coordinates as text, so that no locale touches them."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    gaps: tuple[tuple[str, str], ...]
    breaks: tuple[Break, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    last: tuple[str, Quantity] | None
    confidence: Quantity
    smoothed: bool = False
    kind: str = "trend"


def trend_chart(  # noqa: PLR0913 -- what a chart of time may bring, each by name
    points: Sequence[TrendPoint],
    *,
    title: Text,
    name: Text | None = None,
    grain: str = "month",
    height: float = HEIGHT,
    rests_on: str = FROM_ANSWERS,
    level: Level | None = None,
) -> TrendChart:
    """Build the chart of one measure over time.

    Args:
        points: Periods in order of time; one definition throughout.
        title: Heading of the figure.
        name: What the measure is called in the sentence; by default the name of its family.
        grain: ``day``, ``week``, ``month``, ``quarter`` or ``year``: names the periods that bring no label.
        height: Of the plot in pixels; ``COMPACT`` for cards.
        rests_on: The sentence on the latest figure, marked for translation, where not answers but something else was
            counted; its places are those of ``FROM_ANSWERS``.
        level: The level beneath the figures; line and band then show it, and the dots the figures themselves.
    """
    estimates = [point.estimate for point in points]
    unit = unit_of(estimates[0]) if estimates else Unit.SCALE
    decimals = decimals_for(estimates, unit)
    limits = limits_of(estimates[0]) if estimates else (None, None)
    axis = value_axis([*_ends(estimates), *_level_ends(level)], unit, limits=limits, ticks=2 if height < HEIGHT else 4)
    plot = Plot(axis, height)
    places = _places(points)
    runs = _runs(points)
    tracks = _tracks(points, places, plot, runs, level)
    labels = [point.label or Period(point.start, grain) for point in points]
    names = [point.label or Period(point.start, grain, written_out=True) for point in points]
    return TrendChart(
        key=chart_key("trend", title, points),
        title=title,
        sentence=joined(
            _sentence(points, names, name=name, decimals=decimals, rests_on=rests_on), level.words if level else None
        ),
        table=estimate_table(
            say(_("Period")),
            [_row_head(label, point) for label, point in zip(names, points, strict=True)],
            estimates,
            decimals,
        ),
        height=pixels(height),
        bands=tuple(_band(track) for track in tracks),
        lines=tuple(_line(track) for track in tracks),
        dots=_dots(runs, points, labels, plot, decimals),
        gaps=_gaps(points, places),
        breaks=_breaks(points, places, level),
        y_ticks=tuple(
            Tick(pixels(plot.down(tick.value)), tick, "zero" if abs(tick.value) < 1e-12 else "")
            for tick in plot.axis.ticks
        ),
        x_ticks=_x_ticks(labels, places),
        last=_last(points, plot, decimals),
        confidence=percent(confidence_of(estimates)),
        smoothed=level is not None,
    )


def _row_head(label: object, point: TrendPoint) -> object:
    """Return how the table names a period: after a break, with its reason."""
    if point.break_note is None:
        return label
    return Text(_("{period} – not comparable with earlier ones. {note}"), {"period": label, "note": point.break_note})


def _ends(estimates: Sequence[Estimate]) -> list[float]:
    return [end for one in estimates for end in (one.low, one.value, one.high) if end is not None]


def _places(points: Sequence[TrendPoint]) -> list[float]:
    """Return where each period lies across, 0–1, by its first day; a single period stands in the middle."""
    if len(points) < 2:
        return [0.5] * len(points)
    first, last = points[0].start, points[-1].start
    days = (last - first).days or 1
    return [(point.start - first).days / days for point in points]


def _runs(points: Sequence[TrendPoint]) -> list[list[int]]:
    """Return stretches of periods that one line may join: no gap and no break inside."""
    runs: list[list[int]] = [[]]
    for index, point in enumerate(points):
        if point.break_note is not None or shown(point.estimate) is None:
            runs.append([])
        if shown(point.estimate) is not None:
            runs[-1].append(index)
    return [run for run in runs if run]


def _value(estimate: Estimate) -> tuple[float, float, float]:
    value = estimate.value if estimate.value is not None else 0.0
    low = estimate.low if estimate.low is not None else value
    return low, value, estimate.high if estimate.high is not None else value


Track = tuple[tuple[float, float, float, float], ...]
"""A stretch that one line follows: of each period its place across, and down the low end, the value, the high end."""


def _tracks(
    points: Sequence[TrendPoint], places: list[float], plot: Plot, runs: list[list[int]], level: Level | None
) -> tuple[Track, ...]:
    """Return the stretches that are drawn: of the level where there is one, else of the figures."""
    if level is None:
        stretches = [[(index, _value(points[index].estimate)) for index in run] for run in runs]
    else:
        stretches = _level_runs(points, level)
    return tuple(
        tuple(
            (places[index] * WIDTH, plot.down(low), plot.down(value), plot.down(high))
            for index, (low, value, high) in stretch
        )
        for stretch in stretches
        if len(stretch) > 1
    )


def _level_runs(points: Sequence[TrendPoint], level: Level) -> list[list[tuple[int, tuple[float, float, float]]]]:
    """Return the stretches of the level, parted where the figures cannot be compared."""
    runs: list[list[tuple[int, tuple[float, float, float]]]] = [[]]
    for index, three in enumerate(zip(level.low, level.values, level.high, strict=True)):
        low, value, high = three
        if points[index].break_note is not None or value is None:
            runs.append([])
        if low is not None and value is not None and high is not None:
            runs[-1].append((index, (low, value, high)))
    return [run for run in runs if run]


def _level_ends(level: Level | None) -> list[float]:
    return [] if level is None else [end for end in (*level.low, *level.high) if end is not None]


def _line(track: Track) -> str:
    return " ".join(f"{x:.1f},{middle:.1f}" for x, _low, middle, _high in track)


def _band(track: Track) -> str:
    there = [f"{x:.1f},{high:.1f}" for x, _low, _middle, high in track]
    back = [f"{x:.1f},{low:.1f}" for x, low, _middle, _high in reversed(track)]
    return " ".join(there + back)


def _dot_kind(run: list[int], index: int, total: int) -> str:
    kind = "alone" if len(run) == 1 else "joined"
    return f"{kind} last" if index == total - 1 else kind


def _dot(seen: Shown, label: object, place: float, plot: Plot, *, kind: str) -> Dot:
    return Dot(
        across(place),
        pixels(plot.down(seen.value.value)),
        pixels(plot.down(seen.low.value)),
        pixels(plot.down(seen.high.value)),
        kind,
        label,
        seen,
    )


def _dots(
    runs: list[list[int]], points: Sequence[TrendPoint], labels: Sequence[object], plot: Plot, decimals: int
) -> tuple[Dot, ...]:
    places = _places(points)
    return tuple(
        _dot(seen, labels[index], places[index], plot, kind=_dot_kind(run, index, len(points)))
        for run in runs
        for index in run
        if (seen := shown(points[index].estimate, decimals)) is not None
    )


def _gaps(points: Sequence[TrendPoint], places: list[float]) -> tuple[tuple[str, str], ...]:
    """Return withheld periods as (left, width): half the way to each neighbour."""
    found = []
    for index, point in enumerate(points):
        if shown(point.estimate) is not None:
            continue
        left = (places[index] + places[max(index - 1, 0)]) / 2
        right = (places[index] + places[min(index + 1, len(points) - 1)]) / 2
        found.append((across(left), across(right - left)))
    return tuple(found)


def _breaks(points: Sequence[TrendPoint], places: list[float], level: Level | None) -> tuple[Break, ...]:
    """Return the breaks that are known, and those that were found, in order of time."""
    marked = [(index, point.break_note) for index, point in enumerate(points) if point.break_note is not None]
    found = dict(level.found) if level else {}
    marked += [(index, found[point.start]) for index, point in enumerate(points) if point.start in found]
    return tuple(
        Break(across((places[index] + places[max(index - 1, 0)]) / 2), str(number), note)
        for number, (index, note) in enumerate(sorted(marked, key=lambda one: one[0]), start=1)
    )


def _x_ticks(labels: Sequence[object], places: list[float]) -> tuple[Tick, ...]:
    """Return labelled periods counted back from the latest; every second one gives way on narrow screens."""
    count = len(labels)
    step = -(-count // TICKS_WIDE) if count else 1
    kept = range(count - 1, -1, -step)
    wide_only = -(-len(kept) // TICKS_NARROW)
    return tuple(
        Tick(across(places[index]), labels[index], "" if order % wide_only == 0 else "wide-only")
        for order, index in enumerate(kept)
    )


def _last(points: Sequence[TrendPoint], plot: Plot, decimals: int) -> tuple[str, Quantity] | None:
    seen = shown(points[-1].estimate, decimals) if points else None
    return (pixels(plot.down(seen.value.value)), seen.value) if seen else None


def _sentence(
    points: Sequence[TrendPoint], labels: Sequence[object], *, name: Text | None, decimals: int, rests_on: str
) -> Text:
    told = [index for index, point in enumerate(points) if shown(point.estimate) is not None]
    if not told:
        return say(_("No period has enough answers to show a figure."))
    now = told[-1]
    latest = points[now].estimate
    parts: list[Text | None] = [
        value_words(name or measure_name(latest), latest, where=labels[now], decimals=decimals, rests_on=rests_on)
    ]
    earlier = [index for index in told[:-1] if not _broken(points, index, now)]
    if earlier:
        first = earlier[0]
        parts.append(change_words(points[first].estimate, latest, since=labels[first], decimals=decimals))
    parts.extend(
        Text(_("A break at {period}: {note}"), {"period": labels[index], "note": point.break_note})
        for index, point in enumerate(points)
        if point.break_note is not None
    )
    hidden = len(points) - len(told)
    if hidden:
        parts.append(say(_("Withheld periods: {count} of {total}."), count=Count(hidden), total=Count(len(points))))
    return joined(*parts)


def _broken(points: Sequence[TrendPoint], first: int, last: int) -> bool:
    return any(point.break_note is not None for point in points[first + 1 : last + 1])
