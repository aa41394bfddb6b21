"""What is kept of every comment beside the signals: one companion for each thing that is found out by itself.

They are apart because they change apart: a new model of feelings writes feelings anew and leaves vectors alone.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from kuulo.lake.queries import Companion
from kuulo.words.rules import WORDED_KINDS

TEXTS: Final = pa.list_(pa.string())
READINGS: Final = Companion(
    "word_readings",
    (
        pa.field("language", pa.string()),  # null where nothing tells
        pa.field("languages", TEXTS),  # of its parts, where it is mixed
        pa.field("masked", pa.string()),  # null where nothing had to be masked
        pa.field("personal", TEXTS),  # kinds of personal data found, in their order
        pa.field("calls", TEXTS),
        pa.field("call_probabilities", pa.list_(pa.float32())),
        pa.field("reader", pa.string()),
    ),
)
FEELINGS: Final = Companion(
    "word_feelings",
    (
        pa.field("feeling", pa.string()),  # null where it is not known
        pa.field("negative", pa.float32()),
        pa.field("neutral", pa.float32()),
        pa.field("positive", pa.float32()),
        pa.field("learned", pa.bool_()),
        pa.field("model", pa.string()),
    ),
)
VECTORS: Final = Companion("word_vectors", (pa.field("vector", pa.binary()), pa.field("embedder", pa.string())))
THEMES: Final = Companion("word_themes", (pa.field("theme", pa.string()), pa.field("theme_probability", pa.float32())))
CODES: Final = Companion("word_codes", (pa.field("codes", TEXTS),))
OF_FIGURES: Final = (READINGS, FEELINGS, THEMES, CODES)
KINDS_SQL: Final = ", ".join(f"'{kind}'" for kind in WORDED_KINDS)
WORDED_SQL: Final = f"signals.kind IN ({KINDS_SQL}) AND signals.text <> ''"
