"""Gaps and calendar of a plan as they are drawn: places of an SVG and the table of the same data; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Tick, across, pixels
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Day, Period
from kuulo.plans.rules.knowing import KNOWN_WORDS, Known
from kuulo.plans.rules.views import EVENT_WORDS, Event, EventKind, NeedView, PlanView

ROW: Final = 44.0
LABEL_LENGTH: Final = 26
SQUARE: Final = 16.0
STEP: Final = 26.0
PER_ROW: Final = 12
NO_DECISION: Final = say(_("For no decision yet"))


@dataclass(frozen=True, slots=True)
class GapMark:
    """A need as it is drawn."""

    x: str
    y: str
    middle: str
    kind: str
    known: Text
    text: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A decision and its needs as they are drawn."""

    label: object
    top: str
    middle: str
    marks: tuple[GapMark, ...]
    told: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPicture:
    """What is known of what must be known, decision by decision."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    rows: tuple[GapRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarMark:
    """Something of the calendar as it is drawn: ``width`` is empty for a day."""

    x: str
    y: str
    width: str
    kind: str
    title: Text


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A decision or study and what happens of it."""

    label: str
    top: str
    middle: str
    marks: tuple[CalendarMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPicture:
    """The year: fieldwork as bars, days as signs."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    rows: tuple[CalendarRow, ...]
    ticks: tuple[Tick, ...]
    today: str


def draw_gaps(plan: PlanView) -> GapPicture | None:
    """Return the picture of the gaps; ``None`` where nothing must be known."""
    if not plan.needs:
        return None
    listed: list[tuple[object, str, Sequence[NeedView]]] = []
    for one in plan.decisions:
        name = f"{one.decision.number} {one.decision.question}"
        listed += [(short(name), name, one.needs)] if one.needs else []
    if plan.loose:
        listed.append((NO_DECISION, "", plan.loose))
    counts = plan.counts()
    return GapPicture(
        key=chart_key("gaps", plan.year, [(need.id, need.known) for need in plan.needs]),
        title=say(_("What must be known in {year}"), year=str(plan.year)),
        sentence=gap_sentence(counts),
        table=_gap_table(listed),
        height=pixels(ROW * len(listed)),
        rows=tuple(_gap_row(place, label, needs) for place, (label, _name, needs) in enumerate(listed)),
    )


def gap_sentence(counts: dict[Known, int]) -> Text:
    """Return how much is known, in words."""
    total = sum(counts.values())
    return say(
        _(
            "{known} of {total} needs are known, {under_way} are on their way, {assumed} are assumed; "
            "nobody is finding out {open}."
        ),
        known=counts[Known.KNOWN],
        total=total,
        under_way=counts[Known.UNDER_WAY],
        assumed=counts[Known.ASSUMED],
        open=counts[Known.OPEN],
    )


def _gap_row(place: int, label: object, needs: Sequence[NeedView]) -> GapRow:
    middle = ROW * (place + 0.5)
    marks = tuple(
        GapMark(
            x=pixels(STEP * at),
            y=pixels(middle - SQUARE / 2),
            middle=pixels(STEP * at + SQUARE / 2),
            kind=f"{need.known}{' gap-late' if need.late else ''}",
            known=KNOWN_WORDS[need.known],
            text=need.text,
        )
        for at, need in enumerate(needs[:PER_ROW])
    )
    known = sum(need.known is Known.KNOWN for need in needs)
    told = say(_("{known} of {total}"), known=known, total=len(needs))
    return GapRow(label, pixels(ROW * place), pixels(middle), marks, told)


def _gap_table(listed: Iterable[tuple[object, str, Sequence[NeedView]]]) -> Table:
    rows = [(need.text, name or NO_DECISION, late_words(need)) for _label, name, needs in listed for need in needs]
    heads = (say(_("What must be known")), say(_("For which decision")), say(_("What is known")))
    return Table(heads, (False, False, False), tuple(rows))


def late_words(need: NeedView) -> Text:
    """Return how far a need is answered, and whether the answer comes too late."""
    words = KNOWN_WORDS[need.known]
    return say(_("{known}, but after the decision"), known=words) if need.late else words


def draw_calendar(plan: PlanView, today: date) -> CalendarPicture | None:
    """Return the picture of the year; ``None`` where nothing happens."""
    if not plan.events:
        return None
    first, after = date(plan.year, 1, 1), date(plan.year + 1, 1, 1)
    by_about: dict[str, list[Event]] = {}
    for event in plan.events:
        by_about.setdefault(event.about, []).append(event)
    rows = tuple(_calendar_row(place, found, first, after) for place, found in enumerate(by_about.values()))
    quarters = [date(plan.year, month, 1) for month in (1, 4, 7, 10)]
    return CalendarPicture(
        key=chart_key("calendar", plan.year, plan.events),
        title=say(_("The year {year}"), year=str(plan.year)),
        sentence=say(_("{count} things stand in the calendar."), count=len(plan.events)),
        table=_calendar_table(plan.events),
        height=pixels(ROW * len(rows)),
        rows=rows,
        ticks=tuple(Tick(across(_part(day, first, after)), Period(day)) for day in quarters),
        today=across(_part(today, first, after)) if first <= today < after else "",
    )


def _calendar_row(place: int, found: Sequence[Event], first: date, after: date) -> CalendarRow:
    middle = ROW * (place + 0.5)
    one = next((event for event in found if event.kind is not EventKind.SESSION), found[0])
    decision = one.kind in {EventKind.DECIDE, EventKind.CHECK, EventKind.EFFECT}
    label = short(f"{one.about} {one.title}" if decision else one.title)
    marks = tuple(_calendar_mark(event, middle, first, after) for event in found)
    return CalendarRow(label, pixels(ROW * place), pixels(middle), marks)


def _calendar_mark(event: Event, middle: float, first: date, after: date) -> CalendarMark:
    begins, ends = _part(event.first, first, after), _part(event.last + timedelta(days=1), first, after)
    bar = event.kind is EventKind.FIELDWORK
    days: Text = (
        say(_("{first} to {last}"), first=Day(event.first), last=Day(event.last))
        if event.last > event.first
        else Text("{day}", {"day": Day(event.first)})
    )
    return CalendarMark(
        x=across(begins),
        y=pixels(middle),
        width=across(max(ends - begins, 0.004)) if bar else "",
        kind=str(event.kind),
        title=Text("{what}: {days}", {"what": EVENT_WORDS[event.kind], "days": days}),
    )


def _calendar_table(events: Iterable[Event]) -> Table:
    rows = [
        (Day(event.first), None if event.last == event.first else Day(event.last), EVENT_WORDS[event.kind], event.title)
        for event in events
    ]
    heads = (say(_("Day")), say(_("To")), say(_("What")), say(_("Of what")))
    return Table(heads, (False, False, False, False), tuple(rows))


def _part(day: date, first: date, after: date) -> float:
    return min(1.0, max(0.0, (day - first) / (after - first)))


def short(words: str) -> str:
    """Return words that fit beside a row."""
    return words if len(words) <= LABEL_LENGTH else words[: LABEL_LENGTH - 1].rstrip() + "…"
