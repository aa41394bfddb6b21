"""Qualtrics's tables and sliders as Kuulo's matrices and single questions, and the readers of all types; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.qualtrics_questions import (
    Payload,
    Reading,
    as_number,
    choices_of,
    fields,
    one_of_several,
    ordered,
    read_description,
    read_multiple_choice,
    read_rank,
    read_text,
    split,
    take_random,
    texts_of,
)
from kuulo.instruments.formats.recording import ChoiceKeys
from kuulo.instruments.rules.questionnaire import Kind, Question, Scale, Subject

MOST_POINTS: Final = 11


def read_matrix(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read one answer a row as a matrix, several answers a row as one multiple choice a row."""
    qid = str(payload["QuestionID"])
    selector, sub = str(payload.pop("Selector", "")), str(payload.pop("SubSelector", ""))
    if selector not in {"Likert", "Bipolar"}:
        return []
    if payload.pop("DynamicChoices", None) or not fields(payload.get("Choices")):
        what = say(_("Its rows come from an earlier question, which Kuulo cannot do; add them by hand."))
        reading.record.leave(qid, what, "", loss=Loss.LOGIC)
    columns = ChoiceKeys()
    answers = choices_of(payload, reading, columns, "Answers", "AnswerOrder")
    if sub == "MultipleAnswer":
        shape = replace(base, kind=Kind.MULTIPLE, choices=answers)
        made = [one_of_several(payload, base, reading, value, shape)
                for value, _row in ordered(payload, "Choices", "ChoiceOrder")]  # fmt: skip
        return split(payload, made, reading)
    rows = ChoiceKeys("r")
    if any(one.get("TextEntry") == "true" for _value, one in ordered(payload, "Choices", "ChoiceOrder")):
        what = say(_("Own words beside a row of the matrix are not asked for."))
        reading.record.leave(qid, what, "TextEntry", loss=Loss.CHANGED)
    question = replace(base, kind=Kind.MATRIX, rows=choices_of(payload, reading, rows), choices=answers,
                       random_order=take_random(payload, reading))  # fmt: skip
    reading.targets[qid] = Target(Subject.QUESTION, base.key, question)
    for value, key in rows.by_value.items():
        reading.targets[f"{qid}/{value}"] = Target(
            Subject.QUESTION, base.key, question, row=key, values=columns.by_value
        )
    return [question]


def read_slider(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read each slider as a rating, or as a number where its points are more than a rating can show."""
    qid, selector = str(payload["QuestionID"]), str(payload.pop("Selector", ""))
    settings = fields(payload.get("Configuration"))
    least = int(as_number(settings.get("CSSliderMin")) or 0)
    most = int(
        as_number(settings.get("StarCount" if selector == "STAR" else "CSSliderMax"))
        or (5 if selector == "STAR" else 100)
    )
    if selector == "STAR":
        least = 1
    if 0 < most - least < MOST_POINTS:
        shape = replace(base, kind=Kind.RATING, scale=Scale(minimum=least, maximum=most))
    else:
        shape = replace(base, kind=Kind.NUMBER, least=float(least), most=float(most))
        what = say(_("The slider from {least} to {most} is asked as a number."), least=least, most=most)
        reading.record.leave(qid, what, settings, loss=Loss.CHANGED)
    values = [value for value, _choice in ordered(payload, "Choices", "ChoiceOrder")]
    if len(values) > 1:
        return split(payload, [one_of_several(payload, base, reading, value, shape) for value in values], reading)
    title = reading.words(texts_of(payload, reading, "Choices", values[0], "Display"), qid) if values else {}
    question = replace(shape, help=shape.help or title)
    reading.targets[qid] = Target(Subject.QUESTION, base.key, question)
    return [question]


def read_side_by_side(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read each column of a side-by-side as a matrix with the shared rows, where it is one."""
    qid, made = str(payload["QuestionID"]), []
    for at, column in fields(payload.pop("AdditionalQuestions", None)).items():
        own = fields(column)
        own |= {
            "QuestionID": f"{qid}#{at}",
            "Choices": payload.get("Choices"),
            "ChoiceOrder": payload.get("ChoiceOrder"),
        }
        title = reading.words(texts_of(own, reading, "QuestionText"), qid)
        text = {code: f"{base.text[code]} – {words}" for code, words in title.items() if code in base.text}
        shape = replace(base, key=reading.record.keys.new(f"{base.key}_{at}"), text=text or base.text)
        questions = read_matrix(own, shape, reading) if own.get("QuestionType") == "Matrix" else []
        if not questions:
            what = say(_("The column {name} of the table is not one choice a row and was left out."), name=at)
            reading.record.leave(f"{qid}#{at}", what, own, loss=Loss.QUESTION)
        made += questions
    return split(payload, made, reading) if made else []


Reader = Callable[[Payload, Question, Reading], list[Question]]
READERS: Final[Mapping[str, Reader]] = {
    "MC": read_multiple_choice,
    "TE": read_text,
    "Matrix": read_matrix,
    "Slider": read_slider,
    "RO": read_rank,
    "DB": read_description,
    "SBS": read_side_by_side,
}
