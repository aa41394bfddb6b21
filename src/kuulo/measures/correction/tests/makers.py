"""Small frames for the tests: one attribute that goes with both the score and with answering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kuulo.measures import definition
from kuulo.measures.correction import Categorical, Features, Floats, People

NPS = definition("nps@1")
MEAN = definition("csat.mean@1")
SHARE = definition("csat.top2@1")
LEVELS = ("home", "work", "farm")


def people_of(*, codes: list[int], score: Sequence[float | None], **more: Any) -> People:
    """Return a frame that was asked as a whole; a score of None is silence."""
    values = np.array([np.nan if each is None else each for each in score], dtype=float)
    given: dict[str, Any] = {
        "x": Features({"segment": Categorical(np.array(codes, dtype=np.int64), LEVELS)}),
        "invited": np.ones(len(values), dtype=bool),
        "answered": ~np.isnan(values),
        "score": values,
        "base_weight": np.ones(len(values)),
    }
    return People(**(given | more))


def invented(count: int = 3000, *, seed: int = 1) -> tuple[People, Floats]:
    """Return a frame whose silence goes with segment and tenure alone, and everybody's score."""
    generator = np.random.default_rng(seed)
    codes = generator.choice(3, count, p=[0.5, 0.3, 0.2])
    tenure = generator.gamma(2.0, 2.0, count)
    mood = 6.5 + np.array([1.5, 0.0, -2.0])[codes] + 0.4 * (tenure - 4) + generator.normal(0, 1.5, count)
    score = np.clip(np.rint(mood), 0, 10)
    chance = 1 / (1 + np.exp(1.0 - np.array([0.8, 0.0, -0.6])[codes] - 0.25 * (tenure - 4)))
    answered = generator.random(count) < chance
    x = Features({"segment": Categorical(codes.astype(np.int64), LEVELS)}, {"tenure": tenure})
    people = People(
        x=x,
        invited=np.ones(count, dtype=bool),
        answered=answered,
        score=np.where(answered, score, np.nan),
        base_weight=np.ones(count),
    )
    return people, score


def net(score: Floats) -> float:
    """Return the NPS of these scores."""
    return float(100 * ((score >= 9).mean() - (score <= 6).mean()))
