"""LimeSurvey's arrays as Kuulo's matrices, and the readers of all types; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.limesurvey_questions import (
    CHOICE_SCALE,
    MOST_POINTS,
    Reader,
    Reading,
    Source,
    choices_of,
    read_date,
    read_five,
    read_fixed,
    read_multiple,
    read_number,
    read_ranking,
    read_several,
    read_single,
    read_statement,
    read_text,
    take_random,
)
from kuulo.instruments.formats.recording import ChoiceKeys
from kuulo.instruments.formats.wording import DECREASE, FEMALE, INCREASE, MALE, NO, SAME, UNCERTAIN, YES
from kuulo.instruments.rules.questionnaire import Choice, Kind, Question, Scale, Subject, Words


def _rows(source: Source, reading: Reading, keys: ChoiceKeys) -> tuple[Choice, ...]:
    asked = [one for one in source.subquestions if one.get("scale_id") in {"", CHOICE_SCALE}]
    return choices_of(asked, source, reading, keys, "title")


def matrix(source: Source, base: Question, reading: Reading, columns: ChoiceKeys, **shape: object) -> Question:
    """Return a matrix of the subquestions, with choices or a scale; its rows can be named in conditions."""
    rows = ChoiceKeys("r")
    question = replace(
        base, kind=Kind.MATRIX, rows=_rows(source, reading, rows), random_order=take_random(source), **shape
    )
    for value, key in rows.by_value.items():
        target = Target(Subject.QUESTION, question.key, question, row=key, values=columns.by_value)
        reading.targets.setdefault(f"{source.code}_{value}", target)
    return question


def _array(source: Source, base: Question, reading: Reading) -> list[Question]:
    keys = ChoiceKeys()
    choices = choices_of(source.answers, source, reading, keys, "code")
    return [matrix(source, base, reading, keys, choices=choices)]


def _points(most: int) -> Reader:
    def read(source: Source, base: Question, reading: Reading) -> list[Question]:
        return [matrix(source, base, reading, ChoiceKeys(), scale=Scale(minimum=1, maximum=most))]

    return read


def _fixed_array(words: Mapping[str, tuple[str, Words]]) -> Reader:
    def read(source: Source, base: Question, reading: Reading) -> list[Question]:
        keys = ChoiceKeys()
        keys.by_value = {code: key for code, (key, _text) in words.items()}
        choices = tuple(Choice(key=key, text=reading.same(text)) for key, text in words.values())
        return [matrix(source, base, reading, keys, choices=choices)]

    return read


def _dual(source: Source, base: Question, reading: Reading) -> list[Question]:
    made = []
    for number, scale in enumerate(("0", "1"), start=1):
        keys = ChoiceKeys()
        answers = [one for one in source.answers if (one.get("scale_id") or "0") == scale]
        choices = choices_of(answers, source, reading, keys, "code")
        header = "A" if scale == "0" else "B"
        titles = {place.partition("/")[2]: text for place, text in source.settings.items()
                  if place.startswith(f"dualscale_header{header}".lower()) and text}  # fmt: skip
        own = replace(base, key=base.key if number == 1 else reading.record.keys.new(f"{base.key}_2"))
        extra = reading.words(titles, source.code)
        text = {code: f"{words} – {extra.get(code, number)}" for code, words in base.text.items()}
        made.append(matrix(source, replace(own, text=text), reading, keys, choices=choices))
    what = say(_("The table is asked as matrices, one for each column."))
    reading.record.leave(source.code, what, [question.key for question in made], loss=Loss.CHANGED)
    return made


def _numbers_array(source: Source, base: Question, reading: Reading) -> list[Question]:
    least, most = source.take_number("multiflexible_min"), source.take_number("multiflexible_max")
    low, high = int(1 if least is None else least), int(10 if most is None else most)
    if source.settings.get("multiflexible_checkbox") == "1" or not 1 <= high - low < MOST_POINTS:
        return []
    made = []
    for column in (one for one in source.subquestions if one.get("scale_id") == "1"):
        title = reading.words(column.text, source.code)
        text = {code: f"{words} – {title.get(code, column.get('title'))}" for code, words in base.text.items()}
        own = replace(base, key=reading.record.keys.new(f"{base.key}_{column.get('title')}"), text=text)
        made.append(matrix(source, own, reading, ChoiceKeys(), scale=Scale(minimum=low, maximum=high)))
        reading.record.carry(f"{source.code}_{column.get('title')}", own.key)
    what = say(_("The table is asked as matrices, one for each column."))
    reading.record.leave(source.code, what, [question.key for question in made], loss=Loss.CHANGED)
    return made


YES_NO: Final = {"Y": ("yes", YES), "N": ("no", NO)}
READERS: Final[Mapping[str, Reader]] = {
    "L": read_single, "!": read_single, "O": read_single,
    "M": read_multiple, "P": read_multiple,
    "5": read_five,
    "Y": read_fixed(YES_NO),
    "G": read_fixed({"F": ("female", FEMALE), "M": ("male", MALE)}),
    "F": _array, "H": _array,
    "A": _points(5), "B": _points(10),
    "C": _fixed_array({"Y": ("yes", YES), "U": ("uncertain", UNCERTAIN), "N": ("no", NO)}),
    "E": _fixed_array({"I": ("increase", INCREASE), "S": ("same", SAME), "D": ("decrease", DECREASE)}),
    "1": _dual, ":": _numbers_array,
    "S": read_text(1), "T": read_text(4), "U": read_text(8),
    "N": read_number, "K": read_several(Kind.NUMBER), "Q": read_several(Kind.TEXT),
    "D": read_date, "R": read_ranking, "X": read_statement,
}  # fmt: skip
