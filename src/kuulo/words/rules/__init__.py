"""Pure rules of the room: which signals have words, what can be told of them, how learned arrays are packed."""

from __future__ import annotations

from kuulo.words.rules.arrays import from_bytes, to_bytes
from kuulo.words.rules.kinds import LANGUAGES, WORDED_KINDS
from kuulo.words.rules.values import (
    CALL_LABELS,
    DIMENSION_LABELS,
    FEELING_LABELS,
    MULTIPLE,
    WORD_DIMENSIONS,
    value_text,
)

__all__ = [
    "CALL_LABELS",
    "DIMENSION_LABELS",
    "FEELING_LABELS",
    "LANGUAGES",
    "MULTIPLE",
    "WORDED_KINDS",
    "WORD_DIMENSIONS",
    "from_bytes",
    "to_bytes",
    "value_text",
]
