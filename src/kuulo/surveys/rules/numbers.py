"""Numbers as people and tools write them: points, commas, spaces between thousands, typographic minus."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

NUMBER = r"^[+-]?(\d+([.,]\d+)?|[.,]\d+)$"
COMMA_NUMBER = r"^[+-]?\d*,\d+$"
THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
SPACES = r"[\s\u00a0\u2009\u202f]"
DATA_CELL = re.compile(r"[+-]?\d+([.,]\d+)?|\d{1,4}[./-]\d{1,2}[./-]\d{2,4}([ T].*)?")


def parse_numbers(texts: pl.Series, decimal: str = ".") -> pl.Series:
    """Return the numbers that texts write as Float64; null where a text is no number.

    "1,234" is one and a bit where the file writes decimal commas, and twelve hundred where it does not.
    """
    fast = texts.str.strip_chars().cast(pl.Float64, strict=False)
    slow = texts.is_not_null() & ~(fast.is_finite().fill_null(value=False))
    if not slow.any():
        return fast.alias(texts.name)
    odd = texts.filter(slow).unique()
    read = dict(zip(odd, _parse_odd(odd, decimal), strict=True))
    return fast.zip_with(~slow, texts.replace_strict(read, default=None, return_dtype=pl.Float64)).alias(texts.name)


def _parse_odd(texts: pl.Series, decimal: str) -> pl.Series:
    """Return the numbers among texts that are written with commas, spaces or signs of typography."""
    clean = texts.str.strip_chars().str.replace_all(SPACES, "").str.replace_all("−", "-", literal=True)
    grouped = clean.str.contains(THOUSANDS)
    if decimal == ",":
        grouped &= clean.str.contains(".", literal=True) | (clean.str.count_matches(",", literal=True) > 1)
    plain = pl.select(
        pl.when(grouped)
        .then(clean.str.replace_all(",", "", literal=True))
        .when(clean.str.contains(NUMBER))
        .then(clean.str.replace(",", ".", literal=True))
    ).to_series()
    return plain.cast(pl.Float64, strict=False)


def uses_decimal_comma(frame: pl.DataFrame, delimiter: str) -> bool:
    """Whether a text table writes decimals with commas; three digits after a comma settle nothing but with ";"."""
    for series in frame.head(5000).iter_columns():
        if series.dtype != pl.String:
            continue
        filled = series.drop_nulls()
        commas = filled.filter(filled.str.contains(COMMA_NUMBER))
        if not len(commas) or not filled.str.contains(NUMBER).all():
            continue
        if delimiter == ";" or not commas.str.contains(r",\d{3}$").all():
            return True
    return False


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a row that should hold headers holds numbers and dates instead."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(DATA_CELL.fullmatch(cell) for cell in filled)
