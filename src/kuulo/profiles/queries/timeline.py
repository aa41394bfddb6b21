"""The signals of a timeline, gathered into entries: a response, an invoice, a session on the web is one each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.profiles.queries.places import Partition
from kuulo.profiles.queries.signals import PartySignals, literal
from kuulo.profiles.queries.wording import Wordings
from kuulo.profiles.rules.asking import Asked
from kuulo.profiles.rules.entries import (
    CONFIDENTIAL,
    ENCOUNTER_NAMES,
    FAMILY_OF_KIND,
    FROM_LAKE,
    Entry,
    Family,
    Line,
    kind_family,
    sealed,
)

# So many signals make a piece in all but crowded months; where they do not, more months are read.
FIRST_LOOK: Final = 400
LOOK_FARTHER: Final = 8
MOST_LINES: Final = 12
FAMILIES: Final = "CASE {cases} ELSE 'encounter' END".format(
    cases=" ".join(f"WHEN kind = '{kind}' THEN '{family.value}'" for kind, family in FAMILY_OF_KIND.items())
)
SESSION: Final = "coalesce(nullif(response_id, ''), attributes['session_id'], '')"  # cut at pauses where there is none
GATHER_SQL: Final = f"""
    WITH mine AS (
        SELECT {FAMILIES} AS family, signal_id, kind, occurred_at, source, channel, touchpoint, promise, question,
               text, value, state, CASE WHEN {FAMILIES} = 'web' THEN {SESSION} ELSE response_id END AS bundle
        FROM signals WHERE {{mine}} AND {{where}}
    ),
    cut AS (
        SELECT *, occurred_at - lag(occurred_at) OVER w > INTERVAL 30 MINUTE AS begins FROM mine
        WINDOW w AS (PARTITION BY family, source, bundle ORDER BY occurred_at, signal_id)
    ),
    named AS (
        SELECT *, CASE
            WHEN family = 'web' AND bundle = '' THEN family || '|' || source || '||' || epoch_us(
                coalesce(max(CASE WHEN begins THEN occurred_at END) OVER w, min(occurred_at) OVER w))
            WHEN bundle <> '' THEN family || '|' || source || '|' || bundle
            ELSE family || '|' || signal_id END AS key
        FROM cut WINDOW w AS (PARTITION BY family, source, bundle ORDER BY occurred_at, signal_id)
    ),
    entries AS (
        SELECT key, any_value(family) AS family, max(occurred_at) AS ended, min(occurred_at) AS since,
               count(*) AS signals, any_value(kind) AS kind, any_value(source) AS source, any_value(channel) AS channel,
               max(touchpoint) AS touchpoint, bool_or(promise = '{CONFIDENTIAL}') AS in_confidence,
               sum(value) FILTER (kind = 'purchase') AS worth,
               count(*) FILTER (kind = 'event') AS events, bool_or(state = 'answered') AS answered,
               bool_or(state <> 'not_shown') AS reached, arg_max(question, occurred_at) AS question,
               arg_max(text, occurred_at) AS page,
               list(signal_id ORDER BY occurred_at, signal_id) [:{MOST_LINES}] AS ids
        FROM named GROUP BY key
    )
    SELECT * FROM entries WHERE {{having}} ORDER BY ended DESC, key DESC LIMIT {{limit:d}}
"""  # noqa: S608 -- our own names; what is filled in is literals
LINES_SQL: Final = """
    SELECT signal_id, kind, occurred_at, source, question, value, text, scale_max, state, language, attributes
    FROM signals WHERE {mine} AND signal_id IN ({ids})
"""
OPENED_SQL: Final = f"""
    SELECT signal_id, kind, occurred_at, source, question, value, text, scale_max, state, language, attributes
    FROM signals WHERE {{mine}} AND {FAMILIES} = {{family}} AND source = {{source}} AND state = 'answered'
      AND occurred_at BETWEEN {{since}} AND {{until}}
      AND ({{bundle}} = '' OR signal_id = {{bundle}} OR {SESSION} = {{bundle}} OR {{bundle}} LIKE '|%')
    ORDER BY occurred_at, signal_id LIMIT {{most:d}}
"""  # noqa: S608 -- our own names; what is filled in is literals
MOST_OPENED: Final = 500
DAY: Final = timedelta(days=1)


def signal_entries(signals: PartySignals, asked: Asked, *, families: Collection[Family], limit: int) -> list[Entry]:
    """Return the newest ``limit`` entries that are asked for, each with its first lines.

    Args:
        signals: Whose.
        asked: Which.
        families: What may be shown.
        limit: How many; fewer only where there are no more.
    """
    kinds = {kind for kind in signals.kinds() if kind_family(kind) in families and kind_family(kind) in FROM_LAKE}
    if asked.family is not None:
        kinds = {kind for kind in kinds if kind_family(kind) is asked.family}
    first, last = asked.months()
    places = {
        place: count
        for place, count in signals.places.items()
        if place[0] in kinds and (not first or place[1] >= first) and (not last or place[1] <= last)
    }
    if not kinds:
        return []
    enough = FIRST_LOOK
    while True:
        chosen = newest_months(places, at_least=enough)
        whole = len(chosen) == len(places)
        rows = _gather(signals, asked, kinds, chosen, whole=whole, limit=limit)
        if whole or len(rows) >= limit:
            return _entries(signals, rows, chosen)
        enough *= LOOK_FARTHER


def opened_entry(signals: PartySignals, key: str, at: datetime, *, families: Collection[Family]) -> Entry | None:
    """Return one entry with all its lines, at most `MOST_OPENED`; None where there is none that may be shown.

    Args:
        signals: Whose.
        key: Of the entry.
        at: When it ended; a session or a response lies in that month or the one before.
        families: What may be shown.
    """
    asked = Asked(start=at - DAY, end=at + DAY)
    found = [each for each in signal_entries(signals, asked, families=families, limit=MOST_OPENED) if each.key == key]
    if not found or found[0].in_confidence:
        return None
    entry = found[0]
    family, _mark, bundle = key.partition("|")
    since = entry.since or entry.at
    sql = OPENED_SQL.format(
        mine=signals.mine(),
        family=literal(family),
        source=literal(entry.source),
        since=_moment(since),
        until=_moment(entry.at),
        bundle=literal(bundle.partition("|")[2]),
        most=MOST_OPENED,
    )
    months = {f"{since.astimezone(UTC):%Y-%m}", f"{entry.at.astimezone(UTC):%Y-%m}"}
    rows = signals.worded(signals.ask(sql, [place for place in signals.places if place[1] in months]).to_pylist())
    return replace(entry, lines=tuple(line_of(entry.family, row, words) for words in [Wordings()] for row in rows))


def newest_months(places: Mapping[Partition, int], *, at_least: int) -> frozenset[Partition]:
    """Return the newest months, whole, that hold at least so many signals; all where there are fewer."""
    by_month: dict[str, int] = {}
    for (_kind, month), count in places.items():
        by_month[month] = by_month.get(month, 0) + count
    held, chosen = 0, set()
    for month in sorted(by_month, reverse=True):
        if held >= at_least:
            break
        chosen.add(month)
        held += by_month[month]
    return frozenset(place for place in places if place[1] in chosen)


def _gather(
    signals: PartySignals,
    asked: Asked,
    kinds: Collection[str],
    chosen: frozenset[Partition],
    *,
    whole: bool,
    limit: int,
) -> list[dict[str, Any]]:
    where = [f"kind IN ({', '.join(literal(kind) for kind in sorted(kinds))})"]
    if not whole:
        # Rows not yet sealed may be older than the months that are read.
        where.append(f"month >= {literal(min(month for _kind, month in chosen))}")
    if asked.channel:
        where.append(f"channel = {literal(asked.channel)}")
    sql = GATHER_SQL.format(mine=signals.mine(), where=" AND ".join(where), having=_having(asked), limit=limit)
    rows: list[dict[str, Any]] = signals.ask(sql, chosen).to_pylist()
    return rows


def _having(asked: Asked) -> str:
    """Return the condition on whole entries: an entry belongs where it ended."""
    parts = []
    if asked.start is not None:
        parts.append(f"ended >= {_moment(asked.start)}")
    if asked.end is not None:
        parts.append(f"ended < {_moment(asked.end)}")
    if asked.before is not None:
        parts.append(f"(ended, key) < ({_moment(asked.before.at)}, {literal(asked.before.key)})")
    return " AND ".join(parts) or "true"


def _moment(at: datetime) -> str:
    return f"TIMESTAMPTZ {literal(at.astimezone(UTC).isoformat())}"


def _entries(signals: PartySignals, rows: Sequence[Mapping[str, Any]], chosen: frozenset[Partition]) -> list[Entry]:
    ids = [each for row in rows if not _folded(row) for each in row["ids"]]
    lines, words = _lines(signals, ids, chosen), Wordings()
    return [_entry(row, [lines[each] for each in row["ids"] if each in lines], words) for row in rows]


def _folded(row: Mapping[str, Any]) -> bool:
    """Return whether an entry's lines stay away until somebody opens it, or because they were given in confidence."""
    return bool(row["in_confidence"]) or row["family"] == Family.WEB


def _lines(signals: PartySignals, ids: Collection[str], chosen: frozenset[Partition]) -> dict[str, Mapping[str, Any]]:
    if not ids:
        return {}
    sql = LINES_SQL.format(mine=signals.mine(), ids=", ".join(literal(each) for each in ids))
    return {row["signal_id"]: row for row in signals.worded(signals.ask(sql, chosen).to_pylist())}


def _entry(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], wordings: Wordings) -> Entry:
    family = Family(row["family"])
    entry = Entry(
        key=row["key"],
        family=family,
        at=row["ended"],
        since=row["since"] if row["since"] != row["ended"] else None,
        title=_title(family, row),
        channel=row["channel"] or "",
        touchpoint=row["touchpoint"] or "",
        source=row["source"],
        count=row["signals"],
        lines=tuple(line_of(family, line, wordings) for line in lines if line["state"] == "answered"),
    )
    return sealed(entry) if row["in_confidence"] else entry


def _title(family: Family, row: Mapping[str, Any]) -> Text:
    if family is Family.ANSWER:
        return _answer_title(row)
    if family is Family.PURCHASE:
        worth = row["worth"] or 0.0
        template = _("Took back a purchase: {worth}") if worth < 0 else _("Bought for {worth}")
        return say(template, worth=money(abs(worth)))
    if family is Family.WEB:
        return _web_title(row)
    if family is Family.MESSAGE:
        return say(_("A message"))
    known = ENCOUNTER_NAMES.get(row["kind"])
    return say(known) if known else Text("{kind}", {"kind": str(row["kind"]).replace("_", " ").capitalize()})


def _answer_title(row: Mapping[str, Any]) -> Text:
    """Return what became of a response: questions that nobody answered are not told as answered."""
    if not row["answered"]:
        return say(_("Saw questions and did not answer") if row["reached"] else _("Was asked and did not answer"))
    return say(_("Answered questions")) if row["kind"] == "answer" or row["signals"] > 1 else say(_("Wrote"))


def _web_title(row: Mapping[str, Any]) -> Text:
    seen = row["signals"] - row["events"]
    if row["signals"] == 1:
        return Text("{page}", {"page": row["page"] or row["question"]})
    if not row["events"]:
        return say(_("{pages} pages looked at"), pages=seen)
    if not seen:
        return say(_("{events} things done"), events=row["events"])
    return say(_("{pages} pages looked at, {events} things done"), pages=seen, events=row["events"])


def line_of(family: Family, row: Mapping[str, Any], wordings: Wordings) -> Line:
    """Return one signal as a line of its entry; an answer stands under the words of its question."""
    attributes = dict(row["attributes"] or ())
    value: Text | None = None
    if family is Family.PURCHASE:
        price, quantity = _number(attributes.get("unit_price")), _number(attributes.get("quantity"))
        if price is not None and quantity is not None:
            value = say(_("{quantity} at {price}"), quantity=amount(quantity), price=money(price))
        return Line(label=row["text"] or attributes.get("product", ""), value=value)
    if family is Family.WEB:
        return Line(
            label=row["question"], words=row["text"] or "", language=row["language"] or "", at=row["occurred_at"]
        )
    if row["value"] is not None:
        most = row["scale_max"]
        value = (
            say(_("{value} of {most}"), value=amount(row["value"]), most=amount(most))
            if most is not None
            else Text("{value}", {"value": amount(row["value"])})
        )
    asked = wordings.of(row["source"], row["question"] or "")
    return Line(label=asked, value=value, words=row["text"] or "", language=row["language"] or "")


def money(value: float) -> Quantity:
    """Return an amount of money; currencies are the organisation's own, so none is named."""
    return Quantity(value, Unit.SCALE, decimals=2)


def amount(value: float) -> Quantity:
    """Return a number with as many decimals as it has, at most two."""
    decimals = 0 if value == round(value) else 1 if value * 10 == round(value * 10) else 2
    return Quantity(value, Unit.SCALE, decimals=decimals)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
