"""Numbers, dates and texts in a reader's language. Pure: the translation of a template is given as a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime

from kuulo.base.texts import Text
from kuulo.figures.charts.quantities import MINUS, Count, Day, Interval, Period, Quantity, Shown, Unit

Translate = Callable[[str], str]
SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Signs:
    """How a language writes numbers."""

    decimal: str
    group: str
    percent: str


@lru_cache(maxsize=16)
def signs(language: str) -> Signs:
    """Return a language's signs from CLDR; the minus is U+2212 everywhere."""
    locale = Locale.parse(language.replace("-", "_"))
    latin = locale.number_symbols.get("latn", locale.number_symbols)
    pattern = locale.percent_formats[None].pattern
    return Signs(latin["decimal"], latin["group"], SPACE + "%" if SPACE in pattern or "\u202f" in pattern else "%")


def number_in(language: str, value: float, *, decimals: int = 0, signed: bool = False) -> str:
    """Return a number as the language writes it, with the given decimals."""
    rounded = f"{value:{'+' if signed else ''},.{decimals}f}"
    if rounded.lstrip("+-").strip("0.,") == "":
        # What rounds to nothing has no sign: "−0" would claim a direction.
        rounded = rounded.lstrip("+-")
    used = signs(language)
    places = {",": used.group, ".": used.decimal, "-": MINUS}
    return "".join(places.get(sign, sign) for sign in rounded)


def quantity_in(language: str, quantity: Quantity) -> str:
    """Return a quantity as the language writes it, shares with their per cent sign."""
    number = number_in(language, quantity.shown, decimals=quantity.decimals, signed=quantity.signed)
    return number + signs(language).percent if quantity.unit is Unit.SHARE else number


@lru_cache(maxsize=2048)
def period_in(language: str, period: Period) -> str:
    """Return the name of a period: 2026, Q3 2026, Sep 2026 (or September 2026), W38/2026, 12 Sep 2026."""
    start = period.start
    locale = Locale.parse(language.replace("-", "_"))
    match period.grain:
        case "year":
            return f"{start.year}"
        case "quarter":
            return format_date(start, "QQQ yyyy", locale=locale)
        case "month":
            pattern = "LLLL y" if period.written_out else SHORT_MONTHS.get(language[:2], "LLL y")
            return format_date(start, pattern, locale=locale)
        case "week":
            year, week, _weekday = start.isocalendar()
            return f"{WEEK_SIGNS.get(language[:2], 'W')}{week}/{year}"
    return format_date(start, "medium", locale=locale)


SHORT_MONTHS = {"fi": "L/y"}
WEEK_SIGNS = {"fi": "vk" + SPACE, "sv": "v." + SPACE, "en": "W"}


def value_in(language: str, value: object, translate: Translate) -> str:
    """Return whatever a chart or text carries as the reader reads it.

    Whole numbers are grouped, other numbers get one decimal or those they say (``decimals``), texts are translated,
    dates written out, strings kept.
    """
    if isinstance(value, Text):
        return say_in(language, value, translate)
    for kind in type(value).__mro__:
        if kind in WRITERS:
            return WRITERS[kind](language, value)
    return str(value)


def say_in(language: str, text: Text, translate: Translate) -> str:
    """Return a text in the reader's language with its values written the language's way."""
    if not text.template:
        return ""
    template = translate(text.template) if any(sign.isalpha() for sign in _bare(text.template)) else text.template
    params: Mapping[str, object] = text.params
    said = template.format(**{name: value_in(language, value, translate) for name, value in params.items()})
    return keep_together(said)


def keep_together(said: str) -> str:
    """Return a text whose intervals and counts no line break tears apart."""
    return said.replace(" … ", f"{SPACE}…{SPACE}").replace("n = ", f"n{SPACE}={SPACE}")


@lru_cache(maxsize=1024)
def _bare(template: str) -> str:
    """Return a template without its places: what is left is language, or only signs."""
    inside, kept = 0, []
    for sign in template:
        inside += (sign == "{") - (sign == "}")
        if not inside and sign != "}":
            kept.append(sign)
    return "".join(kept)


def interval_in(language: str, interval: Interval) -> str:
    """Return both ends of an interval on one line; of two shares the sign is written once."""
    low, high = quantity_in(language, interval.low), quantity_in(language, interval.high)
    if interval.low.unit is Unit.SHARE:
        low = low.removesuffix(signs(language).percent)
    return f"{low}{SPACE}…{SPACE}{high}"


def _shown(language: str, value: Shown) -> str:
    return f"{quantity_in(language, value.value)} ({interval_in(language, value.interval)})"


def _moment(language: str, value: datetime) -> str:
    return format_datetime(value, "medium", locale=language.replace("-", "_"))


WRITERS: dict[type, Callable[[str, Any], str]] = {
    type(None): lambda _language, _value: "–",
    str: lambda _language, value: value,
    bool: lambda _language, value: str(value),
    Quantity: quantity_in,
    Count: lambda language, value: number_in(language, value.value),
    Period: period_in,
    Interval: interval_in,
    Shown: _shown,
    Day: lambda language, value: period_in(language, Period(value.day, "day")),
    int: number_in,
    float: lambda language, value: number_in(language, value, decimals=getattr(value, "decimals", 1)),
    datetime: _moment,
    date: lambda language, value: period_in(language, Period(value, "day")),
}
