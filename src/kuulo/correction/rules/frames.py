"""Everybody behind a figure, one row each: what is known of them, who was asked, who answered what; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kuulo.base.texts import Text
from kuulo.correction.rules.attributes import Known

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The follow-up of the silent, one element a row of the frame.

    Attributes:
        drawn: Who of the silent was drawn.
        weight: 1 over the chance of being drawn among the silent.
        answered: Who of those drawn answered.
        score: The score they gave; not a number where none.
    """

    drawn: NDArray[np.bool_]
    weight: Floats
    answered: NDArray[np.bool_]
    score: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everybody, one row a person; of encounters one row a person and touchpoint, which stands for several.

    Attributes:
        person: Number of the person: of a customer the party's, below 0 for others.
        touchpoint: Touchpoint of each row; empty where the figure is not about encounters.
        known: What is known of each row.
        count: How many encounters each row stands for; 1 for persons.
        answered: How many of them answered; of persons 0 or 1.
        weight: Sum of the base weights of the answers (the mean weight of a person's answers).
        score: Mean outcome of the answers, as the definition counts; not a number where nobody answered.
        points: Mean raw score of the answers.
        extreme: How many gave an extreme score; ``None`` where the scale is open.
        invited: How many were asked; ``None`` where nobody noted it.
        reached: How many the question reached; ``None`` where nobody noted it.
        earlier: Last score before the window; not a number where there is none.
        base: 1 over the chance of being asked; ``None`` for 1.
        follow_up: The follow-up of the silent; ``None`` where there is none.
        outside: Answers of those who do not belong to everybody (no customers at the end, or nobody knows who).
        answers: All answers, of whomever.
        notes: What a reader must know of it.
    """

    person: Codes
    touchpoint: tuple[str | None, ...] = ()
    known: Known
    count: Floats
    answered: Floats
    weight: Floats
    score: Floats
    points: Floats
    extreme: Floats | None
    invited: Floats | None
    reached: Floats | None
    earlier: Floats
    base: Floats | None = None
    follow_up: FollowUp | None = None
    outside: int = 0
    answers: int = 0
    notes: tuple[Text, ...] = ()
    sentences: Mapping[tuple[str, str], Text] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.person)
