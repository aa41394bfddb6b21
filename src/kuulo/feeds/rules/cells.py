"""Cells as texts, whatever kind of file they stood in; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from kuulo.surveys.rules.answers import AnswerFile, CellValue

ORDERS: Final[Mapping[str, tuple[int, int, int]]] = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}
DAY: Final = re.compile(r"^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:$|[T ,])")
WHOLE: Final = r"^(-?\d+)\.0+$"


def text_frame(file: AnswerFile) -> pl.DataFrame:
    """Return the rows with every cell as text, null where it is empty.

    Whole numbers lose their point, days at midnight their time, and codes with a label become the label.
    """
    return pl.DataFrame([_texts(file.frame[name], file.labels.get(name, {})) for name in file.frame.columns])


def parse_day(text: str, order: str = "") -> date | None:
    """Return the day a text tells; None where it tells none.

    A year in front says ymd and points say dmy; for anything else the order must be given.
    """
    found = DAY.match(text.strip())
    if found is None:
        return None
    parts = [int(part) for part in found.groups()]
    way = "ymd" if len(found[1]) == 4 else "dmy" if "." in found[0] else order
    if way not in ORDERS:
        return None
    year, month, day = (parts[place] for place in ORDERS[way])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _texts(series: pl.Series, labels: Mapping[CellValue, str]) -> pl.Series:
    if labels:
        known = {_plain(value): label for value, label in labels.items()}
        return _plain_series(series).replace(list(known), list(known.values())).alias(series.name)
    return _plain_series(series)


def _plain(value: CellValue) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _plain_series(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if isinstance(kind, pl.Datetime):
        texts = series.dt.strftime("%Y-%m-%d %H:%M:%S").str.replace(" 00:00:00", "", literal=True)
    elif kind.is_float():
        texts = series.cast(pl.String).str.replace(WHOLE, "$1")
    else:
        texts = series.cast(pl.String)
    clean = texts.str.strip_chars()
    return clean.set(clean.str.len_bytes() == 0, None).alias(series.name)
