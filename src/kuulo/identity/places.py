"""Street addresses and postcodes, each written one way."""

from __future__ import annotations

import polars as pl

from kuulo.identity.folding import folded, folded_name, none_if_empty

# Words and endings of streets as they are shortened in English, Finnish, Swedish, Norwegian and Danish.
WORDS = {
    "str": "street",
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "dr": "drive",
    "ln": "lane",
    "pl": "place",
    "ct": "court",
    "crt": "court",
    "cres": "crescent",
    "cr": "crescent",
    "cct": "circuit",
    "circ": "circuit",
    "hwy": "highway",
    "blvd": "boulevard",
    "tce": "terrace",
    "sq": "square",
    "gr": "grand",
    "kj": "kuja",
    "pk": "polku",
}
STEMS = (
    (r"(\p{L}{3,})(?:katu|k\.|k\b)", "katu"),
    (r"(\p{L}{3,})(?:gatan|gata|gade|gt\b|g\.)", "gata"),
    (r"(\p{L}{3,})(?:vagen|veien|vegen|vagn|vej\b|vag\b|v\.)", "vag"),
    (r"(\p{L}{3,})(?:tie\b|t\.)", "tie"),
)


def street_written(street: pl.Expr, number: pl.Expr | None = None) -> pl.Expr:
    """Return a street with its number: endings written one way (Linnank. and Linnankatu, Storg. and Storgatan).

    Args:
        street: The street, with or without its number.
        number: The number, where a column of its own holds it.
    """
    text = folded(street)
    for pattern, ending in STEMS:
        text = text.str.replace(pattern, "${1}" + ending)
    text = text.str.replace_all(r"[^\p{L}\p{N}]+", " ")
    for short, long in WORDS.items():
        text = text.str.replace_all(rf"\b{short}\b", long)
    if number is None:
        return none_if_empty(text)
    told = number.cast(pl.String).str.strip_chars().str.replace(r"\.0$", "").str.to_lowercase()
    return none_if_empty(pl.concat_str(text, told, separator=" ", ignore_nulls=True))


def street_name(written: pl.Expr) -> pl.Expr:
    """Return the words of a written street before its number."""
    return none_if_empty(written.str.replace_all(r"\b\d+\p{L}?\b.*$", ""))


def postcode_written(code: pl.Expr) -> pl.Expr:
    """Return a postcode as capitals and digits alone, without its country (FI-00100 → 00100)."""
    text = code.cast(pl.String).str.to_uppercase().str.replace(r"\.0$", "").str.replace_all(r"[^A-Z0-9]", "")
    bare = text.str.replace(r"^(?:FI|FIN|SE|NO|DK|DE)(\d{4,5})$", "${1}")
    return none_if_empty(bare)


def town_written(town: pl.Expr) -> pl.Expr:
    """Return a town's words in small letters."""
    return folded_name(town)
