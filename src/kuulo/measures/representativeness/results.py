"""How far those who answered resemble everybody: what the room shows and analysts get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text


class Level(StrEnum):
    """How well the answers stand for everybody."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """From everybody to those who answered, in persons (encounters, where the figure is about those).

    Attributes:
        frame: Everybody the figure is about.
        invited: Who was asked; ``None`` where nobody noted it.
        reached: Whom the question reached, as far as anybody can tell; ``None`` where nobody noted it.
        answered: Who answered.
        answered_means: What counts as an answer.
    """

    frame: int
    invited: int | None
    reached: int | None
    answered: int
    answered_means: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far those who answered differ from everybody in one level of an attribute, or in one number.

    Attributes:
        variable: Key of the attribute.
        level: Key of its level; ``None`` where the difference is of the attribute as a whole, or of a number.
        frame: Share of the level among everybody, 0–1 (a number: its mean).
        answerers: The same among those who answered.
        smd: Standardised difference: above 0 where the answerers have more of it. Of an attribute as a whole the size
            alone (Yang & Dalton 2012), which has no sign.
        n: How many answered in this level.
        title: The attribute in words.
        label: The level in words; ``None`` where ``level`` is.
    """

    variable: str
    level: str | None
    frame: float
    answerers: float
    smd: float
    n: int
    title: Text
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extremes:
    """Share of the extreme scores among the answers, beside what a model of the score expects of everybody.

    Attributes:
        observed: Among those who answered.
        expected: Of everybody, as far as what is known of them tells.
        ratio: The first over the second; ``None`` where nothing is expected.
    """

    observed: Estimate
    expected: Estimate
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The whole of it in one plain sentence."""

    level: Level
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """How far those who answered stand for everybody.

    Attributes:
        turnout: From everybody to the answers.
        differences: Levels and numbers, the largest difference first.
        overall: Each attribute as a whole, the largest difference first.
        r_indicator: 1 − 2 S(ρ) of the response propensities, 0–1, bias-adjusted, with interval; ``None`` where it
            cannot be estimated.
        partial: Unconditional partial R-indicator of each attribute: how much of the variation it explains, 0–0.5.
        variation: Coefficient of variation of the response propensities: the largest bias any score could have, in
            standard deviations of the score.
        extremes: Share of extreme scores, seen and expected; ``None`` where no score is known.
        n_eff: Kish's effective number of answers under the weights that make them resemble everybody.
        deff: Answers over that number.
        verdict: All of it in one sentence.
        notes: What was pooled or left out.
    """

    turnout: Turnout
    differences: tuple[Difference, ...]
    overall: tuple[Difference, ...]
    r_indicator: Estimate | None
    partial: Mapping[str, float]
    variation: float | None
    extremes: Extremes | None
    n_eff: float | None
    deff: float | None
    verdict: Verdict
    notes: tuple[Text, ...] = ()
