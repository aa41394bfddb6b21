"""Reads of the room: comments masked, with all that is known of them; what figures, themes, codes and search read."""

from __future__ import annotations

from kuulo.words.queries.comments import COLUMNS, read_comments, unmasked_texts
from kuulo.words.queries.companions import CODES, FEELINGS, READINGS, THEMES, VECTORS, WORDED_SQL
from kuulo.words.queries.learned import Learned, feeling_model, learned, learned_arrays
from kuulo.words.queries.names import names_of
from kuulo.words.queries.showing import mask_now, masked_texts, value_labels
from kuulo.words.queries.standing import Standing, standing
from kuulo.words.queries.table import COMMENT_WORDS, words_table, words_version
from kuulo.words.queries.vectors import Vectors, vectors

__all__ = [
    "CODES",
    "COLUMNS",
    "COMMENT_WORDS",
    "FEELINGS",
    "READINGS",
    "THEMES",
    "VECTORS",
    "WORDED_SQL",
    "Learned",
    "Standing",
    "Vectors",
    "feeling_model",
    "learned",
    "learned_arrays",
    "mask_now",
    "masked_texts",
    "names_of",
    "read_comments",
    "standing",
    "unmasked_texts",
    "value_labels",
    "vectors",
    "words_table",
    "words_version",
]
