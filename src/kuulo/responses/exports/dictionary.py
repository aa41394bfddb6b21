"""What each column of an export is: its words, its kind, its values; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kuulo.base.texts import Text
from kuulo.responses.exports.table import AnswersTable
from kuulo.responses.exports.wording import SHAPE_TEXTS, values_of, worded

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One column: its name, what it is about, what stands in it, the words of its values, the versions that ask it."""

    name: str
    label: str
    holds: str
    values: str
    versions: str


def dictionary_of(table: AnswersTable, language: str, say: Say) -> tuple[Entry, ...]:
    """Return an entry for each column; ``say`` puts texts of our own into the language."""
    about = [Entry(field.name, say(field.label), "", "", "") for field in table.fields]
    answers = [
        Entry(
            column.name,
            worded(column.variable.label, language),
            _holds(column.variable.scale, say(SHAPE_TEXTS[column.variable.shape])),
            "; ".join(f"{value} = {words}" for value, words in values_of(column.variable, language).items()),
            ", ".join(str(number) for number in sorted(column.versions)),
        )
        for column in table.columns
    ]
    return (*about, *answers)


def _holds(scale: object, text: str) -> str:
    ends = (getattr(scale, "minimum", None), getattr(scale, "maximum", None))
    return text if ends[0] is None else f"{text}, {ends[0]}–{ends[1]}"
