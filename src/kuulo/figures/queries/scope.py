"""A selection settled against the catalogue: exactly which rows a figure is about, and the SQL that reads them.

Nothing a reader wrote becomes SQL: columns come from a closed list, names and values of attributes become quoted
literals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from kuulo.base.errors import DefinitionError, InputError
from kuulo.base.texts import mark as _
from kuulo.correction.queries import Heard, first_phase_sql
from kuulo.customers.queries import attribute_names
from kuulo.figures.queries.catalogue import (
    Catalogue,
    Slice,
    check_scales,
    fed_by,
    main_definition,
    read_catalogue,
    tell_who_was_asked,
)
from kuulo.figures.queries.reading import GATHERED, PARTIES, Gathered, Reading, kept
from kuulo.figures.rules.breaks import Fed
from kuulo.figures.rules.dimensions import COLUMNS, Dimension, DimensionKind
from kuulo.figures.rules.periods import Window, offsets, settle_period, window_before, window_of
from kuulo.figures.rules.selection import Filter, Selection
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.words.queries import COMMENT_WORDS

SOURCE = Dimension(DimensionKind.COLUMN, "source")
# One customer may answer several times: answers of one person are not independent, and the floor counts persons. Hashes
# of 64 bits group several times as fast as the identifiers themselves; among a million persons two meet once in 37
# million.
PERSON = "hash(coalesce(signals.party, signals.response_id))"
# What a gathered answer holds: enough for figures without filters, split by time or touchpoint.
GATHERED_COLUMNS = (
    "kind",
    "definition",
    "question",
    "state",
    "month",
    "occurred_at",
    "value",
    "weight",
    "touchpoint",
    "party",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which answers a figure is about.

    Attributes:
        selection: The selection with its measure and period filled in.
        definition: Measure to compute.
        recorded: Definitions under which its answers were recorded.
        window: Time the answers were given in.
        weighted: Whether every answer carries a weight, so that weights are used.
        partly_weighted: Whether only some do, so that they are not used.
        has_states: Whether it is known who was asked and did not answer.
        has_touchpoints: Whether any answer names the touchpoint it is about.
        questions: Questions whose answers are taken together.
        first: When the first of all answers to these questions was given, whatever the window.
        newest: When the newest was given.
        fed: What feeds the measure, whatever the window and the filters other than sources.
        first_phase: SQL condition that an answer came of itself, and not from a follow-up of the silent.
    """

    selection: Selection
    definition: Definition
    recorded: tuple[str, ...]
    window: Window
    weighted: bool
    partly_weighted: bool
    has_states: bool
    has_touchpoints: bool
    questions: tuple[tuple[str, str], ...]
    first: datetime
    newest: datetime
    fed: tuple[Fed, ...] = field(repr=False, compare=False)
    first_phase: str = "true"

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources the selection is filtered by."""
        return self.selection.values_of(SOURCE)

    @property
    def uses_words(self) -> bool:
        """Whether it is narrowed or split by the words that came with answers."""
        return self.selection.uses_words

    def during(self, window: Window) -> Scope:
        """Return the same scope in another window."""
        return replace(self, window=window)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What a scope is split by: an SQL expression over ``signals`` and the ibis type of its values.

    Of a ``multiple`` one the expression unfolds an answer into a row for each of its values.
    """

    sql: str
    kind: str
    multiple: bool = False

    @property
    def uses_words(self) -> bool:
        """Whether it is about the words that came with answers."""
        return COMMENT_WORDS in self.sql


@kept
def settle(reading: Reading, selection: Selection) -> Scope:
    """Return exactly which answers a selection is about.

    Raises:
        DefinitionError: There is no such measure, or no answer feeds it.
        ScaleMismatchError: Answers on different scales would be pooled.
        InputError: A customer attribute nobody has.
    """
    catalogue = read_catalogue(reading)
    wanted = _wanted(catalogue, selection)
    slices = [one for one in catalogue.of(wanted, selection.question, selection.values_of(SOURCE)) if one.asked]
    answered = [one for one in slices if one.answered]
    if not answered:
        raise DefinitionError(
            _("No answer feeds {definition} here."),
            _("Choose another measure, question or source."),
            definition=wanted.id,
        )
    check_scales(answered, wanted)
    _check_attributes(selection)
    newest = max(one.newest_at for one in answered if one.newest_at)
    period = settle_period(selection.period, _by_month(answered))
    return Scope(
        selection=replace(selection, definition=wanted.id, period=period),
        definition=wanted,
        recorded=catalogue.recorded_for(wanted),
        window=window_of(period, newest=newest, zone=reading.zone),
        weighted=all(one.weighted == one.answered for one in answered),
        partly_weighted=any(one.weighted for one in answered) and any(one.weighted < one.answered for one in answered),
        has_states=tell_who_was_asked(slices),
        has_touchpoints=any(one.placed for one in answered),
        questions=tuple(sorted({(one.source, one.question) for one in answered})),
        first=min(one.first_at for one in answered if one.first_at),
        newest=newest,
        fed=fed_by(answered),
        first_phase=first_phase_sql(
            reading.snapshot, Heard(key=reading.key, definition=wanted, recorded=catalogue.recorded_for(wanted))
        ),
    )


def earlier(reading: Reading, scope: Scope) -> Scope | None:
    """Return the scope of the same length just before; ``None`` where there is none, or nobody had answered yet."""
    window = window_before(scope.window, reading.zone)
    if window is None or window.end is None or window.end <= scope.first:
        return None
    return scope.during(window)


def _wanted(catalogue: Catalogue, selection: Selection) -> Definition:
    name = selection.definition
    if not name:
        return main_definition(catalogue.within(selection.question, selection.values_of(SOURCE)))
    found = DEFINITIONS.get(name)
    if found is None or found.counted_states:
        raise DefinitionError(
            _("The address asks for the measure “{name}”, which cannot be shown here."),
            _("Use one of: {known}."),
            name=name[:80],
            known=", ".join(one.id for one in catalogue.definitions()),
        )
    return found


def _check_attributes(selection: Selection) -> None:
    """Refuse attributes that no customer has.

    Raises:
        InputError: There is no such attribute.
    """
    used = [one.dimension for one in selection.filters] + ([selection.by] if selection.by else [])
    asked = {one.name for one in used if one.kind is DimensionKind.CUSTOMER}
    missing = asked - set(attribute_names()) if asked else set()
    if missing:
        raise InputError(
            _("No customer has an attribute named “{name}”."),
            _("Choose one of the attributes that Explore lists."),
            name=", ".join(sorted(missing)),
        )


def _by_month(slices: Iterable[Slice]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for one in slices:
        counts[one.month] = counts.get(one.month, 0) + one.answered
    return sorted(counts.items())


def literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def split_by(reading: Reading, scope: Scope, dimension: Dimension) -> Split:
    """Return the split by a dimension."""
    return Split(
        sql=dimension_sql(reading, scope, dimension),
        kind="date" if dimension.is_time else "string",
        multiple=dimension.is_multiple,
    )


def split_at(moment: datetime) -> Split:
    """Return the split into what came before a moment (``before``) and what came from it on (``now``)."""
    return Split(
        sql=f"CASE WHEN signals.occurred_at < TIMESTAMPTZ {literal(moment.isoformat())} THEN 'before' ELSE 'now' END",
        kind="string",
    )


def dimension_sql(reading: Reading, scope: Scope, dimension: Dimension) -> str:
    """Return the SQL expression of a dimension over ``signals`` and the customers' attributes."""
    match dimension.kind:
        case DimensionKind.TIME:
            return time_sql(reading, scope, dimension.name)
        case DimensionKind.ATTRIBUTE:
            return f"signals.attributes[{literal(dimension.name)}]"
        case DimensionKind.CUSTOMER:
            return f"{PARTIES}.{identifier(dimension.name)}"
        case DimensionKind.WORDS:
            return words_sql(dimension)
    return f"signals.{COLUMNS[COLUMNS.index(dimension.name)]}"


def words_sql(dimension: Dimension) -> str:
    """Return the SQL expression of a dimension of words; one of several values unfolds into a row for each."""
    if not dimension.is_multiple:
        return f"{COMMENT_WORDS}.{dimension.name}"
    values = many_sql(dimension)
    # Answers without any value stay: as those of which nothing is known.
    return f"unnest(CASE WHEN len({values}) > 0 THEN {values} ELSE [NULL] END)"


def many_sql(dimension: Dimension) -> str:
    """Return the SQL expression of all values an answer has of a dimension of words."""
    return f"{COMMENT_WORDS}.{dimension.name}s"


def time_sql(reading: Reading, scope: Scope, grain: str) -> str:
    """Return the SQL expression of the first day (a date) of the local week or month of an answer."""
    spans = offsets(scope.first, scope.newest, reading.zone)
    cases = "".join(
        f" WHEN epoch_us(signals.occurred_at) >= {_microseconds(since)} THEN {offset // timedelta(microseconds=1)}"
        for since, offset in reversed(spans[1:])
    )
    default = spans[0][1] // timedelta(microseconds=1)
    shift = f"CASE{cases} ELSE {default} END" if cases else str(default)
    return f"date_trunc({literal(grain)}, make_timestamp(epoch_us(signals.occurred_at) + {shift}))::DATE"


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def window_sql(window: Window) -> str:
    """Return the condition that an answer was given in the window; months let whole files be passed by."""
    parts = []
    if window.start is not None:
        parts.append(f"signals.month >= {literal(window.start.strftime('%Y-%m'))}")
        parts.append(f"signals.occurred_at >= TIMESTAMPTZ {literal(window.start.isoformat())}")
    if window.end is not None:
        parts.append(f"signals.month <= {literal(window.end.strftime('%Y-%m'))}")
        parts.append(f"signals.occurred_at < TIMESTAMPTZ {literal(window.end.isoformat())}")
    return " AND ".join(parts) or "true"


def filter_sql(reading: Reading, scope: Scope, one: Filter) -> str:
    """Return the condition of one filter; a missing value never meets it."""
    values = ", ".join(literal(value) for value in one.values)
    if one.dimension.is_multiple:
        return f"coalesce(list_has_any({many_sql(one.dimension)}, [{values}]), false)"
    return f"coalesce({dimension_sql(reading, scope, one.dimension)} IN ({values}), false)"


def measure_sql(scope: Scope) -> str:
    """Return the condition that an answer feeds the measure."""
    names = ", ".join(literal(name) for name in scope.recorded)
    question = f" AND signals.question = {literal(scope.selection.question)}" if scope.selection.question else ""
    phase = "" if scope.first_phase == "true" else f" AND {scope.first_phase}"
    return f"signals.kind = 'answer' AND signals.definition IN ({names}){question}{phase}"


def conditions_sql(reading: Reading, scope: Scope) -> list[str]:
    """Return what narrows the scope: the window, then each filter; the parts a reader could take away one by one."""
    window = [] if scope.window == Window(None, None) else [window_sql(scope.window)]
    return window + [filter_sql(reading, scope, one) for one in scope.selection.filters]


def gather(reading: Reading, scopes: Sequence[Scope], window: Window) -> Reading:
    """Return a reading whose figures of these scopes in the window come from answers gathered from the lake once.

    Only for scopes without filters; the lake's wide text columns are then read once and not for each figure.
    """
    names = ", ".join(sorted({literal(name) for scope in scopes for name in scope.recorded}))
    phases = ("attributes",) if any(scope.first_phase != "true" for scope in scopes) else ()
    columns = ", ".join(f"signals.{name}" for name in (*GATHERED_COLUMNS, *phases))
    sql = (
        f"SELECT {columns}, {PERSON} AS person FROM signals "  # noqa: S608 -- names of the closed list and literals
        f"WHERE signals.kind = 'answer' AND signals.definition IN ({names}) AND {window_sql(window)}"
    )
    return replace(reading, gathered=Gathered(sql))


def person_sql(reading: Reading) -> str:
    """Return the SQL expression of the person who answered."""
    return PERSON if reading.gathered is None else "signals.person"


def from_sql(reading: Reading, *expressions: str) -> str:
    """Return the tables the expressions need: ``signals``, customers' attributes and words where one uses them."""
    source = "signals" if reading.gathered is None else f"{GATHERED} AS signals"
    if any(PARTIES in text for text in expressions):
        source += f" LEFT JOIN {PARTIES} ON {PARTIES}.party = signals.party"
    if any(COMMENT_WORDS in text for text in expressions):
        source += f" LEFT JOIN {COMMENT_WORDS} ON {COMMENT_WORDS}.response_id = signals.response_id"
    return source


def answers_sql(reading: Reading, scope: Scope, split: Split | None = None) -> str:
    """Return the SELECT of the answers in scope.

    Columns are ``score``, ``person``, ``party``, ``place`` (the touchpoint), ``weight`` where weights are used, and the
    group ``g`` where there is a split.
    """
    fields = {
        "score": "signals.value",
        "person": person_sql(reading),
        "party": "signals.party",
        "place": "signals.touchpoint",
    }
    fields |= {"weight": "signals.weight"} if scope.weighted else {}
    fields |= {"g": split.sql} if split else {}
    conditions = [measure_sql(scope), "signals.state = 'answered'", *conditions_sql(reading, scope)]
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in fields.items())
    where = " AND ".join(conditions)
    return f"SELECT {chosen} FROM {from_sql(reading, chosen, where)} WHERE {where}"  # noqa: S608 -- built from the closed list and literals above
