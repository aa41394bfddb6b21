"""A series as a small drawing in a table row: its level and band over the latest year or two; pure."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.figures.rules.periods import Grain
from kuulo.trends.rules.series import Series

WIDTH, HEIGHT = 120.0, 28.0
LATEST = {Grain.WEEK: 78, Grain.MONTH: 24}


@dataclass(frozen=True, slots=True)
class Spark:
    """Stretches of the level as SVG coordinates in a box of `WIDTH` × `HEIGHT`."""

    bands: tuple[str, ...]
    lines: tuple[str, ...]


def spark_of(series: Series) -> Spark:
    """Return the small drawing of a series; nothing where no level is known."""
    begin = max(len(series.days) - LATEST[series.grain], 0)
    read = series.read
    ends = [end for end in (*read.low[begin:], *read.high[begin:]) if end is not None]
    if not ends:
        return Spark((), ())
    low, high = min(ends), max(ends)
    step = WIDTH / max(len(series.days) - begin - 1, 1)

    def down(value: float) -> float:
        return HEIGHT - (value - low) / ((high - low) or 1.0) * HEIGHT

    stretches = [
        [((place - begin) * step, down(lower), down(middle), down(upper)) for place, lower, middle, upper in stretch]
        for stretch in _stretches(series, begin)
    ]
    return Spark(
        bands=tuple(
            " ".join(
                [f"{x:.1f},{upper:.1f}" for x, _lower, _middle, upper in stretch]
                + [f"{x:.1f},{lower:.1f}" for x, lower, _middle, _upper in reversed(stretch)]
            )
            for stretch in stretches
        ),
        lines=tuple(" ".join(f"{x:.1f},{middle:.1f}" for x, _l, middle, _u in stretch) for stretch in stretches),
    )


def _stretches(series: Series, begin: int) -> list[list[tuple[int, float, float, float]]]:
    """Return place, low end, level and high end of each period, parted at known breaks."""
    known = {day for day, _note in series.known}
    found: list[list[tuple[int, float, float, float]]] = [[]]
    for place in range(begin, len(series.days)):
        three = (series.read.low[place], series.read.level[place], series.read.high[place])
        if series.days[place] in known or three[1] is None:
            found.append([])
        if three[0] is not None and three[1] is not None and three[2] is not None:
            found[-1].append((place, three[0], three[1], three[2]))
    return [stretch for stretch in found if len(stretch) > 1]
