"""What a column is taken for: guesses, the questions they leave open, and what was settled in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kuulo.base.texts import Text


class Role(StrEnum):
    """The part a column plays."""

    SCORE = "score"
    TIME = "time"
    ATTRIBUTE = "attribute"
    COMMENT = "comment"
    ID = "id"
    PARTY = "party"
    TOUCHPOINT = "touchpoint"
    STATUS = "status"
    WEIGHT = "weight"
    LANGUAGE = "language"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The scale a score was given on.

    Attributes:
        minimum: Lowest possible answer.
        maximum: Highest possible answer.
        direction: 1 where higher is better (or: more agreement), −1 where lower is better, None while nobody said.
        labels: Label as normalised by `kuulo.surveys.rules.labels.normalise` → its value; empty for plain numbers.
    """

    minimum: float
    maximum: float
    direction: int | None = None
    labels: Mapping[str, float] = field(default_factory=dict)

    @property
    def range_text(self) -> str:
        """The range as people and the command line write it: ``1-5``."""
        return f"{self.minimum:g}-{self.maximum:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question: its value, its wording, and the command-line option that gives it."""

    value: str
    label: Text
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something about a column that the file alone does not settle.

    Attributes:
        column: The column's name.
        key: What is asked: ``role``, ``range``, ``direction``, ``definition`` or ``dates``.
        text: The question.
        choices: The answers to choose from, the likeliest first; never chosen without being asked.
    """

    column: str
    key: str
    text: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """What one column is taken for.

    Attributes:
        column: Its name in the frame.
        header: Its header as it stood in the file.
        role: The likeliest part it plays.
        certain: Whether the column can be used without asking anything.
        family: What a score is about, such as ``nps``, ``csat`` or ``agreement``; empty where nothing tells.
        scale: The scale of a score, as far as known; None while its range is open.
        definition: Id of the measure that fits a score, such as ``nps@1``; empty while open and for other roles.
        date_order: ``ymd``, ``dmy`` or ``mdy`` for a time written as text; empty while open and for other roles.
        words: The normalised labels a score was answered with, where the scale they belong to is open.
        reason: Why it is taken for this.
        questions: What is left open; empty when certain.
    """

    column: str
    header: str
    role: Role
    certain: bool
    family: str = ""
    scale: Scale | None = None
    definition: str = ""
    date_order: str = ""
    words: tuple[str, ...] = ()
    reason: Text
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What the columns of one file are taken for, in the file's order."""

    columns: tuple[ColumnGuess, ...]
    notes: tuple[Text, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is left open, in the file's order."""
        return tuple(question for guess in self.columns for question in guess.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledColumn:
    """What one column is, with nothing left open; the fields are those of `ColumnGuess`."""

    column: str
    header: str
    role: Role
    scale: Scale | None = None
    definition: str = ""
    date_order: str = ""
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The columns that can be used, and the questions that keep the others out.

    Attributes:
        columns: The columns to use, in the file's order.
        left_out: Questions still open; the columns they are about are not used.
        timezone: IANA name of the time zone that local times are in.
    """

    columns: tuple[SettledColumn, ...]
    left_out: tuple[Question, ...] = ()
    timezone: str = "Europe/Helsinki"

    def with_role(self, role: Role) -> tuple[SettledColumn, ...]:
        """Return the columns that play one part."""
        return tuple(column for column in self.columns if column.role is role)
