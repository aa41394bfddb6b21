"""Times as people and tools write them, a column at once: ISO, Finnish (31.12.2025 klo 14.05) and slashed dates."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

PARTS = (
    r"^\s*(\d{1,4})([./-])\s?(\d{1,2})[./-]\s?(\d{1,4})"
    r"(?:(?:T|,?\s+)(?:klo\s+|kl\.?\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?"
    r"\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?\s*$"
)
ORDERS = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}
PIVOT = 70
NAMES = ("first", "sign", "second", "third", "hour", "minute", "second_of_minute", "half", "zone")


@dataclass(frozen=True, slots=True)
class DateReading:
    """How dates in a column can be read.

    Attributes:
        share: The share of filled cells that look like dates.
        orders: The orders of year, month and day that are possible, likeliest first; if several, somebody must say.
        day_first: How many can only be written with the day first.
        month_first: How many can only be written with the month first.
    """

    share: float
    orders: tuple[str, ...]
    day_first: int = 0
    month_first: int = 0


def read_dates(texts: pl.Series) -> DateReading:
    """Return how the texts of a column can be read as dates."""
    parts = _split(texts)
    found = parts.drop_nulls("first")
    if not found.height:
        return DateReading(0.0, ())
    filled = len(texts) - texts.null_count()
    share = found.height / filled
    if found["first"].min() > 31:  # type: ignore[operator] # -- a column of whole numbers
        return DateReading(share, ("ymd",))
    if found["sign"].eq(".").all():
        return DateReading(share, ("dmy",))
    first, second = _count_over_12(found["first"]), _count_over_12(found["second"])
    if first and not second:
        return DateReading(share, ("dmy",))
    if second and not first:
        return DateReading(share, ("mdy",))
    orders = ("mdy", "dmy") if second > first else ("dmy", "mdy")
    return DateReading(share, orders, first, second)


def _count_over_12(numbers: pl.Series) -> int:
    return int((numbers > 12).sum())


def parse_times(values: pl.Series, order: str, timezone: str) -> pl.Series:
    """Return times as Datetime("us", "UTC"); null where a text is no time in this order.

    A time without a zone of its own is local time of ``timezone``. A date without a time is noon there, so that it is
    the same day in UTC. Local times that a change of clocks doubles are taken as the earlier, those that it skips as an
    hour later.
    """
    if values.dtype == pl.String:
        return _parse_texts(values, order, timezone)
    if values.dtype == pl.Date:
        return _to_utc(values.cast(pl.Datetime("us")).dt.offset_by("12h"), timezone)
    if isinstance(values.dtype, pl.Datetime) and values.dtype.time_zone:
        return values.cast(pl.Datetime("us", values.dtype.time_zone)).dt.convert_time_zone("UTC")
    return _to_utc(values.cast(pl.Datetime("us")), timezone)


def _split(texts: pl.Series) -> pl.DataFrame:
    groups = texts.str.extract_groups(PARTS).struct.unnest()
    groups.columns = list(NAMES)
    numeric = ("first", "second", "third", "hour", "minute", "second_of_minute")
    return groups.with_columns(pl.col(name).cast(pl.Int32) for name in numeric)


FORMATS = {
    "ymd": ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"),
    "dmy": ("%d.%m.%Y %H.%M", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
    "mdy": ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S"),
}


def _parse_texts(texts: pl.Series, order: str, timezone: str) -> pl.Series:
    """Return times by the one common way of writing that fits most; the others go through the general pattern."""
    sample = texts.drop_nulls().head(100)
    fitting = max(FORMATS[order], key=lambda way: sample.str.to_datetime(way, strict=False).count())
    local = texts.str.to_datetime(fitting, strict=False, time_unit="us")
    fast = local.is_not_null() & (local.dt.year() > 999)
    rest = _parse_odd(texts.filter(~fast), order, timezone)
    times = _to_utc(local, timezone)
    return times.scatter((~fast.fill_null(value=False)).arg_true(), rest).alias(texts.name) if len(rest) else times


def _parse_odd(texts: pl.Series, order: str, timezone: str) -> pl.Series:
    columns = ("first", "second", "third")
    year, month, day = (pl.col(columns[place]) for place in ORDERS[order])
    full_year = pl.when(year < PIVOT).then(year + 2000).when(year < 100).then(year + 1900).otherwise(year)
    half = pl.col("half").str.to_lowercase()
    hour = (
        pl.when(half.is_null()).then(pl.col("hour")).otherwise(pl.col("hour") % 12 + 12 * (half == "p").cast(pl.Int32))
    )
    parts = _split(texts).with_columns(
        full_year.alias("year"), month.alias("month"), day.alias("day"), hour.fill_null(12).alias("hour")
    )
    valid = (
        pl.col("month").is_between(1, 12) & pl.col("day").is_between(1, 31) & (pl.col("hour") <= 23)
        & (pl.col("minute").fill_null(0) <= 59) & (pl.col("second_of_minute").fill_null(0) <= 59)
        & pl.col("year").is_between(1, 9999)
    )  # fmt: skip
    iso = pl.format(
        "{}-{}-{} {}:{}:{}", "year", "month", "day", "hour", pl.col("minute").fill_null(0),
        pl.col("second_of_minute").fill_null(0),
    )  # fmt: skip
    local = parts.select(
        pl.when(valid).then(iso).str.to_datetime("%Y-%-m-%-d %-H:%-M:%-S", strict=False, time_unit="us").alias("local"),
        "zone",
    )
    offset = _offset(pl.col("zone"))
    own = local.select((pl.col("local") - offset).dt.replace_time_zone("UTC")).to_series()
    return own.zip_with(local["zone"].is_not_null(), _to_utc(local["local"], timezone)).alias(texts.name)


def _offset(zone: pl.Expr) -> pl.Expr:
    digits = zone.str.replace_all(r"[^0-9]", "")
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    hours = digits.str.slice(0, 2).cast(pl.Int64, strict=False).fill_null(0)
    minutes = digits.str.slice(2, 2).cast(pl.Int64, strict=False).fill_null(0)
    return pl.duration(minutes=sign * (hours * 60 + minutes))


def _to_utc(local: pl.Series, timezone: str) -> pl.Series:
    zoned = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    skipped = local.dt.offset_by("1h").dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return zoned.fill_null(skipped).dt.convert_time_zone("UTC")
