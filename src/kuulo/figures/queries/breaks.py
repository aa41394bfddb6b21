"""Breaks in the trends of a scope: from when on its answers cannot be compared with those before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Day
from kuulo.figures.charts.wording import joined
from kuulo.figures.queries.catalogue import Scale
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import SOURCE, Scope, earlier, filter_sql, from_sql, measure_sql, person_sql
from kuulo.figures.rules.breaks import Break, Fed, find_breaks
from kuulo.figures.rules.periods import Grain

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@kept
def breaks_of(reading: Reading, scope: Scope) -> tuple[Break, ...]:
    """Return every break of a scope in order of time, whatever its window."""
    if all(one.dimension == SOURCE for one in scope.selection.filters):
        return find_breaks(scope.fed, scope.fed)
    given = _filtered(reading, scope)
    here = {_asked(one) for one in given}
    # A wording begins when anybody first answered it: that is no secret of the few whom a filter keeps.
    return find_breaks([one for one in scope.fed if _asked(one) in here], given)


def breaks_between(reading: Reading, scope: Scope) -> tuple[Text, ...]:
    """Return why the figure of a scope cannot simply be compared with the time just before it; mostly nothing."""
    before = earlier(reading, scope)
    if before is None:
        return ()
    start, end = before.window.start or BEGINNING, scope.window.end
    first = start.astimezone(reading.zone).date() if before.window.start else date.min
    return tuple(
        dated(reading, one)
        for one in breaks_of(reading, scope)
        # The first answers of a new wording within the first day of all that is compared part nothing from it.
        if one.since.astimezone(reading.zone).date() > first and (end is None or one.since < end)
    )


def dated(reading: Reading, one: Break) -> Text:
    """Return what breaks, with its day, for where no place on a line tells when."""
    return say(_("{day}: {note}"), day=Day(one.since.astimezone(reading.zone).date()), note=one.text)


def break_notes(reading: Reading, scope: Scope, grain: Grain, first: date) -> dict[date, Text]:
    """Return what breaks in which week or month of a trend that begins with ``first``."""
    notes: dict[date, list[Text]] = {}
    for one in breaks_of(reading, scope):
        start = period_start(one.since, grain, reading.zone)
        if start > first:
            notes.setdefault(start, []).append(one.text)
    return {start: texts[0] if len(texts) == 1 else joined(*texts) for start, texts in notes.items()}


def period_start(moment: datetime, grain: Grain, zone: ZoneInfo) -> date:
    """Return the first day of the local week or month of a moment."""
    day = moment.astimezone(zone).date()
    return day.replace(day=1) if grain is Grain.MONTH else date.fromordinal(day.toordinal() - day.weekday())


def _asked(one: Fed) -> tuple[str, str, str, str]:
    return one.source, one.question, one.wording, one.scale


def _filtered(reading: Reading, scope: Scope) -> tuple[Fed, ...]:
    """Return what feeds the scope under its filters, in the months in which at least as many persons as the floor did.

    The answers of a month with fewer say nothing here: the mode of a few would be told.
    """
    filters = [filter_sql(reading, scope, one) for one in scope.selection.filters]
    where = " AND ".join([measure_sql(scope), "signals.state = 'answered'", *filters])
    sql = f"""
        WITH rows AS (
            SELECT signals.source, question, wording, scale_min, scale_max, direction, signals.channel AS mode, month,
                   occurred_at, {person_sql(reading)} AS person
            FROM {from_sql(reading, where)} WHERE {where}
        ),
        enough AS (SELECT month FROM rows GROUP BY month HAVING count(DISTINCT person) >= {reading.floor:d})
        SELECT source, question, wording, scale_min, scale_max, direction, mode, month,
               count(*) AS answered, min(occurred_at) AS first_at
        FROM rows WHERE month IN (SELECT month FROM enough) GROUP BY ALL
    """  # noqa: S608 -- built from the closed list and literals of scope.py
    return tuple(_fed(row) for row in reading.ask(sql).to_pylist())


def _fed(row: dict[str, Any]) -> Fed:
    scale = Scale(low=row.pop("scale_min"), high=row.pop("scale_max"), direction=row.pop("direction"))
    return Fed(scale=str(scale), **row)
