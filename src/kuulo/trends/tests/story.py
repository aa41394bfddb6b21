"""A story for the tests: sixty weeks of answers at two touchpoints, one of which becomes worse."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kuulo.figures.tests.answers import answer, record
from kuulo.lake.rules import Signal

WEEKS = 60
EACH = 12


def tell(*, worse_weeks: int = 6, back_weeks: int = 0) -> None:
    """Record the story: the latest weeks at “Invoice” are worse, but for the very last ones, which are as before."""
    record(list(_answers(worse_weeks, back_weeks)))


def one_week_more(*, low: bool, number: int = 900_000) -> None:
    """Record another week at “Invoice” after the latest."""
    values = [2.0] * 8 + [9.0] * 4 if low else [9.0] * 8 + [5.0] * 4
    record([answer(number + place, value, days_ago=-6.0, touchpoint="Invoice") for place, value in enumerate(values)])


def _answers(worse_weeks: int, back_weeks: int) -> Iterator[Signal]:
    generator = np.random.default_rng(1)
    number = 0
    for week in range(WEEKS):
        worse = back_weeks <= week < back_weeks + worse_weeks
        for touchpoint in ("Invoice", "Visit"):
            chance = 0.1 if worse and touchpoint == "Invoice" else 0.7
            for happy in generator.random(EACH) < chance:
                number += 1
                yield answer(number, 9.0 if happy else 5.0, days_ago=week * 7 + 1, touchpoint=touchpoint)
