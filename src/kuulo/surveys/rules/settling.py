"""Laying what somebody said over what was recognised: what can be used, and what still must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kuulo.base.errors import ColumnError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.asking import ask_direction, ask_range
from kuulo.surveys.rules.columns import ColumnGuess, Question, Recognition, Role, Scale, Settled, SettledColumn
from kuulo.surveys.rules.hints import MAIN_TIME, family_of
from kuulo.surveys.rules.said import NOTHING_SAID, ColumnMapping, FileMapping
from kuulo.surveys.rules.scores import (
    COMMON_RANGES,
    direction_by_name,
    fitting_definition,
    label_scale_of,
    open_questions,
)

SAID = _("Somebody said so.")


def settle(recognition: Recognition, mapping: FileMapping) -> Settled:
    """Return what the columns are, once the mapping has answered what it can; columns still open are left out."""
    columns: list[SettledColumn] = []
    left_out: list[Question] = []
    for guess in recognition.columns:
        said = mapping.columns.get(guess.column, NOTHING_SAID)
        laid = _lay_over(guess, said) if said != NOTHING_SAID else guess
        left_out += laid.questions
        if not laid.questions:
            columns.append(_settled(laid))
    return Settled(columns=tuple(columns), left_out=tuple(left_out), timezone=mapping.timezone)


def _settled(guess: ColumnGuess) -> SettledColumn:
    return SettledColumn(
        column=guess.column,
        header=guess.header,
        role=guess.role,
        scale=guess.scale,
        definition=guess.definition,
        date_order=guess.date_order,
        reason=guess.reason,
    )


def _lay_over(guess: ColumnGuess, said: ColumnMapping) -> ColumnGuess:
    role = said.role or guess.role
    if role is Role.SCORE:
        return _lay_over_score(guess, said)
    questions = tuple(question for question in guess.questions if question.key == "dates" and role is Role.TIME)
    order = said.date_order or guess.date_order
    return replace(
        guess,
        role=role,
        scale=None,
        definition="",
        date_order=order,
        questions=() if order else questions,
        certain=bool(order) or not questions,
        reason=say(SAID),
    )


def _lay_over_score(guess: ColumnGuess, said: ColumnMapping) -> ColumnGuess:
    family = guess.family or family_of(guess.header)
    scale = _scale(guess, said, family)
    definition = said.definition or ("" if scale != guess.scale else guess.definition)
    if scale is None:
        direction = said.direction is not None
        kept = tuple(question for question in guess.questions if question.key in {"range", "definition"} or (
            question.key == "direction" and not direction))  # fmt: skip
        kept = kept or (ask_range(guess.column, COMMON_RANGES[:4], (0, 10)), ask_direction(guess.column, "1", "5"))
        return replace(guess, role=Role.SCORE, questions=kept, certain=False)
    questions = open_questions(guess.column, family, scale, definition)
    if not definition and not questions:
        definition = fitting_definition(family, scale)
    return replace(
        guess,
        role=Role.SCORE,
        family=family,
        scale=scale,
        definition=definition,
        questions=questions,
        certain=not questions,
        reason=say(SAID),
    )


def _scale(guess: ColumnGuess, said: ColumnMapping, family: str) -> Scale | None:
    """Return the scale as said, completed by what was recognised; None while its range is open."""
    known = guess.scale
    labels: Mapping[str, float] = said.labels or (known.labels if known else {})
    if said.minimum is None or said.maximum is None:
        return replace(known, direction=said.direction or known.direction, labels=labels) if known else None
    span = (said.minimum, said.maximum)
    direction = said.direction or (known.direction if known and (known.minimum, known.maximum) == span else None)
    if guess.words and not labels:
        by_steps = label_scale_of(guess.words, int(said.maximum - said.minimum + 1))
        labels = by_steps.labels if by_steps else {}
        direction = direction or (by_steps.direction if by_steps else None)
    direction = direction or direction_by_name(family, span)
    return Scale(minimum=span[0], maximum=span[1], direction=direction, labels=labels)


def record_mapping(settled: Settled, mapping: FileMapping) -> FileMapping:
    """Return the mapping that reads the next file exactly as this one was settled."""
    columns = dict(mapping.columns)
    for column in settled.columns:
        columns[column.column] = ColumnMapping(
            role=column.role,
            minimum=column.scale.minimum if column.scale else None,
            maximum=column.scale.maximum if column.scale else None,
            direction=column.scale.direction if column.scale else None,
            definition=column.definition,
            date_order=column.date_order,
            labels=column.scale.labels if column.scale else {},
        )
    return replace(mapping, columns=columns, timezone=settled.timezone)


def main_time(settled: Settled) -> SettledColumn | None:
    """Return the time of the answer among the time columns: the one of submission before the one of starting."""
    times = settled.with_role(Role.TIME)
    return next((time for time in times if MAIN_TIME.search(time.column)), times[0] if times else None)


def refuse_open_questions(settled: Settled) -> None:
    """Refuse to go on while anything is left open (``--strict``).

    Raises:
        ColumnError: Something is; the message names every option that settles it.
    """
    if not settled.left_out:
        return
    options = "; ".join(" | ".join(choice.option for choice in question.choices) for question in settled.left_out)
    count = len({question.column for question in settled.left_out})
    raise ColumnError(
        _("{count} columns are not settled."), _("Settle them with {options}."), count=count, options=options
    )


def describe_left_out(settled: Settled) -> tuple[Text, ...]:
    """Return one line for each open question: the question and the options that settle it."""
    template = _("Left out: “{column}”. {question} Settle it with {options}.")
    return tuple(
        say(template, column=question.column, question=question.text, options=" or ".join(
            choice.option for choice in question.choices))
        for question in settled.left_out
    )  # fmt: skip
