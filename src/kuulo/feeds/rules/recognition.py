"""Recognising what the columns of a customer list hold, by their headers first and their values second; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import ATTRIBUTE_LENGTH, PARTY_COLUMN
from kuulo.feeds.rules.asking import ask_order, ask_part, ask_words
from kuulo.feeds.rules.fields import (
    ATTRIBUTES,
    CONSENTS,
    DAYS,
    FIELD_NAMES,
    FIELDS_BY_HEADER,
    LABEL_BY_WORD,
    NAMING,
    OBJECTIONS,
    REPEATABLE,
    Field,
)
from kuulo.feeds.rules.mapping import FeedMapping
from kuulo.feeds.rules.understanding import Column, Understanding
from kuulo.feeds.rules.words import KIND_BY_WORD, NO, STAGE_BY_WORD, YES
from kuulo.surveys.rules.labels import normalise
from kuulo.surveys.rules.times import read_dates

MOST: Final = 0.9
SAMPLE: Final = 2_000
EMAIL: Final = r"^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$"
INTERNATIONAL: Final = r"^(\+|00)[1-9][\d\s()-]{6,18}$"
PHONE_LIKE: Final = r"^0[\d\s()/-]{6,16}$"
# The Finnish personal identity code: day of birth, sign of the century, number, check character.
PERSONAL_ID: Final = r"^\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]$"
BUSINESS_ID: Final = r"^\d{7}-\d$"
NUMBER: Final = r"^-?\d{1,15}([.,]\d+)?$"
LEADING_ZERO: Final = r"^0\d"
TRAILING: Final = re.compile(r"^(.*?)[ _.-]*(?:\(([^()]*)\))?[ _.-]*(\d{1,2})?$")
SEPARATORS: Final = re.compile(r"[ _.:/-]+")
WORDS_OF: Final[Mapping[Field, Iterable[str]]] = {
    Field.KIND: KIND_BY_WORD,
    Field.STAGE: STAGE_BY_WORD,
    **dict.fromkeys((*CONSENTS, *OBJECTIONS), YES | NO),
}


def recognise_people(frame: pl.DataFrame, headers: Mapping[str, str], mapping: FeedMapping) -> Understanding:
    """Return what the columns of a customer list hold, with what was said laid over it, and what must be asked.

    Args:
        frame: The rows, all cells as text.
        headers: Column → header.
        mapping: What was said about the columns before.
    """
    taken: set[tuple[Field, str]] = set()
    columns = []
    for name in frame.columns:
        column = _column(frame[name], headers.get(name, name), mapping, taken)
        columns.append(column)
    return Understanding(
        columns=tuple(columns),
        questions=tuple(question for column in columns for question in column.questions),
        missing=_missing(columns),
    )


def field_of_header(header: str) -> tuple[Field | None, str]:
    """Return what a header says its column holds, and what the address in it is for (``work``; with a number)."""
    plain = normalise(header.replace("_", " "))
    known = FIELDS_BY_HEADER.get(plain) or FIELDS_BY_HEADER.get(normalise(header))
    if known is not None:
        return known, ""
    found = TRAILING.match(plain)
    base, aside, number = found.groups() if found else (plain, None, None)
    label = LABEL_BY_WORD.get((aside or "").strip(), (aside or "").strip())
    field = FIELDS_BY_HEADER.get(base.strip())
    if field is None:
        field, label = _without_label(base.strip())
    if field not in REPEATABLE:
        return None, ""
    return field, " ".join(part for part in (label, number) if part)


def _without_label(base: str) -> tuple[Field | None, str]:
    """Return the field and label of headers such as "work phone", "työpuhelin" and "phone work"."""
    for word, label in LABEL_BY_WORD.items():
        for rest in (base.removeprefix(word), base.removesuffix(f" {word}")):
            field = FIELDS_BY_HEADER.get(SEPARATORS.sub(" ", rest).strip()) if rest != base else None
            if field in REPEATABLE:
                return field, label
    return None, ""


def usable_attribute(name: str) -> bool:
    """Return whether a column's name can be an attribute's."""
    return bool(name.strip()) and name != PARTY_COLUMN and len(name) <= ATTRIBUTE_LENGTH


def _column(series: pl.Series, header: str, mapping: FeedMapping, taken: set[tuple[Field, str]]) -> Column:
    name = series.name
    said = mapping.parts.get(name)
    by_header, label = field_of_header(header)
    if said is not None:
        field, reason = Field(said), say(_("Somebody said so."))
        label = label if field in REPEATABLE else ""
    elif by_header is not None and (by_header, label) not in taken:
        field, reason = by_header, say(_("Its header says so."))
    else:
        field, reason = _field_of_values(series, name)
        label = ""
    if said is None and field is Field.PHONE and by_header is None:
        return Column(column=name, header=header, part=field, reason=reason, questions=(ask_part(name, MAYBE_PHONE),))
    taken.add((field, label))
    return _with_questions(series, Column(column=name, header=header, part=field, label=label, reason=reason), mapping)


MAYBE_PHONE: Final = (Field.PHONE, Field.ATTRIBUTE, Field.IDENTIFIER)


def _with_questions(series: pl.Series, column: Column, mapping: FeedMapping) -> Column:
    field = Field(column.part)
    questions = []
    order = ""
    if field in DAYS:
        order = mapping.orders.get(column.column, "")
        possible = read_dates(series).orders
        if not order and len(possible) > 1:
            questions.append(ask_order(column.column, possible, str(series.drop_nulls().head(1).item())))
        order = order or (possible[0] if possible else "")
    if field in WORDS_OF:
        known = set(WORDS_OF[field]) | set(mapping.words.get(column.column, {}))
        questions.extend(ask_words(column.column, field, _unknown_words(series, known)))
    return Column(
        column=column.column,
        header=column.header,
        part=field,
        label=column.label,
        order=order,
        reason=column.reason,
        questions=tuple(questions),
    )


def _unknown_words(series: pl.Series, known: set[str]) -> list[str]:
    """Return the words a column uses that nobody explained; none where most rows have one of their own."""
    met = series.drop_nulls().unique().sort()
    words = list(dict.fromkeys(normalise(word) for word in met.head(MOST_WORDS * 10).to_list()))
    unknown = [word for word in words if word not in known]
    return unknown if len(met) <= MOST_WORDS * 2 and len(unknown) <= MOST_WORDS else []


MOST_WORDS: Final = 8


def _field_of_values(series: pl.Series, name: str) -> tuple[Field, Text]:
    values = series.drop_nulls().head(SAMPLE)
    if not usable_attribute(name) or not len(values):
        return Field.UNUSED, say(_("It is empty, or its name cannot be an attribute's."))
    for pattern, field, reason in BY_VALUES:
        if values.str.contains(pattern).mean() >= MOST:  # type: ignore[operator] # -- the mean of flags is a number
            return field, say(reason)
    return _typed(values)


BY_VALUES: Final = (
    (EMAIL, Field.EMAIL, _("Its values are e-mail addresses.")),
    (
        PERSONAL_ID,
        Field.UNUSED,
        _("Its values look like personal identity codes, which are never taken in by themselves."),
    ),
    (BUSINESS_ID, Field.BUSINESS_ID, _("Its values are business ids.")),
    (INTERNATIONAL, Field.PHONE, _("Its values look like phone numbers.")),
    (PHONE_LIKE, Field.PHONE, _("Its values look like phone numbers.")),
)


def _typed(values: pl.Series) -> tuple[Field, Text]:
    if values.str.contains(NUMBER).all() and not values.str.contains(LEADING_ZERO).any():
        words = set(values.unique().to_list())
        if words <= {"0", "1"} and len(words) > 1:
            return Field.YES_NO, say(_("Its values are 0 and 1."))
        return Field.NUMBER, say(_("Its values are numbers."))
    if read_dates(values).share >= MOST:
        return Field.DAY, say(_("Its values are dates."))
    if len(values) > 1 and {normalise(word) for word in values.unique().to_list()} <= CLEAR_WORDS:
        return Field.YES_NO, say(_("Its values are yes and no."))
    return Field.ATTRIBUTE, say(_("Its header names nothing else."))


CLEAR_WORDS: Final = frozenset({"yes", "no", "true", "false", "kyllä", "ei", "ja", "nej"})


def _missing(columns: Sequence[Column]) -> Text | None:
    if any(Field(column.part) in NAMING for column in columns):
        return None
    return say(_("No column names the customers: there is no customer number, e-mail address or phone number."))


def part_names(fields: Iterable[Field]) -> dict[Field, str]:
    """Return the names of fields, in the order given."""
    return {field: FIELD_NAMES[field] for field in fields}


__all__ = ["ATTRIBUTES", "field_of_header", "part_names", "recognise_people", "usable_attribute"]
