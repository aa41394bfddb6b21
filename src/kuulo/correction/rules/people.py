"""A frame as the mathematics of correction and representativeness take it; pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kuulo.correction.rules.attributes import EARLIER
from kuulo.correction.rules.frames import Frame
from kuulo.measures.correction import Features, Lesson, People
from kuulo.measures.definitions import Definition
from kuulo.measures.representativeness import Crowd, cell_numbers, counted

Codes = NDArray[np.int64]


def crowd_of(frame: Frame, x: Features) -> Crowd:
    """Return the frame as cells of persons of whom the same is known."""
    cells, first = cell_numbers(x, len(frame))
    size = len(first)

    def summed(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        return None if values is None else counted(cells, values, size)

    known = frame.known
    return Crowd(
        x=x.take(first),
        frame=counted(cells, frame.count, size),
        answered=counted(cells, frame.answered, size),
        invited=summed(frame.invited),
        reached=summed(frame.reached),
        extreme=summed(frame.extreme),
        titles=known.titles,
        labels=known.labels,
    )


def people_of(frame: Frame, x: Features, definition: Definition, lesson: Lesson | None = None) -> People:
    """Return the frame as persons (of encounters, one row each), with what is known of them by some attributes.

    The earlier score stands apart from the attributes. Who was asked is everybody, where nobody noted it. A mean of
    several answers is put on the nearest answer there is, where the measure counts answers. ``lesson`` is what an
    earlier follow-up teaches of the same attributes.
    """
    rows, answered = _expanded(frame)
    points = frame.points[rows] if not definition.whole else np.round(frame.points[rows])
    score = np.where(answered, points, np.nan)
    invited = np.ones(len(rows), dtype=bool) if frame.invited is None else (frame.invited > 0)[rows]
    numbers = Features({name: held for name, held in x.categorical.items() if name != EARLIER}).take(rows)
    follow = frame.follow_up
    if follow is not None:
        late = follow.answered[rows]
        late_points = follow.score[rows] if not definition.whole else np.round(follow.score[rows])
        score = np.where(late, late_points, score)
    base = np.ones(len(rows)) if frame.base is None else frame.base[rows]
    return People(
        x=numbers,
        invited=invited | answered,
        answered=answered,
        score=score,
        base_weight=base,
        earlier=None if np.isnan(frame.earlier).all() else frame.earlier[rows],
        phase2=None if follow is None else follow.drawn[rows],
        phase2_weight=None if follow is None else follow.weight[rows],
        phase2_answered=None if follow is None else follow.answered[rows],
        lesson=lesson,
    )


def _expanded(frame: Frame) -> tuple[Codes, NDArray[np.bool_]]:
    """Return the row of each encounter and whether it was answered; of persons each row once."""
    count = frame.count.astype(np.int64)
    rows = np.repeat(np.arange(len(frame)), count)
    begin = np.repeat(np.cumsum(count) - count, count)
    return rows, np.arange(len(rows)) - begin < frame.answered[rows]
