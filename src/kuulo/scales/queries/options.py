"""What there is to choose from: sources whose questions make scales, their items and sets, what to group by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.queries.answers import FIRST_PHASE, PERSON, joined_sql, literal, tables_for
from kuulo.customers.queries import attribute_names
from kuulo.figures.queries import Reading
from kuulo.figures.queries.reading import kept
from kuulo.instruments.queries import live_version
from kuulo.instruments.rules.questionnaire import in_language
from kuulo.lake.rules import PHASE
from kuulo.scales.rules import Ask, ItemSet, ScaledItem, own_set, sets_of

ANSWERED: Final = (
    f"signals.kind = 'answer' AND signals.state = 'answered' AND signals.value IS NOT NULL AND {FIRST_PHASE}"
)
# Yes and no make no scale of this kind.
SCALED: Final = "signals.scale_max - signals.scale_min >= 2"
COLUMNS: Final = {
    "language": say(_("Language")),
    "channel": say(_("Channel")),
    "touchpoint": say(_("Touchpoint")),
}
MOST_LEVELS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSource:
    """A source and its items on one scale each."""

    name: str
    items: tuple[ScaledItem, ...]
    sets: tuple[ItemSet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a page is about, filled in.

    Attributes:
        source: The source.
        set: The items.
        ask: What was asked, filled in.
        groupings: What the answers may be grouped by: key → name.
    """

    source: ScaleSource
    set: ItemSet
    ask: Ask
    groupings: tuple[tuple[str, Text], ...]


@kept
def scale_sources(reading: Reading) -> tuple[ScaleSource, ...]:
    """Return the sources in which questions on one scale make a set, those with most answers first."""
    sql = f"""
        SELECT signals.source, signals.question, signals.scale_min AS low, signals.scale_max AS high,
               coalesce(signals.direction, 1) AS direction, count(DISTINCT {PERSON}) AS persons
        FROM {joined_sql(PERSON)} WHERE {ANSWERED} AND {SCALED} GROUP BY ALL
        ORDER BY signals.source, signals.question
    """  # noqa: S608 -- literals of this file
    rows = reading.snapshot.run(sql, tables_for(sql)).to_pylist()
    found: dict[str, dict[str, list[ScaledItem]]] = {}
    for row in rows:
        item = ScaledItem(
            name=row["question"], ends=(row["low"], row["high"]), direction=row["direction"], persons=row["persons"]
        )
        found.setdefault(row["source"], {}).setdefault(item.name, []).append(item)
    sources = [_source(name, questions) for name, questions in found.items()]
    return tuple(sorted((one for one in sources if one.sets), key=_most_answered))


def _source(name: str, questions: dict[str, list[ScaledItem]]) -> ScaleSource:
    """Return a source without the questions that came on several scales: those are different questions."""
    items = tuple(given[0] for given in questions.values() if len(given) == 1)
    return ScaleSource(name=name, items=items, sets=sets_of(items))


def _most_answered(source: ScaleSource) -> tuple[int, int, str]:
    """Order known scorings first, then by answers."""
    scored = any(one.scoring is not None for one in source.sets)
    return (0 if scored else 1, -max(item.persons for item in source.items), source.name)


def settle(reading: Reading, ask: Ask) -> Settled | None:
    """Return what a page is about, with what was left open filled in; ``None`` where no questions make a scale."""
    sources = scale_sources(reading)
    if not sources:
        return None
    source = next((one for one in sources if one.name == ask.source), sources[0])
    chosen = _chosen(source, ask)
    groupings = groupings_of(reading, source.name)
    by = ask.by if ask.by in dict(groupings) else ""
    own = chosen.key == "own"
    filled = Ask(
        source=source.name,
        set="" if own else chosen.key,
        items=chosen.items if own else (),
        reverse=chosen.reverse if own else (),
        by=by,
    )
    return Settled(source=source, set=chosen, ask=filled, groupings=groupings)


def _chosen(source: ScaleSource, ask: Ask) -> ItemSet:
    by_name = {item.name: item for item in source.items}
    picked = [by_name[name] for name in ask.items if name in by_name]
    if len(picked) > 1 and len({item.ends for item in picked}) == 1:
        return own_set(picked, [name for name in ask.reverse if name in by_name])
    return next((one for one in source.sets if one.key == ask.set), source.sets[0])


@kept
def groupings_of(reading: Reading, source: str) -> tuple[tuple[str, Text], ...]:
    """Return what the answers of a source may be grouped by, where there are two to twelve groups."""
    counted = ", ".join(f"count(DISTINCT signals.{name}) AS {name}" for name in COLUMNS)
    where = f"{ANSWERED} AND signals.source = {literal(source)}"
    row = reading.ask(f"SELECT {counted} FROM signals WHERE {where}").to_pylist()[0]  # noqa: S608 -- closed list and literals
    found = [(name, label) for name, label in COLUMNS.items() if 2 <= row[name] <= MOST_LEVELS]
    attributes = reading.ask(
        "SELECT entry.key AS name, count(DISTINCT entry.value) AS levels "  # noqa: S608 -- as above
        f"FROM (SELECT unnest(map_entries(signals.attributes)) AS entry FROM signals WHERE {where}) "
        f"WHERE entry.key <> {literal(PHASE)} GROUP BY 1 ORDER BY 1"
    ).to_pylist()
    found += [
        (f"a.{one['name']}", Text("{name}", {"name": one["name"]}))
        for one in attributes
        if 2 <= one["levels"] <= MOST_LEVELS
    ]
    found += [(f"c.{name}", Text("{name}", {"name": name})) for name in attribute_names() if _known(reading, where)]
    return tuple(found)


def _known(reading: Reading, where: str) -> bool:
    """Return whether any of the answers came from somebody who may be known as a customer."""
    sql = f"SELECT 1 FROM signals WHERE {where} AND signals.party IS NOT NULL LIMIT 1"  # noqa: S608 -- as above
    return bool(reading.ask(sql).num_rows)


def words_of_items(source: str) -> dict[str, str]:
    """Return the words of each question of a live instrument, and of each row of a table, by the signals' names."""
    found = live_version(source)
    if found is None:
        return {}
    language, languages = get_language() or "en", found.questionnaire.languages
    words = {}
    for question in found.questionnaire.questions():
        words[question.key] = in_language(question.text, language, languages) or question.key
        for row in question.rows:
            words[f"{question.key}:{row.key}"] = in_language(row.text, language, languages) or row.key
    return words
