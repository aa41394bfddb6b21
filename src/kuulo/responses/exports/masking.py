"""Personal data in people's own words, masked before they leave in a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import islice
from typing import Final

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.flow import OTHER_WORDS
from kuulo.instruments.rules.questionnaire import Kind
from kuulo.lake.queries import open_snapshot
from kuulo.lake.rules import instrument_signal_id
from kuulo.responses.queries import ResponseView
from kuulo.responses.rules.signals import COMMENT
from kuulo.words.queries import masked_texts

BATCH: Final = 5_000


class OwnWords(StrEnum):
    """How people's own words leave: with personal data masked, or as they were written."""

    MASKED = "masked"
    AS_WRITTEN = "as_written"


def worded_keys(versions: Iterable[VersionView]) -> frozenset[str]:
    """Return the keys of answers that are people's own words: of open questions, and of “something else”."""
    questions = [question for version in versions for question in version.questionnaire.questions()]
    texts = {question.key for question in questions if question.kind is Kind.TEXT}
    return frozenset(texts | {question.key + OTHER_WORDS for question in questions})


def masked(responses: Iterable[ResponseView], keys: Collection[str]) -> Iterator[ResponseView]:
    """Yield the responses with personal data masked in the answers of some keys."""
    coming = iter(responses)
    while rows := list(islice(coming, BATCH)):
        yield from _masked_batch(rows, keys)


def _masked_batch(rows: list[ResponseView], keys: Collection[str]) -> Iterator[ResponseView]:
    said = {
        instrument_signal_id(COMMENT, row.key, key): (answer, row.language)
        for row in rows
        for key, answer in row.answers.items()
        if key in keys and isinstance(answer, str) and answer.strip()
    }
    with open_snapshot() as snapshot:
        shown = masked_texts(snapshot, said)
    for row in rows:
        names = {key: instrument_signal_id(COMMENT, row.key, key) for key in row.answers if key in keys}
        words = {key: shown[name] for key, name in names.items() if name in shown}
        yield replace(row, answers={**row.answers, **words}) if words else row
