"""Laying what somebody said over what was recognised: what can be used, and what still must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kuulo.base.errors import ColumnError, ScaleMismatchError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition, definition
from kuulo.surveys.rules.asking import Range, ask_direction, ask_range, scale_direction
from kuulo.surveys.rules.columns import ColumnGuess, Question, Recognition, Role, Scale, Settled, SettledColumn
from kuulo.surveys.rules.hints import MAIN_TIME, SENT_TIME, family_of
from kuulo.surveys.rules.ranges import COMMON_RANGES
from kuulo.surveys.rules.said import NOTHING_SAID, ColumnMapping, FileMapping, check_span
from kuulo.surveys.rules.scores import (
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
    if scale is None:
        return replace(guess, role=Role.SCORE, questions=_still_open(guess, said), certain=False)
    if said.definition:
        _check_definition(guess.column, scale, definition(said.definition))
    chosen = said.definition or (guess.definition if scale == guess.scale else "")
    questions = open_questions(guess.column, family, scale, chosen)
    return replace(
        guess,
        role=Role.SCORE,
        family=family,
        scale=scale,
        definition=chosen or ("" if questions else fitting_definition(family, scale)),
        questions=questions,
        certain=not questions,
        reason=say(SAID),
    )


def _still_open(guess: ColumnGuess, said: ColumnMapping) -> tuple[Question, ...]:
    """Return what is still asked of a score whose range is open."""
    answered = {"role"} | ({"direction"} if said.direction else set()) | ({"definition"} if said.definition else set())
    kept = tuple(question for question in guess.questions if question.key not in answered)
    if any(question.key == "range" for question in kept):
        return kept
    return (ask_range(guess.column, COMMON_RANGES[:4], (0, 10)), ask_direction(guess.column, "1", "5"))


def _scale(guess: ColumnGuess, said: ColumnMapping, family: str) -> Scale | None:
    """Return the scale as said, completed by what was recognised; None while its range is open."""
    known, span = guess.scale, _span(guess, said)
    if span is None:
        return None
    same = known is not None and (known.minimum, known.maximum) == span
    labels: Mapping[str, float] = said.labels or (known.labels if known and same else {})
    by_words = label_scale_of(guess.words, int(span[1] - span[0] + 1)) if guess.words and not labels else None
    direction = said.direction or (known.direction if known and same else None)
    direction = direction or (by_words.direction if by_words else None) or direction_by_name(family, span)
    if direction is None and said.definition:
        direction = scale_direction(definition(said.definition))
    return Scale(minimum=span[0], maximum=span[1], direction=direction, labels=by_words.labels if by_words else labels)


def _span(guess: ColumnGuess, said: ColumnMapping) -> Range | None:
    """Return the range: the one said, the one recognised, or that of the definition said.

    Calling a column NPS does not settle that it was asked from 0 to 10: a range left open by a file whose answers begin
    at 1 must be said.
    """
    if said.minimum is not None and said.maximum is not None:
        return said.minimum, said.maximum
    if guess.scale:
        return guess.scale.minimum, guess.scale.maximum
    item = definition(said.definition) if said.definition else None
    if item is None or item.scale_min is None or item.scale_max is None:
        return None
    asked = any(question.key == "range" for question in guess.questions)
    return None if asked and item.family in {"nps", "enps"} else (item.scale_min, item.scale_max)


def _check_definition(column: str, scale: Scale, item: Definition) -> None:
    check_span(column, (scale.minimum, scale.maximum), item)
    if item.scale_min is not None and scale.direction and scale.direction != scale_direction(item):
        found = _("“{column}”: the good end of its scale is not the one that {definition} counts as good.")
        mend = _("Choose another definition, or say the direction of the scale.")
        raise ScaleMismatchError(found, mend, column=column, definition=item.id)


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
    """Return the time of the answer among the time columns: of answering before sending, of sending before starting."""
    times = settled.with_role(Role.TIME)
    named = [time for time in times if MAIN_TIME.search(time.column)] or list(times)
    return next((time for time in named if not SENT_TIME.search(time.column)), named[0] if named else None)


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
        _("Columns that are not settled: {count}."), _("Settle them with {options}."), count=count, options=options
    )


def describe_left_out(settled: Settled) -> tuple[Text, ...]:
    """Return one line for each open question: the question and the options that settle it."""
    template = _("Left out: “{column}”. {question} Settle it with {options}.")
    return tuple(
        say(template, column=question.column, question=question.text, options=" or ".join(
            choice.option for choice in question.choices))
        for question in settled.left_out
    )  # fmt: skip
