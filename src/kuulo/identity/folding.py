"""Writing text alike: small letters, no diacritics, and the ways Nordic letters are written without them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import polars as pl

# What taking marks off leaves as it is.
LETTERS: Mapping[str, str] = {
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ð": "d",
    "þ": "th",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "’": "'",
}
# Mäkelä is written Maekelae where the keyboard has no ä, Sjöberg Sjoeberg, Åström Aastrom: both ways become one.
TRANSLITERATIONS: Mapping[str, str] = {"ae": "a", "oe": "o", "aa": "a"}
MARKS = r"\p{Mn}"


def fold_text(text: str) -> str:
    """Return small letters without diacritics; transliterations stay."""
    low = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in low if not unicodedata.combining(letter))
    for letter, plain in LETTERS.items():
        bare = bare.replace(letter, plain)
    return bare


def folded(text: pl.Expr) -> pl.Expr:
    """Return the text in small letters without diacritics, trimmed; empty becomes null."""
    bare = text.cast(pl.String).str.to_lowercase().str.normalize("NFD").str.replace_all(MARKS, "")
    return none_if_empty(bare.str.replace_many(list(LETTERS), list(LETTERS.values())))


def folded_name(text: pl.Expr) -> pl.Expr:
    """Return a name's words in small letters, parted by one space, Nordic letters written one way."""
    apart = folded(text).str.replace_all(r"['`´.]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return none_if_empty(apart.str.replace_many(list(TRANSLITERATIONS), list(TRANSLITERATIONS.values())))


def none_if_empty(text: pl.Expr) -> pl.Expr:
    """Return the text trimmed, null where nothing is left."""
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)
