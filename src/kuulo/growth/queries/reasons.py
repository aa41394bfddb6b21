"""What customers said when they had left, beside what they had said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from kuulo.customers.queries import party_map, stays_table
from kuulo.figures.queries import Reading
from kuulo.figures.queries.reading import kept
from kuulo.growth.queries.growth import terms_of
from kuulo.growth.queries.history import history_of
from kuulo.instruments.queries import live_version
from kuulo.instruments.rules.questionnaire import OTHER, Question, in_language
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.figures import Terms
from kuulo.measures.growth.history import History, Integers
from kuulo.measures.growth.leaving import Reasons, reasons_of

# A questionnaire is one of leaving when most of those who answered it had left, or were about to: it is often
# answered on the last days.
MOST: Final = 0.8
BEFORE_DAYS: Final = 14
MOST_CHOICES: Final = 30
SAID: Final = f"""
    WITH told AS (
        SELECT s.source, s.question, s.value, s.text, s.scale_min, s.scale_max, p.party_id AS person,
               t.until IS NOT NULL AND CAST(s.occurred_at AS DATE) >= t.until - {BEFORE_DAYS} AS left_then
        FROM signals s JOIN parties p ON s.party = p.party JOIN stays t ON t.party_id = p.party_id
        WHERE s.kind = 'answer' AND s.state = 'answered' AND s.promise = 'identified'
    ),
    exits AS (
        SELECT source FROM told GROUP BY source
        HAVING count(DISTINCT person) FILTER (left_then) >= {MOST} * count(DISTINCT person)
    )
    SELECT DISTINCT source, question, person,
           CASE WHEN question LIKE '%:%' THEN NULL ELSE text END AS label,
           question LIKE '%:%' AND scale_min = 0 AND scale_max = 1 AND value = 1 AS chosen,
           question LIKE '%:%' AS is_part
    FROM told JOIN exits USING (source)
    WHERE left_then AND (
        (question LIKE '%:%' AND scale_min = 0 AND scale_max = 1) OR (value IS NULL AND text IS NOT NULL)
    )
"""  # noqa: S608 -- numbers of our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewells:
    """Answers of former customers: one `Reasons` a question, most answered first, and where they were asked."""

    questions: tuple[Reasons, ...]
    sources: tuple[str, ...]
    data_version: str


@kept
def farewells_of(reading: Reading, definition: Definition, language: str) -> Farewells:
    """Return why customers left, by question; earlier scores are those of the definition."""
    history = history_of(reading, definition)
    numbers = np.asarray(stays_table()["party_id"].to_numpy(), dtype=np.int64)
    place = {int(number): at for at, number in enumerate(numbers)}
    rows = _rows(reading)
    sources = tuple(sorted({row["source"] for row in rows}))
    words = {source: _questions(source) for source in sources}
    asked: dict[tuple[str, str], dict[str, list[int]]] = {}
    for row in rows:
        question, _colon, part = row["question"].partition(":") if row["is_part"] else (row["question"], "", "")
        named = asked.setdefault((row["source"], question), {})
        label = part if row["is_part"] else row["label"]
        if row["chosen"] or not row["is_part"]:
            named.setdefault(label, []).append(place[row["person"]])
    found = [
        _question(history, definition, words[source].get(question), (question, named), language, terms_of(reading))
        for (source, question), named in asked.items()
        if 1 < len(named) <= MOST_CHOICES
    ]
    ordered = sorted(found, key=lambda each: -(each.answered or 0))
    return Farewells(questions=tuple(ordered), sources=sources, data_version=reading.data_version)


def _rows(reading: Reading) -> list[dict[str, Any]]:
    stays = stays_table().select(["party_id", "until"])
    tables: Mapping[str, pa.Table] = {"parties": party_map(), "stays": stays}
    rows: list[dict[str, Any]] = reading.snapshot.run(SAID, tables).to_pylist()
    return rows


def _questions(source: str) -> dict[str, Question]:
    """Return the questions of the instrument that is the source; of a file's answers nothing more is known."""
    version = live_version(source)
    if version is None:
        return {}
    return {question.key: question for page in version.questionnaire.pages for question in page.questions}


def _question(
    history: History,
    definition: Definition,
    asked: Question | None,
    told: tuple[str, Mapping[str, Sequence[int]]],
    language: str,
    terms: Terms,
) -> Reasons:
    key, named = told
    people: dict[str, Integers] = {
        _label(asked, label, language): np.unique(np.array(who, dtype=np.int64)) for label, who in named.items()
    }
    title = in_language(asked.text, language, tuple(asked.text)) if asked is not None else key.replace("_", " ")
    return reasons_of(history, definition, people, question=title, terms=terms)


def _label(asked: Question | None, label: str, language: str) -> str:
    """Return the words of a choice; what an instrument does not know stays as it was written."""
    if asked is None or label == OTHER:
        return label
    languages = tuple(asked.text)
    for choice in asked.choices:
        if label == choice.key or label in choice.text.values():
            return in_language(choice.text, language, languages)
    return label
