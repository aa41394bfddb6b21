"""Words that a page of another room shows beside its own things: masked, also those nobody has read yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pyarrow as pa

from kuulo.base.texts import Text
from kuulo.lake.queries import Snapshot
from kuulo.language.personal import mask_many
from kuulo.words.models import ValueName
from kuulo.words.queries.companions import READINGS
from kuulo.words.queries.known_names import few_known_names
from kuulo.words.rules import value_text

MASKED_SQL: Final = """
    SELECT signal_id, masked FROM word_readings SEMI JOIN asked_ids USING (signal_id)
"""


def masked_texts(snapshot: Snapshot, texts: Mapping[str, tuple[str, str | None]]) -> dict[str, str]:
    """Return texts with personal data masked, as they were read; what waits to be read is masked here and now.

    Args:
        snapshot: The version of the lake.
        texts: Signal → its words, and the language they were asked in; few, for a page.
    """
    if not texts:
        return {}
    ids = pa.table({"signal_id": pa.array(list(texts), pa.string())})
    rows = snapshot.run(MASKED_SQL, {"asked_ids": ids}, [READINGS]).to_pylist()
    known = {row["signal_id"]: row["masked"] or texts[row["signal_id"]][0] for row in rows}
    return known | mask_now({name: said for name, said in texts.items() if name not in known})


def mask_now(texts: Mapping[str, tuple[str, str | None]], people: Sequence[str] = ()) -> dict[str, str]:
    """Return texts with personal data masked, whether or not they are of signals.

    Args:
        texts: Name → words, and the language they are in as far as it is known.
        people: Further names to look for, such as the writer's own.
    """
    if not texts:
        return {}
    names = few_known_names().with_people(people) if any(people) else few_known_names()
    said: Sequence[str] = [text for text, _language in texts.values()]
    masked = mask_many(said, [language for _text, language in texts.values()], names)
    return {name: each.text for name, each in zip(texts, masked, strict=True)}


def value_labels(dimension: str, keys: Sequence[str], language: str) -> dict[str, Text]:
    """Return what a reader calls values of ``theme``, ``feeling``, ``code`` or ``call``."""
    rows = ValueName.objects.filter(dimension=dimension).values_list("key", "names")
    named = dict(rows)
    return {key: value_text(dimension, key, named.get(key, {}), language) for key in keys}
