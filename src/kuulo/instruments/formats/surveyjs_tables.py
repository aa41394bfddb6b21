"""SurveyJS's tables and groups of fields as Kuulo's matrices and single questions; pure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.recording import ChoiceKeys
from kuulo.instruments.formats.surveyjs_elements import (
    MOST_POINTS,
    Fields,
    Reading,
    choices_of,
    items,
    number,
    value_of,
    whole_numbers,
)
from kuulo.instruments.formats.wording import NO, YES
from kuulo.instruments.rules.questionnaire import Kind, Question, Scale, Subject

ONE_OF: Final = frozenset({"default", "dropdown", "radiogroup", "rating", "boolean"})


def read_matrix(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read a matrix with one answer a row; columns that are whole numbers in a row become a scale."""
    place = str(element["name"])
    element.pop("type")
    rows = ChoiceKeys("r")
    random = [element.pop(name, "") == "random" for name in ("rowOrder", "rowsOrder")]
    required = bool([element.pop(n) for n in ("isAllRowRequired", "eachRowRequired") if element.get(n) is True])
    matrix = replace(base, kind=Kind.MATRIX, random_order=any(random), required=base.required or required)
    listed = items(element.pop("columns", None))
    scale = _scale(listed, element, place, reading)
    columns = ChoiceKeys()
    choices = () if scale else choices_of(listed, place, reading, columns)
    matrix = replace(matrix, rows=choices_of(items(element.pop("rows", None)), place, reading, rows), scale=scale,
                     choices=choices)  # fmt: skip
    for value, key in rows.by_value.items():
        reading.targets[f"{place}.{value}"] = Target(
            Subject.QUESTION, base.key, matrix, row=key, values=columns.by_value
        )
    return [matrix]


def _scale(columns: list[Fields], element: Fields, place: str, reading: Reading) -> Scale | None:
    """Return the scale when columns are whole numbers in a row with words at the ends at most."""
    ends = whole_numbers([number(column.get("value")) for column in columns])
    direction = element.pop("kuuloDirection", None)
    if ends is None or any(column.get("text") for column in columns[1:-1]):
        return None
    if direction is None and any(column.get("text") for column in columns):
        return None
    return Scale(
        minimum=ends[0],
        maximum=ends[1],
        direction=-1 if direction == -1 else 1,
        low=reading.words(columns[0].get("text"), place),
        high=reading.words(columns[-1].get("text"), place),
    )


def read_matrix_dropdown(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read each column with one choice a row as a matrix of its own; the other columns are listed."""
    place = str(element["name"])
    element.pop("type")
    listed, rows = items(element.pop("columns", None)), items(element.pop("rows", None))
    shared, cell = items(element.pop("choices", None)), str(element.pop("cellType", "dropdown"))
    made: list[Question] = []
    for column in listed:
        name = str(column.get("name", column.get("value", "")))
        kind = str(column.pop("cellType", "default"))
        kind = cell if kind == "default" else kind
        if kind not in ONE_OF:
            what = say(_("The column {name} of the table is not one choice a row and was left out."), name=name)
            reading.record.leave(f"{place}.{name}", what, column, loss=Loss.QUESTION)
            continue
        column["choices"] = column.get("choices") or shared
        made.append(
            _column(column, kind, rows, replace(base, key=reading.record.keys.new(f"{base.key}_{name}")), reading)
        )
        reading.record.carry(f"{place}.{name}", made[-1].key)
    if made:
        what = say(_("The table is asked as matrices, one for each column."))
        reading.record.leave(place, what, [question.key for question in made], loss=Loss.CHANGED)
    return made


def _column(column: Fields, kind: str, rows: list[Fields], base: Question, reading: Reading) -> Question:
    name = str(column.pop("name", ""))
    title = reading.words(column.pop("title", None), base.key) or reading.words(name, base.key)
    text = {code: f"{base.text[code]} – {title[code]}" for code in title if code in base.text} or title
    matrix: Fields = {"name": base.key, "type": "matrix", "rows": [dict(row) for row in rows]}
    required = bool(column.pop("isRequired", False))
    matrix["columns"] = _cells(column, kind, reading)
    question = read_matrix(matrix, replace(base, text=text, required=base.required or required), reading)[0]
    reading.record.leave_settings(base.key, column)
    return question


def _cells(column: Fields, kind: str, reading: Reading) -> list[Fields]:
    choices = items(column.pop("choices", None))
    if kind == "rating":
        least = int(number(column.pop("rateMin", None)) or 1)
        most = int(number(column.pop("rateMax", None)) or least + 4)
        points = range(least, min(most, least + MOST_POINTS) + 1)
        return items(column.pop("rateValues", None)) or [{"value": value} for value in points]
    if kind == "boolean":
        return [{"value": "true", "text": reading.same(YES)}, {"value": "false", "text": reading.same(NO)}]
    return [dict(choice) for choice in choices]


def read_multiple_text(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read a group of short text fields as one text question each."""
    place = str(element["name"])
    element.pop("type")
    made = []
    for item in items(element.pop("items", None)):
        name = str(value_of({"value": item.pop("name", item.pop("value", ""))}))
        key = reading.record.keys.new(f"{base.key}_{name}")
        title = reading.words(item.pop("title", None), f"{place}.{name}") or reading.words(name, f"{place}.{name}")
        text = {code: f"{base.text[code]} – {title[code]}" for code in title if code in base.text} or title
        required = item.pop("isRequired", False) is True or base.required
        question = replace(base, key=key, kind=Kind.TEXT, text=text, lines=1, required=required)
        reading.record.leave_settings(f"{place}.{name}", item)
        reading.record.carry(f"{place}.{name}", key)
        reading.targets[f"{place}.{name}"] = Target(Subject.QUESTION, key, question)
        made.append(question)
    what = say(_("The group of fields is asked as questions of their own."))
    reading.record.leave(place, what, [question.key for question in made], loss=Loss.CHANGED)
    return made


def statement(key: str, text: dict[str, str]) -> Question:
    """Return a statement with the text."""
    return Question(key=key, kind=Kind.STATEMENT, text=text)
