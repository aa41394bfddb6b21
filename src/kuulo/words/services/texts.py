"""Language, personal data and calls of comments: what is known before anything of them is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from kuulo.lake.services import append_companion, replace_companion
from kuulo.language import calling, meaning
from kuulo.language.feeling import Felt
from kuulo.language.identifying import Detected, detect
from kuulo.language.personal import mask_many
from kuulo.words.queries.companions import READINGS, TEXTS
from kuulo.words.queries.known_names import known_names
from kuulo.words.queries.vectors import unpacked_rows
from kuulo.words.queries.waiting import WITH_MEANING
from kuulo.words.rules import LANGUAGES
from kuulo.words.services.feeling import feel_first, felt_of

READER: Final = "3"
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
    names = known_names({each for each in rows["party"].to_pylist() if each})
    masked = mask_many(texts, languages, names)
    called = [
        calling.calls(text, language, felt, names)
        for text, language, felt in zip(texts, languages, felt_of(texts, languages), strict=True)
    ]
    fields = {
        "language": pa.array(languages, pa.string()),
        "languages": pa.array([[name for name, _share in each.mixed] for each in found], TEXTS),
        "masked": pa.array([each.text if each.kinds else None for each in masked], pa.string()),
        "personal": pa.array([[str(kind) for kind in each.kinds] for each in masked], TEXTS),
        **_called(called, READER),
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


def hear(rows: pa.Table) -> None:
    """Keep the calls of comments anew, now that it is known what they mean.

    Args:
        rows: As of `half_heard`; ``vector`` of the embedder that `calling.embedder_name` names.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    names = known_names({each for each in rows["party"].to_pylist() if each})
    vectors = meaning.unpack(unpacked_rows(rows["vector"]))
    told = zip(rows.drop_columns(["vector"]).to_pylist(), vectors, strict=True)
    found = [calling.calls(row["text"], row["language"], _felt(row), names, vector) for row, vector in told]
    kept = rows.select(["signal_id", "kind", "month", "language", "languages", "masked", "personal"])
    columns = {name: kept[name] for name in kept.column_names}
    replace_companion(READINGS, pa.table({**columns, **_called(found, READER + WITH_MEANING)}))


def _language(found: Detected, asked_in: str | None) -> str | None:
    """Return the language of the words; where nothing in them tells, that of the question."""
    return found.language or (asked_in if asked_in in LANGUAGES else None)


def _felt(row: Mapping[str, Any]) -> Felt | None:
    if row["negative"] is None:
        return None
    return Felt(row["feeling"], row["negative"], row["neutral"], row["positive"], row["learned"])


def _called(found: Sequence[Sequence[calling.Call]], reader: str) -> dict[str, pa.Array]:
    """Return the columns that tell what each text calls for, each kind once, the surest first."""
    surest = [_surest(each) for each in found]
    return {
        "calls": pa.array([[str(one.kind) for one in each] for each in surest], TEXTS),
        "call_probabilities": pa.array([[one.probability for one in each] for each in surest], pa.list_(pa.float32())),
        "reader": pa.array([reader] * len(surest), pa.string()),
    }


def _surest(found: Sequence[calling.Call]) -> tuple[calling.Call, ...]:
    by_kind: dict[str, calling.Call] = {}
    for one in sorted(found, key=lambda each: -each.probability):
        if one.probability >= LEAST_CALL:
            by_kind.setdefault(str(one.kind), one)
    return tuple(by_kind.values())
