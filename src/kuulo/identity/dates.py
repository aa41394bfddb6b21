"""Dates of birth, however they are written, as eight digits: year, month, day."""

from __future__ import annotations

import polars as pl

YEAR_FIRST = r"^(\d{4})\D(\d{1,2})\D(\d{1,2})"
DAY_FIRST = r"^(\d{1,2})\D(\d{1,2})\D(\d{4})"
SHORT_YEAR = r"^(\d{1,2})\D(\d{1,2})\D(\d{2})$"
DIGITS_YEAR_FIRST = r"^((?:1[5-9]|20)\d\d)(\d\d)(\d\d)$"
DIGITS_DAY_FIRST = r"^(\d\d)(\d\d)((?:1[5-9]|20)\d\d)$"
NEWEST_SHORT_YEAR = 25  # 24.6.25 is read as 2025, 24.6.26 as 1926
MONTHS = 12


def date_digits(values: pl.Series) -> pl.Series:
    """Return the dates as text of eight digits, YYYYMMDD; null where nothing of the kind is written.

    A date that is none, such as the 31st of February or a 13th month, stays as it is written: a slip of the pen still
    says most of what it was meant to say. Whether the day or the month comes first is decided for the whole column.
    """
    if values.dtype.is_temporal():
        return values.dt.strftime("%Y%m%d")
    text = values.cast(pl.String, strict=False).str.strip_chars().str.replace(r"\.0$", "")
    order = (3, 1, 2) if _month_first(text) else (3, 2, 1)
    frame = text.to_frame("text")
    found = pl.coalesce(
        _digits(YEAR_FIRST, (1, 2, 3)),
        _digits(DAY_FIRST, order),
        _digits(DIGITS_YEAR_FIRST, (1, 2, 3)),
        _digits(DIGITS_DAY_FIRST, order),
        _digits(SHORT_YEAR, order),
    )
    return frame.select(found.alias("date")).to_series()


def _digits(pattern: str, order: tuple[int, int, int]) -> pl.Expr:
    year, month, day = (pl.col("text").str.extract(pattern, place) for place in order)
    century = pl.when(year.str.len_chars() > 2).then(pl.lit("")).otherwise(_century(year))
    whole = pl.concat_str(century, year, month.str.zfill(2), day.str.zfill(2))
    return pl.when(pl.col("text").str.contains(pattern)).then(whole)


def _century(year: pl.Expr) -> pl.Expr:
    return pl.when(year.cast(pl.Int32, strict=False) > NEWEST_SHORT_YEAR).then(pl.lit("19")).otherwise(pl.lit("20"))


def _month_first(text: pl.Series) -> bool:
    """Whether months come before days: more second numbers than first ones are too large for a month."""
    firsts = text.str.extract(DAY_FIRST, 1).cast(pl.Int32, strict=False)
    seconds = text.str.extract(DAY_FIRST, 2).cast(pl.Int32, strict=False)
    return int((seconds > MONTHS).sum()) > int((firsts > MONTHS).sum())
