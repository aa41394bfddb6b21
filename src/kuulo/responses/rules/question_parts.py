"""What each kind of question is drawn from: points, choices, rows, a field's value; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kuulo.instruments.rules.questionnaire import OTHER, SCORES, Choice, Kind, Question, scale_of
from kuulo.responses.rules.moments import JOINT, Moment, Option, OwnWords, Row


def parts_of(question: Question, moment: Moment, name: str) -> dict[str, object]:
    """Return the fields of `AskedQuestion` that only this kind of question has; ``name`` is its form field."""
    if question.kind in SCORES:
        return _scale_parts(question, moment, name)
    make = PARTS.get(question.kind)
    return make(question, moment, name) if make else {}


def _scale_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    return {"options": _points(question, moment, name), **_ends(question, moment)}


def _ends(question: Question, moment: Moment) -> dict[str, object]:
    scale = scale_of(question)
    if scale is None:
        return {}
    return {"low": moment.words(scale.low), "high": moment.words(scale.high)}


def _points(question: Question, moment: Moment, name: str) -> tuple[Option, ...]:
    scale = scale_of(question)
    if scale is None:
        return ()
    ends = {scale.minimum: moment.words(scale.low), scale.maximum: moment.words(scale.high)}
    given = moment.given(name)
    return tuple(
        Option(value=str(n), text=str(n), id=f"{name}_{n}", chosen=given == str(n), end=ends.get(n, ""))
        for n in range(scale.minimum, scale.maximum + 1)
    )


def _choice_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    options = _choices(moment.order(question.choices, question), moment, name)
    if not question.other:
        return {"options": options}
    chosen = OTHER in moment.fields.get(name, ())
    field_name = f"{name}{JOINT}{OTHER}"
    own = OwnWords(
        option=Option(value=OTHER, text="", id=f"{name}_{OTHER}", chosen=chosen),
        field=field_name,
        id=f"{field_name}_field",
        value=moment.given(field_name),
    )
    return {"options": options, "other": own}


def _choices(choices: Iterable[Choice], moment: Moment, name: str) -> tuple[Option, ...]:
    given = frozenset(moment.fields.get(name, ()))
    return tuple(
        Option(
            value=choice.key,
            text=moment.words(choice.text),
            id=f"{name}_{choice.key}",
            chosen=choice.key in given,
            exclusive=choice.exclusive,
        )
        for choice in choices
    )


def _matrix_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    rows = []
    for row in moment.order(question.rows, question):
        row_name = f"{name}{JOINT}{row.key}"
        options = (
            _points(question, moment, row_name)
            if question.scale is not None
            else _choices(question.choices, moment, row_name)
        )
        rows.append(
            Row(
                key=row.key,
                text=moment.words(row.text),
                field=row_name,
                id=row_name,
                options=options,
                wrong=question.key in moment.problems and not moment.given(row_name),
            )
        )
    columns = tuple(option.text for option in rows[0].options) if rows else ()
    return {"rows": tuple(rows), "columns": columns, **_ends(question, moment)}


def _ranking_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    places = range(1, len(question.choices) + 1)
    rows = []
    for choice in moment.order(question.choices, question):
        row_name = f"{name}{JOINT}{choice.key}"
        given = moment.given(row_name)
        options = tuple(Option(value=str(n), text=str(n), id=f"{row_name}_{n}", chosen=given == str(n)) for n in places)
        rows.append(Row(key=choice.key, text=moment.words(choice.text), field=row_name, id=row_name, options=options))
    return {"rows": tuple(rows)}


def _entry_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    del question
    return {"value": moment.given(name)}


PARTS: Final[Mapping[Kind, Callable[[Question, Moment, str], dict[str, object]]]] = {
    Kind.SINGLE: _choice_parts,
    Kind.MULTIPLE: _choice_parts,
    Kind.MATRIX: _matrix_parts,
    Kind.RANKING: _ranking_parts,
    Kind.TEXT: _entry_parts,
    Kind.NUMBER: _entry_parts,
    Kind.DATE: _entry_parts,
}
