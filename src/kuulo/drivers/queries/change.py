"""The uplift of a change as the page shows it: beside those it did not touch, and against its own time before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pyarrow as pa

from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.queries.answers import FIRST_PHASE
from kuulo.drivers.rules import JOINT, ChangeAsk
from kuulo.figures.queries import Choice, Reading, Scope, filter_options, read_catalogue, settle
from kuulo.figures.queries.pull import POOLED_STATISTICS, stands_for_sql
from kuulo.figures.queries.reading import kept
from kuulo.figures.queries.scope import dimension_sql, from_sql, literal, measure_sql, person_sql
from kuulo.figures.rules import Dimension, DimensionKind, Selection, parse_dimension
from kuulo.figures.rules.periods import Period
from kuulo.measures.definitions import Definition
from kuulo.measures.drivers.changes import Change, change_of
from kuulo.measures.drivers.differences import DifferenceInDifferences, compare_changes
from kuulo.measures.drivers.series import InterruptedSeries, interrupt
from kuulo.measures.drivers.spans import Reporting
from kuulo.measures.tables import Answers, Question

WEEK: Final = 7
USUAL_WEEKS: Final = "26"
AROUND: Final = "answers_around"
COLUMNS: Final = {"y": "float64", "moment": "timestamp('UTC')", "touched": "boolean", "person": "uint64"}
MEASURES: Final = {"net": "nps", "share": "share"}  # families whose figures are read in points and in per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOptions:
    """What may be chosen: measures, and for each dimension the values a change may have touched."""

    definitions: tuple[Definition, ...]
    choices: tuple[Choice, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStudy:
    """What the page shows of a change.

    Attributes:
        ask: The question with what it left open filled in; its start is the day really used.
        definition: The measure.
        differences: Beside those it did not touch.
        series: Against its own time before.
        refused: Why nothing is shown.
        no_series: Why there is no series.
        notes: What was moved or left out.
        data_version: Version of the data.
    """

    ask: ChangeAsk
    definition: Definition
    differences: DifferenceInDifferences | None = None
    series: InterruptedSeries | None = None
    refused: Text | None = None
    no_series: Text | None = None
    notes: tuple[Text, ...] = ()
    data_version: str = ""


def settle_change(reading: Reading, ask: ChangeAsk) -> tuple[ChangeAsk, Scope] | None:
    """Return the question with its measure filled in, and its answers; ``None`` where there are none.

    Raises:
        DefinitionError: There is no such measure, or it cannot be computed from the answers there are.
    """
    if not read_catalogue(reading):
        return None
    scope = settle(reading, Selection(definition=ask.definition, period=Period("all")))
    return replace(ask, definition=scope.definition.id), scope


def change_options(reading: Reading, scope: Scope) -> ChangeOptions:
    """Return what may be chosen for a measure."""
    options = filter_options(reading, scope)
    usable = (DimensionKind.CUSTOMER, DimensionKind.COLUMN)
    choices = [
        one
        for one in options.filters
        if one.dimension.kind in usable and one.values and (one.dimension.name == "touchpoint" or _is_customer(one))
    ]
    definitions = [one for one in read_catalogue(reading).definitions() if one.statistic in POOLED_STATISTICS]
    return ChangeOptions(
        definitions=tuple(definitions),
        choices=tuple(choices),
        first=scope.first.astimezone(reading.zone).date(),
        last=scope.newest.astimezone(reading.zone).date(),
    )


def _is_customer(choice: Choice) -> bool:
    return choice.dimension.kind is DimensionKind.CUSTOMER


@kept
def change_for(reading: Reading, ask: ChangeAsk) -> ChangeStudy:
    """Return the uplift of a settled question with a start.

    Raises:
        InputError: The address names a group that is none.
    """
    scope = settle(reading, Selection(definition=ask.definition, period=Period("all")))
    study = ChangeStudy(ask=ask, definition=scope.definition, data_version=reading.data_version)
    if ask.start is None:
        return study
    around = _allowed(reading, scope, ask)
    if around is None:
        return replace(study, refused=_too_few(reading))
    study = replace(study, ask=replace(ask, start=around.start), notes=_moved_note(ask.start, around.start))
    if not _enough(reading, scope, ask, around):
        return replace(study, refused=_too_few(reading))
    return _computed(reading, scope, around, study)


def _computed(reading: Reading, scope: Scope, around: Around, study: ChangeStudy) -> ChangeStudy:
    answers, change = _opened(reading, scope, study.ask, around)
    reporting = Reporting(
        confidence=reading.confidence,
        floor=reading.floor,
        measure=MEASURES.get(scope.definition.statistic, scope.definition.family),
        definition=scope.definition.id,
        data_version=reading.data_version,
    )
    try:
        differences = compare_changes(answers, change, days=WEEK, reporting=reporting) if change.touched else None
    except InputError as error:
        # The reason takes the place of the picture.
        return replace(study, refused=error.found)
    study = replace(study, differences=differences)
    try:
        series = interrupt(answers, change, days=WEEK, reporting=reporting)
    except InputError as error:
        # Too few weeks for a line of their own; what stands beside the others is shown.
        return replace(study, no_series=error.found)
    return replace(study, series=series)


def _opened(reading: Reading, scope: Scope, ask: ChangeAsk, around: Around) -> tuple[Answers, Change]:
    source = _rows_sql(reading, scope, ask, around)
    change = change_of(
        columns=COLUMNS,
        outcome="y",
        time="moment",
        start=_moment(around.start, reading),
        touched="touched" if ask.touched else None,
        cluster="person",
    )
    return Answers(COLUMNS, _asked(reading, source)), change


def _asked(reading: Reading, source: str) -> Callable[[Question, Sequence[str]], pa.Table]:
    """Return how questions are put to the answers around a change: read from the lake once, each asked once."""
    rows = reading.ask(source)
    known: dict[str, pa.Table] = {}

    def run(question: Question, names: Sequence[str]) -> pa.Table:
        del names
        text = question.sql("duckdb", f"SELECT * FROM {AROUND}")  # noqa: S608 -- our own name
        if text not in known:
            known[text] = reading.snapshot.run(text, {AROUND: rows})
        return known[text]

    return run


def _moment(day: date, reading: Reading) -> datetime:
    return datetime.combine(day, time(), reading.zone).astimezone(UTC)


def _rows_sql(reading: Reading, scope: Scope, ask: ChangeAsk, around: Around | None) -> str:
    """Return one row an answer: score, moment, whether touched, person; of all the time without ``around``."""
    touched = _touched_sql(reading, scope, ask.touched)
    where = f"{measure_sql(scope)} AND signals.state = 'answered' AND {FIRST_PHASE}"
    ends = ((">=", around.first), ("<", around.last)) if around is not None else ()
    for sign, day in ends:
        if day is not None:
            where += f" AND signals.occurred_at {sign} TIMESTAMPTZ {literal(_moment(day, reading).isoformat())}"
    return f"""
        SELECT {stands_for_sql(scope.definition)} AS y, moment, touched, person FROM (
            SELECT signals.value AS score, signals.occurred_at AS moment, {touched} AS touched,
                   {person_sql(reading)} AS person
            FROM {from_sql(reading, touched)} WHERE {where}
        )
    """  # noqa: S608 -- literals and names of the closed list


def _touched_sql(reading: Reading, scope: Scope, touched: str) -> str:
    """Return whether the change touched an answer; unknown where the dimension is not known."""
    if not touched:
        return "true"
    dimension, value = group_of(touched)
    return f"{dimension_sql(reading, scope, dimension)} = {literal(value)}"


def group_of(touched: str) -> tuple[Dimension, str]:
    """Return dimension and value of a group as the address writes it.

    Raises:
        InputError: It is none.
    """
    key, joint, value = touched.partition(JOINT)
    if not joint or not value:
        raise InputError(
            _("The address asks for the group “{group}”, which is none."),
            _("Choose one from the list."),
            group=touched[:80],
        )
    return parse_dimension(key), value


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The time that is looked at: its first day, the start, the day after its last; ``None`` where it is open."""

    first: date | None
    start: date
    last: date | None


def _allowed(reading: Reading, scope: Scope, ask: ChangeAsk) -> Around | None:
    """Return the time around the Monday nearest to the start that parts no few persons; ``None`` where there is none.

    Whoever moves the start by a week sees a week's answers move from after to before. Weeks are taken together until
    each group of them holds as many persons as the floor asks; only where such a stretch begins may a change begin, or
    the time that is looked at begin or end.
    """
    rows = reading.ask(
        f"SELECT date_trunc('week', moment)::DATE AS week, touched, count(DISTINCT person) AS n "  # noqa: S608 -- built above
        f"FROM ({_rows_sql(reading, scope, ask, None)}) WHERE touched IS NOT NULL GROUP BY ALL"
    ).to_pylist()
    cuts = cut_weeks([(row["week"], row["touched"], row["n"]) for row in rows], reading.floor)
    wanted = ask.start or date.min
    start = min(cuts, key=lambda week: (abs((week - wanted).days), week), default=None)
    if start is None:
        return None
    span = timedelta(weeks=int(ask.weeks or USUAL_WEEKS))
    before = [week for week in cuts if week <= start - span]
    after = [week for week in cuts if week >= start + span]
    return Around(first=max(before, default=None), start=start, last=min(after, default=None))


def cut_weeks(counts: Iterable[tuple[date, bool, int]], floor: int) -> list[date]:
    """Return the weeks at which the time may be parted, counted from the newest back.

    Args:
        counts: First day of a week, whether the change touched the group, persons who answered.
        floor: Fewest persons on each side of two neighbouring cuts, in each group that answered at all.
    """
    weeks: dict[date, dict[bool, int]] = {}
    for week, touched, persons in counts:
        weeks.setdefault(week, {})[touched] = persons
    cuts: list[date] = []
    since: dict[bool, int] = {}
    for week in sorted(weeks, reverse=True):
        for touched, persons in weeks[week].items():
            since[touched] = since.get(touched, 0) + persons
        if all(persons >= floor for persons in since.values()):
            cuts.append(week)
            since = {}
    return cuts[:-1] if since or cuts else cuts


def _enough(reading: Reading, scope: Scope, ask: ChangeAsk, around: Around) -> bool:
    """Return whether each group holds enough persons before and after."""
    moment = literal(_moment(around.start, reading).isoformat())
    rows = reading.ask(
        f"SELECT touched, moment >= TIMESTAMPTZ {moment} AS after, count(DISTINCT person) AS n "  # noqa: S608 -- built above
        f"FROM ({_rows_sql(reading, scope, ask, around)}) WHERE touched IS NOT NULL GROUP BY ALL"
    ).to_pylist()
    wanted = 4 if ask.touched else 2
    return len(rows) == wanted and all(row["n"] >= reading.floor for row in rows)


def _moved_note(asked: date, used: date) -> tuple[Text, ...]:
    if asked == used:
        return ()
    return (
        say(
            _("Weeks begin on Mondays and hold enough persons each: the time is parted at {used}, nearest to {asked}."),
            used=used.isoformat(),
            asked=asked.isoformat(),
        ),
    )


def _too_few(reading: Reading) -> Text:
    return say(
        _("A group holds fewer than {floor} persons before or after the start; nothing is shown."), floor=reading.floor
    )
