"""Reading a delivery as its columns were settled: the step that a check and an import share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.conf import settings

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import attribute_definitions
from kuulo.customers.rules import AttributeDefinitionView, AttributeKind
from kuulo.feeds.models import FeedRun
from kuulo.feeds.queries import delivery_path, limits
from kuulo.feeds.readers.deliveries import read_delivery
from kuulo.feeds.rules.cells import text_frame
from kuulo.feeds.rules.fields import Field
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.rules.mapping import FeedMapping
from kuulo.feeds.rules.people import Person, Reading, read_person
from kuulo.feeds.rules.purchase_recognition import recognise_purchases
from kuulo.feeds.rules.purchases import LineReading, OrderLines, read_lines
from kuulo.feeds.rules.recognition import recognise_people
from kuulo.feeds.rules.remarks import Remark
from kuulo.feeds.rules.understanding import Understanding
from kuulo.surveys.rules.answers import AnswerFile

TYPED = {Field.NUMBER: AttributeKind.NUMBER, Field.DAY: AttributeKind.DATE, Field.YES_NO: AttributeKind.YES_NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery as read: its file, its rows as texts, what its columns hold."""

    file: AnswerFile
    frame: pl.DataFrame
    understanding: Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPeople:
    """A customer list as read.

    Attributes:
        delivery: The list.
        people: Everybody in it, in its order.
        remarks: Rows and cells that could not be used.
        definitions: Kinds of attributes that nobody defined yet, as the values show them.
    """

    delivery: Delivery
    people: list[Person]
    remarks: list[Remark]
    definitions: tuple[AttributeDefinitionView, ...]


def read_run(run: FeedRun) -> AnswerFile:
    """Read the file of a delivery.

    Raises:
        FileError: It can no longer be read.
    """
    return read_delivery(delivery_path(run), name=run.name, limits=limits())


def understand(file: AnswerFile, kind: FeedKind, mapping: FeedMapping) -> Delivery:
    """Return what the columns of a file hold, with what was said laid over it."""
    frame = text_frame(file)
    recognise = recognise_people if kind is FeedKind.PEOPLE else recognise_purchases
    headers = {**file.headers, **{column: title for column, title in file.titles.items() if kind is FeedKind.PEOPLE}}
    return Delivery(file=file, frame=frame, understanding=recognise(frame, headers, mapping))


def read_people(delivery: Delivery, mapping: FeedMapping, *, scheme: str) -> ReadPeople:
    """Return everybody in a list, and what could not be used.

    Raises:
        ColumnError: No column names the customers.
    """
    _refuse_missing(delivery)
    columns = delivery.understanding.usable()
    known = {each.name: each for each in attribute_definitions()}
    shown = {
        column.column: AttributeDefinitionView(name=column.column, kind=TYPED[Field(column.part)])
        for column in columns
        if column.part in TYPED and column.column not in known
    }
    reading = Reading(columns=columns, mapping=mapping, definitions={**shown, **known}, scheme=scheme)
    people: list[Person] = []
    remarks = [
        Remark(line=each.line, reason=each.reason, rest_taken=False, raw=each.raw) for each in delivery.file.rejects
    ]
    for line, cells in zip(delivery.file.lines.to_list(), delivery.frame.iter_rows(named=True), strict=True):
        filled = {column: cell for column, cell in cells.items() if cell is not None}
        person, own = read_person(line, filled, reading)
        remarks.extend(own if person else (_with_row(remark, filled.values()) for remark in own))
        if person is not None:
            people.append(person)
    return ReadPeople(delivery=delivery, people=people, remarks=remarks, definitions=tuple(shown.values()))


def read_order_lines(delivery: Delivery, reading: LineReading) -> OrderLines:
    """Return the order lines of a delivery.

    Raises:
        ColumnError: It lacks a column that purchases need, or the order of its dates is open.
    """
    _refuse_missing(delivery)
    if not delivery.understanding.holding("time"):
        raise ColumnError(
            _("{file}: it is not known how its dates are written."),
            _("Answer the question about its dates."),
            file=delivery.file.name,
        )
    lines = read_lines(delivery.frame, delivery.file.lines, delivery.understanding, reading)
    unread = tuple(
        Remark(line=each.line, reason=each.reason, rest_taken=False, raw=each.raw) for each in delivery.file.rejects
    )
    return OrderLines(frame=lines.frame, remarks=(*unread, *lines.remarks), rows=delivery.file.rows_read)


def time_zone() -> str:
    """Return the zone of times that come without one."""
    return str(settings.TIME_ZONE)


def _with_row(remark: Remark, cells: Iterable[str]) -> Remark:
    raw = "; ".join(cells)[:500]
    return Remark(line=remark.line, reason=remark.reason, rest_taken=remark.rest_taken, raw=raw)


def _refuse_missing(delivery: Delivery) -> None:
    missing = delivery.understanding.missing
    if missing is not None:
        raise ColumnError(
            _("{file}: {missing}"),
            _("Call the columns by usual names in English, Finnish or Swedish, or say what they hold."),
            file=delivery.file.name,
            missing=missing,
        )
