"""One round of asking: who is invited, who answers, who of the silent is followed, and what an earlier round taught.

Nothing of the truth leaves this module but the scores of those who spoke.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from kuulo.bench.correction.population import Population
from kuulo.measures.correction import Lesson, People
from kuulo.measures.features import Floats

INVITED: Final = 12_000
FOLLOWED: Final = 400
DRIFTED: Final = 0.1  # standard deviation of what the follow-up's odds by score changed since the earlier round


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """How many are asked, and how many of the silent are followed."""

    invited: int = INVITED
    followed: int = FOLLOWED
    drifted: float = DRIFTED


def ask(population: Population, plan: Fieldwork, generator: np.random.Generator) -> tuple[People, People]:
    """Return the frame after one round, twice: with a follow-up that all answered, and with one that about half did.

    The second also has the lesson of the last round's follow-up.
    """
    now, count = population.now, len(population)
    invited = _drawn(np.arange(count), plan.invited, count, generator)
    answered = invited & (generator.random(count) < now.chance)
    quiet = np.flatnonzero(invited & ~answered)
    phase2 = _drawn(quiet, plan.followed, count, generator)
    odds = now.pull + _drift(now.score, plan.drifted, generator)
    willing = phase2 & (generator.random(count) < expit(odds))
    weight = np.where(phase2, len(quiet) / phase2.sum(), np.nan)
    lesson = _lesson(population, plan, generator)

    def seen(late: np.ndarray[tuple[int], np.dtype[np.bool_]], taught: Lesson | None) -> People:
        return People(
            x=population.x,
            invited=invited,
            answered=answered,
            score=np.where(answered | late, now.score, np.nan),
            base_weight=np.full(count, count / plan.invited),
            earlier=now.earlier,
            phase2=phase2,
            phase2_weight=weight,
            phase2_answered=late,
            lesson=taught,
        )

    return seen(phase2, None), seen(willing, lesson)


def _lesson(population: Population, plan: Fieldwork, generator: np.random.Generator) -> Lesson:
    """Return the last round's follow-up, which went on until all of those drawn had answered."""
    last, count = population.last, len(population)
    asked = generator.choice(count, plan.invited, replace=False)
    quiet = asked[generator.random(plan.invited) >= last.chance[asked]]
    drawn = generator.choice(quiet, min(plan.followed, len(quiet)), replace=False)
    at_once = generator.random(len(drawn)) < expit(last.pull[drawn])
    return Lesson(x=population.x.take(drawn), earlier=last.earlier[drawn], score=last.score[drawn], at_once=at_once)


def _drawn(
    among: np.ndarray[tuple[int], np.dtype[np.int64]], size: int, count: int, generator: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags = np.zeros(count, dtype=bool)
    flags[generator.choice(among, min(size, len(among)), replace=False)] = True
    return flags


def _drift(score: Floats, spread: float, generator: np.random.Generator) -> Floats:
    """Return by how much the odds of the unhappy and of the happy have changed, each by lot."""
    low, high = spread * generator.standard_normal(2)
    return np.where(score <= 6, low, np.where(score >= 9, high, 0.0))
