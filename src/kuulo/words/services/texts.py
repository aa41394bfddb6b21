"""Language, personal data and calls of comments: what is known before anything of them is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from kuulo.lake.services import append_companion, replace_companion
from kuulo.language import calling
from kuulo.language.identifying import Detected, detect
from kuulo.language.personal import mask_many
from kuulo.words.queries.companions import READINGS, TEXTS
from kuulo.words.queries.known_names import known_names
from kuulo.words.rules import LANGUAGES
from kuulo.words.services.feeling import feel_first, felt_of

READER: Final = "1"
"""Which rules of language, masking and calls are at work; another number has everything read anew."""
LEAST_CALL: Final = 0.5


def read(rows: pa.Table) -> None:
    """Keep language, personal data, calls and a first feeling of comments.

    Args:
        rows: ``signal_id``, ``kind``, ``month``, ``text``, ``asked_in`` (language of the question) and ``party``.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    texts: list[str] = rows["text"].to_pylist()
    found = detect(texts, LANGUAGES)
    languages = [_language(each, asked) for each, asked in zip(found, rows["asked_in"].to_pylist(), strict=True)]
    masked = mask_many(texts, languages, known_names({each for each in rows["party"].to_pylist() if each}))
    called = _calls(texts, languages)
    fields = {
        "language": pa.array(languages, pa.string()),
        "languages": pa.array([[name for name, _share in each.mixed] for each in found], TEXTS),
        "masked": pa.array([each.text if each.kinds else None for each in masked], pa.string()),
        "personal": pa.array([[str(kind) for kind in each.kinds] for each in masked], TEXTS),
        "calls": pa.array([[str(one.kind) for one in each] for each in called], TEXTS),
        "call_probabilities": pa.array([[one.probability for one in each] for each in called], pa.list_(pa.float32())),
        "reader": pa.array([READER] * len(texts), pa.string()),
    }
    keys = rows.select(["signal_id", "kind", "month"])
    table = pa.table({**{name: keys[name] for name in keys.column_names}, **fields})
    if append_companion(READINGS, table) < table.num_rows:
        # Some were read before, by other rules.
        replace_companion(READINGS, table)
    said = pa.array([each.text for each in masked], pa.string())
    feel_first(
        pa.table({**{name: keys[name] for name in keys.column_names}, "masked": said, "language": fields["language"]})
    )


def _language(found: Detected, asked_in: str | None) -> str | None:
    """Return the language of the words; where nothing in them tells, that of the question."""
    return found.language or (asked_in if asked_in in LANGUAGES else None)


def _calls(texts: Sequence[str], languages: Sequence[str | None]) -> list[tuple[calling.Call, ...]]:
    """Return what each text calls for, each kind once, the surest first."""
    feelings = felt_of(texts, languages)
    told = zip(texts, languages, feelings, strict=True)
    return [_surest(calling.calls(text, language, felt)) for text, language, felt in told]


def _surest(found: Sequence[calling.Call]) -> tuple[calling.Call, ...]:
    by_kind: dict[str, calling.Call] = {}
    for one in sorted(found, key=lambda each: -each.probability):
        if one.probability >= LEAST_CALL:
            by_kind.setdefault(str(one.kind), one)
    return tuple(by_kind.values())
