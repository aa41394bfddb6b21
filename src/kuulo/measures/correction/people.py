"""Who could have spoken: one row a person of the frame, as plain arrays.

What is known of everybody (`Features`, the last earlier score) is what a correction can lean on; what only those who
answered said (``score``) is what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Codes, Features, Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An earlier follow-up of silent persons that reached all or most of them, some only with more effort.

    It teaches how the odds of answering at the ordinary effort go with the score; its scores themselves are not used.

    Attributes:
        x: Features, of the same names and levels as the people's.
        earlier: Last score before that round; not a number where there was none.
        score: The score in the end.
        at_once: Whether the ordinary effort (that of today's follow-up) was enough.
    """

    x: Features
    earlier: Floats
    score: Floats
    at_once: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The frame, one row a person; all arrays of one length.

    Attributes:
        x: What is known of everybody.
        invited: Who was asked.
        answered: Who of the asked answered (the follow-up left aside).
        score: What they answered, also in the follow-up; not a number where nothing.
        base_weight: 1 over the chance of being asked; 1 where everybody was.
        earlier: Last earlier score; not a number where there is none.
        phase2: Who of the silent was drawn into the follow-up.
        phase2_weight: 1 over the chance of being drawn among the silent.
        phase2_answered: Who of those drawn answered the follow-up.
        reminders: Number of reminders drawn by lot for each invited person; −1 where none was drawn by lot.
        lesson: What an earlier follow-up can teach; ``None`` where there was none.
    """

    x: Features
    invited: Flags
    answered: Flags
    score: Floats
    base_weight: Floats
    earlier: Floats | None = None
    phase2: Flags | None = None
    phase2_weight: Floats | None = None
    phase2_answered: Flags | None = None
    reminders: Codes | None = None
    lesson: Lesson | None = None

    def __post_init__(self) -> None:
        if self.answered[~self.invited].any():
            raise ColumnError(
                _("{count} persons answered who were not asked."),
                _("Leave them out, or count them among the invited."),
                count=int(self.answered[~self.invited].sum()),
            )
        if np.isnan(self.score[self.answered]).any():
            raise ColumnError(_("Persons who answered have no score."), _("Count them among the silent."))

    def __len__(self) -> int:
        """Return the number of persons of the frame."""
        return len(self.invited)

    def take(self, rows: NDArray[np.intp] | Flags) -> People:
        """Return these rows only."""
        changes: dict[str, Any] = {"x": self.x.take(rows)}
        for each in fields(self):
            held = getattr(self, each.name)
            if isinstance(held, np.ndarray):
                changes[each.name] = held[rows]
        return replace(self, **changes)

    def knowing(self, names: Iterable[str]) -> People:
        """Return the same people with only these features known of them; the earlier score goes too."""
        lesson = self.lesson
        if lesson is not None:
            lesson = replace(lesson, x=lesson.x.only(names), earlier=np.full(len(lesson.score), np.nan))
        return replace(self, x=self.x.only(names), earlier=None, lesson=lesson)

    def without_follow_up(self) -> People:
        """Return the same people as if the silent had never been asked again."""
        score = np.where(self.answered, self.score, np.nan)
        return replace(self, score=score, phase2=None, phase2_weight=None, phase2_answered=None, lesson=None)

    @property
    def followed(self) -> bool:
        """Whether a follow-up of the silent has two answers or more."""
        return self.phase2_answered is not None and int(self.phase2_answered.sum()) > 1


def outcome(score: Floats, definition: Definition) -> Floats:
    """Return what each answer adds to the figure's mean: −100, 0 or 100 of a net score, 0 or 1 of a share, or itself.

    Not a number stays so.

    Raises:
        DefinitionError: The measure is no mean over persons (a total or a ratio).
    """
    if definition.statistic == "mean":
        return np.asarray(score, dtype=float)
    if definition.favourable is None:
        raise DefinitionError(
            _("{definition} is not a mean over persons."),
            _("Correct a net score, a share or a mean."),
            definition=definition.id,
        )
    value = definition.unit * _within(score, definition.favourable)
    if definition.statistic == "net" and definition.unfavourable is not None:
        value = value - definition.unit * _within(score, definition.unfavourable)
    return np.where(np.isnan(score), np.nan, value)


def _within(score: Floats, span: tuple[float, float]) -> Floats:
    return ((score >= span[0]) & (score <= span[1])).astype(float)
