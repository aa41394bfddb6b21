"""Recognising what the columns of order lines hold, by their headers first and their values second; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.feeds.rules.asking import ask_channel, ask_order
from kuulo.feeds.rules.mapping import FeedMapping
from kuulo.feeds.rules.purchase_fields import PURCHASE_FIELD_NAMES, PURCHASE_FIELDS_BY_HEADER, PurchaseField
from kuulo.feeds.rules.understanding import Column, Understanding
from kuulo.surveys.rules.columns import Question
from kuulo.surveys.rules.labels import normalise
from kuulo.surveys.rules.times import read_dates

NEEDED: Final = (PurchaseField.INVOICE, PurchaseField.TIME)
JOINED: Final = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")


def recognise_purchases(frame: pl.DataFrame, headers: Mapping[str, str], mapping: FeedMapping) -> Understanding:
    """Return what the columns of order lines hold, with what was said laid over it, and what must be asked."""
    taken: set[PurchaseField] = set()
    columns = [_column(frame[name], headers.get(name, name), mapping, taken) for name in frame.columns]
    questions = [question for column in columns for question in column.questions]
    if PurchaseField.CHANNEL not in taken and mapping.channel is None:
        questions.append(ask_channel())
    return Understanding(
        columns=tuple(columns),
        questions=tuple(questions),
        missing=_missing(columns),
        channel=mapping.channel or "",
    )


def _column(series: pl.Series, header: str, mapping: FeedMapping, taken: set[PurchaseField]) -> Column:
    name = series.name
    said = mapping.parts.get(name)
    by_header = _field_of(header)
    if said is not None:
        field, reason = PurchaseField(said), say(_("Somebody said so."))
    elif by_header is not None and by_header not in taken:
        field, reason = by_header, say(_("Its header says so."))
    else:
        field, reason = PurchaseField.UNUSED, say(_("Its header names nothing that purchases need."))
    taken.add(field)
    order = ""
    questions: tuple[Question, ...] = ()
    if field is PurchaseField.TIME:
        possible = read_dates(series).orders
        order = mapping.orders.get(name, "") or (possible[0] if len(possible) == 1 else "")
        if not order and possible:
            questions = (ask_order(name, possible, str(series.drop_nulls().head(1).item())),)
    return Column(column=name, header=header, part=field, order=order, reason=reason, questions=questions)


def _field_of(header: str) -> PurchaseField | None:
    apart = JOINED.sub(" ", header.replace("_", " "))
    forms = (header, header.replace("_", " "), apart)
    return next((found for form in forms if (found := PURCHASE_FIELDS_BY_HEADER.get(normalise(form)))), None)


def _missing(columns: Sequence[Column]) -> Text | None:
    held = {PurchaseField(column.part) for column in columns}
    lacking = [field for field in NEEDED if field not in held]
    if not held & {PurchaseField.PRICE, PurchaseField.AMOUNT}:
        lacking.append(PurchaseField.AMOUNT)
    if not lacking:
        return None
    return say(_("No column holds this: {what}."), what=say(PURCHASE_FIELD_NAMES[lacking[0]]))
