"""Invented customers whose satisfaction is known to the experiment alone, and four worlds of who answers.

Satisfaction is a lasting part and a passing one; scores 0–10 are cut from it so that the NPS of all customers is 22 now
(it was lower a round ago). Long-standing and active customers answer more, in every world. Beyond that the worlds
differ in how answering goes with the score itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, ndtr
from scipy.stats import rankdata

from kuulo.measures.correction import Categorical, Features
from kuulo.measures.features import Codes, Floats

SHARES: Final = np.array([2, 1, 2, 2, 3, 6, 7, 14, 18, 22, 23]) / 100  # of the scores 0–10 now: NPS 22
TRUTH = 22.0
MIDDLE = float(SHARES[:7].sum() + SHARES[7:9].sum() / 2)  # the middle of those who gave 7 or 8: the foot of the U
BEFORE = -0.12  # satisfaction a round and two rounds ago, in standard deviations against now
LASTING = 0.7
TURNOUT, FOLLOW_UP_TURNOUT = 0.2, 0.5
SOFTER = 0.5  # the follow-up's selection on the score against the first phase's
CHANCES = 3  # rounds in which an earlier score may have been given
WORLDS: Final = {
    "symmetric U": (1.8, 1.8),
    "the angry answer more": (2.2, 1.3),
    "the fans answer more": (0.4, 2.0),
    "no selection on the score": (0.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Round:
    """One moment: everybody's score, the last score known before it, and the chances of answering.

    Attributes:
        score: What each would answer.
        earlier: Score known from before; not a number where none.
        chance: Chance of answering the invitation.
        pull: Log odds of answering the follow-up at the ordinary effort.
    """

    score: Floats
    earlier: Floats
    chance: Floats
    pull: Floats


@dataclass(frozen=True, slots=True)
class Population:
    """One world: what the company knows of its customers, the last round and this one."""

    x: Features
    last: Round
    now: Round

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.now.score)


def make_population(world: str, customers: int, generator: np.random.Generator) -> Population:
    """Return customers of one of the `WORLDS`; the share of each score now is exactly that of ``SHARES``."""
    x, bond = _customers(customers, generator)
    lasting = bond + np.sqrt(LASTING - bond.var()) * generator.standard_normal(customers)
    moods = [lasting + np.sqrt(1 - LASTING) * generator.standard_normal(customers) for _time in range(3)]
    active = _standard(x.numeric["tenure"]) + _standard(np.log1p(x.numeric["purchases"]))
    leaning = 0.35 * active + 0.4 * (x.categorical["age"].codes >= 3) + 0.2 * (x.categorical["kind"].codes == 1)
    places = [(rankdata(moods[2]) - 0.5) / customers, *(ndtr(moods[each] + BEFORE) for each in (1, 0))]
    now, last, first = (np.clip(place, 1e-9, 1 - 1e-9) for place in places)
    chances = [_chance(leaning, place, world) for place in (now, last, first)]
    known = [1 - (1 - chance) ** CHANCES > generator.random(customers) for chance in chances]
    return Population(
        x,
        Round(_scores(last), np.where(known[2], _scores(first), np.nan), chances[1], _pull(leaning, last, world)),
        Round(_scores(now), np.where(known[1], _scores(last), np.nan), chances[0], _pull(leaning, now, world)),
    )


def _customers(count: int, generator: np.random.Generator) -> tuple[Features, Floats]:
    """Return what is known of each customer, and how far it speaks for satisfaction."""
    region = generator.choice(5, count, p=[0.35, 0.2, 0.2, 0.15, 0.1])
    age = generator.choice(5, count, p=[0.12, 0.2, 0.25, 0.25, 0.18])
    kind = generator.choice(2, count, p=[0.8, 0.2])
    channel = generator.choice(4, count, p=[0.4, 0.3, 0.2, 0.1])
    tenure = generator.gamma(2.0, 3.0, count)
    purchases = generator.poisson(np.exp(0.8 + 0.5 * generator.standard_normal(count) + 0.02 * tenure))
    recency = generator.exponential(60.0, count) * np.exp(-0.1 * purchases)
    bond = 0.22 * _standard(tenure) + 0.18 * _standard(np.log1p(purchases)) + 0.1 * (age - 2) / 1.3
    bond = bond + np.array([0.0, 0.1, -0.1, 0.15, -0.15])[region] + np.array([0.1, 0.0, -0.1, -0.2])[channel]
    missing = generator.random(count) < 0.05
    x = Features(
        {
            "region": Categorical(region.astype(np.int64), ("south", "west", "east", "north", "isles")),
            "age": Categorical(_missing(age, missing), ("–29", "30–44", "45–59", "60–74", "75–")),
            "kind": Categorical(kind.astype(np.int64), ("person", "company")),
            "channel": Categorical(channel.astype(np.int64), ("web", "shop", "phone", "agent")),
        },
        {"tenure": tenure, "purchases": purchases.astype(float), "recency": recency},
    )
    return x, bond - bond.mean()


def _missing(codes: Codes, missing: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Codes:
    return np.where(missing, -1, codes).astype(np.int64)


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())


def _scores(place: Floats) -> Floats:
    """Return the score of each customer's place among all, 0–1."""
    return np.searchsorted(np.cumsum(SHARES)[:-1], place, side="right").astype(float)


def _bend(place: Floats, world: str) -> Floats:
    """Return the log odds that satisfaction itself adds: a U whose arms are the world's."""
    low, high = WORLDS[world]
    below, above = (MIDDLE - place) / MIDDLE, (place - MIDDLE) / (1 - MIDDLE)
    return np.where(place < MIDDLE, low * below**2, high * above**2)


def _chance(leaning: Floats, place: Floats, world: str) -> Floats:
    index = leaning + _bend(place, world)
    return np.asarray(expit(index + _level(index, TURNOUT)))


def _pull(leaning: Floats, place: Floats, world: str) -> Floats:
    index = 0.5 * leaning + SOFTER * _bend(place, world)
    return index + _level(index, FOLLOW_UP_TURNOUT)


def _level(index: Floats, turnout: float) -> float:
    """Return the constant at which so many answer."""
    return float(brentq(lambda level: expit(index + level).mean() - turnout, -20, 20))
