"""How a file was understood, written down: the answers to its questions, kept for the next file of the same kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kuulo.base.errors import ColumnError, ScaleMismatchError
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition, definition
from kuulo.surveys.rules.asking import DATE_WORDS
from kuulo.surveys.rules.columns import Role

DIRECTIONS = {"higher": 1, "lower": -1}
DATE_ORDERS = {word: order for order, (word, _label) in DATE_WORDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What somebody said about one column; None and empty where nothing was said."""

    role: Role | None = None
    minimum: float | None = None
    maximum: float | None = None
    direction: int | None = None
    definition: str = ""
    date_order: str = ""
    labels: Mapping[str, float] = field(default_factory=dict)


NOTHING_SAID = ColumnMapping()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """What somebody said about the files of one kind; ``columns`` goes by column name."""

    columns: Mapping[str, ColumnMapping] = field(default_factory=dict)
    timezone: str = "Europe/Helsinki"
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


def answer_question(mapping: FileMapping, column: str, key: str, value: str) -> FileMapping:
    """Return the mapping with one question answered.

    Args:
        mapping: What was said before.
        column: The column's name.
        key: The question's key: ``role``, ``range``, ``direction``, ``definition`` or ``dates``.
        value: The value of one of its choices; every question may also be answered with a role such as ``other``.

    Raises:
        ColumnError: The value does not answer the question.
        DefinitionError: There is no definition with this name, or it is made for another scale.
    """
    before = mapping.columns.get(column, NOTHING_SAID)
    answers = {
        "role": _with_role,
        "range": _with_range,
        "direction": _with_direction,
        "definition": _with_definition,
        "dates": _with_dates,
    }
    after = answers[key](before, column, value.strip())
    return replace(mapping, columns={**mapping.columns, column: after})


def _with_role(before: ColumnMapping, column: str, value: str) -> ColumnMapping:
    if value not in set(Role):
        raise _no_answer(column, value, ", ".join(Role))
    return replace(before, role=Role(value))


def _with_range(before: ColumnMapping, column: str, value: str) -> ColumnMapping:
    if value in set(Role):
        return _with_role(before, column, value)
    low, _sign, high = value.replace("–", "-").replace("..", "-").rpartition("-")
    try:
        minimum, maximum = float(low), float(high)
    except ValueError as error:
        raise _no_answer(column, value, "0-10, 1-5, 1-7") from error
    if not minimum < maximum:
        raise _no_answer(column, value, "0-10, 1-5, 1-7")
    return replace(before, role=Role.SCORE, minimum=minimum, maximum=maximum)


def _with_direction(before: ColumnMapping, column: str, value: str) -> ColumnMapping:
    if value not in DIRECTIONS:
        raise _no_answer(column, value, ", ".join(DIRECTIONS))
    return replace(before, role=Role.SCORE, direction=DIRECTIONS[value])


def _with_definition(before: ColumnMapping, column: str, value: str) -> ColumnMapping:
    if before.minimum is not None and before.maximum is not None:
        check_span(column, (before.minimum, before.maximum), definition(value))
    return replace(before, role=Role.SCORE, definition=definition(value).id)


def check_span(column: str, span: tuple[float, float], item: Definition) -> None:
    """Refuse a definition made for another scale than the one asked.

    Raises:
        ScaleMismatchError: The scales differ.
    """
    if item.scale_min is None or item.scale_max is None or span == (item.scale_min, item.scale_max):
        return
    raise ScaleMismatchError(
        _("“{column}” was asked on {asked}, but {definition} counts answers from {low} to {high}."),
        _("Choose a definition for the scale that was asked, or correct the scale."),
        column=column,
        asked=f"{span[0]:g}-{span[1]:g}",
        definition=item.id,
        low=f"{item.scale_min:g}",
        high=f"{item.scale_max:g}",
    )


def _with_dates(before: ColumnMapping, column: str, value: str) -> ColumnMapping:
    if value not in DATE_ORDERS:
        raise _no_answer(column, value, ", ".join(DATE_ORDERS))
    return replace(before, role=before.role or Role.TIME, date_order=DATE_ORDERS[value])


def _no_answer(column: str, value: str, known: str) -> ColumnError:
    found = _("“{value}” says nothing Kuulo understands about “{column}”.")
    return ColumnError(found, _("Say one of: {known}."), column=column, value=value, known=known)
