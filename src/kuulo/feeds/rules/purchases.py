"""Order lines as purchase signals, a whole table at a time; pure.

One signal a line. Its id follows from the feed and the line: from the invoice and the line's number where there is one,
else from invoice, time, product, quantity and price, and how many equal lines stand before it in the invoice. So a line
that comes twice is one signal, and two equal lines of one invoice stay two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import polars as pl
import pyarrow as pa

from kuulo.base.ids import derived_id
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import VALUE_LENGTH
from kuulo.feeds.rules.cells import WHOLE
from kuulo.feeds.rules.purchase_fields import CANCELLED, SHOP, WEB, PurchaseField
from kuulo.feeds.rules.remarks import Remark
from kuulo.feeds.rules.understanding import Understanding
from kuulo.surveys.rules.numbers import parse_numbers
from kuulo.surveys.rules.times import parse_times

KIND: Final = "purchase"
QUESTION: Final = "order_line"
# Credit notes of many shop systems: the invoice's number with a C before it.
CREDIT_NUMBER: Final = r"^[Cc]\d+$"
NOT_THERE: Final = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """How order lines are read.

    Attributes:
        source: The ``source`` of the signals.
        scheme: The scheme of the customer numbers.
        timezone: The zone of times without one.
        decimal: The decimal sign of the file.
        received_at: When the lines came.
    """

    source: str
    scheme: str
    timezone: str
    decimal: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLines:
    """Order lines as read.

    Attributes:
        frame: One row a usable line: signal_id, occurred_at, invoice, customer (null where none is named), value, text,
            cancelled, channel, and the attributes as columns named ``a.…``.
        remarks: The lines that could not be used.
        rows: Lines in the file.
    """

    frame: pl.DataFrame
    remarks: tuple[Remark, ...]
    rows: int

    @property
    def without_customer(self) -> int:
        """Lines that name no customer."""
        return int(self.frame["customer"].null_count())

    @property
    def cancelled(self) -> int:
        """Lines of cancellations."""
        return int(self.frame["cancelled"].sum())

    @property
    def days(self) -> tuple[datetime | None, datetime | None]:
        """The times of the first and the last line."""
        first, last = self.frame["occurred_at"].min(), self.frame["occurred_at"].max()
        return (first, last) if isinstance(first, datetime) and isinstance(last, datetime) else (None, None)


def read_lines(frame: pl.DataFrame, lines: pl.Series, known: Understanding, reading: LineReading) -> OrderLines:
    """Return the order lines of a table.

    Args:
        frame: The rows, all cells as text.
        lines: Where each row stands in its file.
        known: What the columns hold.
        reading: How they are read.
    """
    cells = _cells(frame, known).with_columns(lines.alias("at"))
    numbers = _numbers(cells, known, reading)
    reasons = _reasons(numbers)
    remarks = tuple(
        Remark(line=line, reason=REASONS[reason], rest_taken=False, raw="; ".join(cell or "" for cell in row)[:500])
        for line, reason, row in zip(
            numbers["at"].filter(reasons.is_not_null()),
            reasons.drop_nulls(),
            frame.filter(reasons.is_not_null()).iter_rows(),
            strict=True,
        )
    )
    usable = numbers.filter(reasons.is_null())
    return OrderLines(frame=_with_ids(usable, reading.source), remarks=remarks, rows=frame.height)


def first_days(frame: pl.DataFrame, timezone: str) -> dict[str, date]:
    """Return the first day each customer of the lines bought on; cancellations are no purchase."""
    bought = frame.filter(pl.col("customer").is_not_null())
    kept = bought.filter(~pl.col("cancelled"))
    days = pl.col("occurred_at").dt.convert_time_zone(timezone).dt.date().min().alias("day")
    first = dict(kept.group_by("customer").agg(days).iter_rows())
    any_day = dict(bought.group_by("customer").agg(days).iter_rows())
    return {**any_day, **first}


def signal_table(frame: pl.DataFrame, reading: LineReading) -> pa.Table:
    """Return the lines as a table of signals, as the lake takes it."""
    columns = [name for name in frame.columns if name.startswith("a.")]
    nothing = pl.lit(None, dtype=pl.String)
    table = frame.select(
        "signal_id",
        pl.lit(KIND).alias("kind"),
        "occurred_at",
        pl.lit(reading.received_at.astimezone(UTC)).dt.cast_time_unit("us").alias("received_at"),
        (pl.lit(f"{reading.scheme}:") + pl.col("customer")).alias("party"),
        nothing.alias("touchpoint"),
        "channel",
        pl.lit(reading.source).alias("source"),
        pl.col("invoice").alias("response_id"),
        pl.lit(QUESTION).alias("question"),
        nothing.alias("definition"),
        "value",
        "text",
        *(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("scale_min", "scale_max")),
        pl.lit(None, dtype=pl.Int8).alias("direction"),
        pl.lit("1").alias("wording"),
        pl.lit("answered").alias("state"),
        nothing.alias("language"),
        pl.lit(None, dtype=pl.Float64).alias("weight"),
        pl.col("occurred_at").dt.strftime("%Y-%m").alias("month"),
    ).to_arrow()
    return table.append_column("attributes", _attributes(frame.select(columns)))


def _attributes(frame: pl.DataFrame) -> pa.Array:
    """Return the columns as one map a row, nulls left out, built without going through the rows."""
    kept = frame.rename({name: name.removeprefix("a.") for name in frame.columns})
    long = (
        kept.with_row_index("at")
        .unpivot(index="at", variable_name="key", value_name="value")
        .drop_nulls("value")
        .sort("at", maintain_order=True)
    )
    counts = pl.DataFrame({"at": pl.arange(0, frame.height, eager=True).cast(pl.UInt32)}).join(
        long.group_by("at").len(), on="at", how="left", maintain_order="left"
    )
    ends = counts["len"].fill_null(0).cum_sum().cast(pl.Int32).to_list()
    offsets = pa.array([0, *ends], pa.int32())
    return pa.MapArray.from_arrays(
        offsets, long["key"].to_arrow().cast(pa.string()), long["value"].to_arrow().cast(pa.string())
    )


def _cells(frame: pl.DataFrame, known: Understanding) -> pl.DataFrame:
    """Return the columns by what they hold; what no column holds is null."""
    held = {}
    for field in PurchaseField:
        columns = known.holding(field)
        if columns and field not in {PurchaseField.ATTRIBUTE, PurchaseField.UNUSED}:
            held[field.value] = pl.col(columns[0].column)
    return frame.select(
        [held.get(field.value, NOT_THERE).alias(field.value) for field in PurchaseField]
        + [pl.col(column.column).alias(f"a.{column.header[:60]}") for column in known.holding(PurchaseField.ATTRIBUTE)]
    )


def _numbers(cells: pl.DataFrame, known: Understanding, reading: LineReading) -> pl.DataFrame:
    time_columns = known.holding(PurchaseField.TIME)
    order = time_columns[0].order or "ymd" if time_columns else "ymd"
    quantity, price, amount = (
        parse_numbers(cells[name], reading.decimal) for name in ("quantity", "unit_price", "amount")
    )
    own = known.channel or None
    status = pl.col("status").str.to_lowercase().str.strip_chars()
    word = pl.col("channel").str.to_lowercase().str.strip_chars()
    read = cells.with_columns(
        # What other programs make of a number with gaps: 17850.0.
        pl.col("customer").str.replace(WHOLE, "$1"),
        parse_times(cells["time"], order, reading.timezone).cast(pl.Datetime("us", "UTC")).alias("occurred_at"),
        quantity.alias("quantity_read"),
        price.alias("price_read"),
        amount.alias("amount_read"),
        pl.when(word.is_in(list(WEB))).then(pl.lit("web")).when(word.is_in(list(SHOP))).then(pl.lit("shop"))
        .otherwise(pl.lit(own, dtype=pl.String)).alias("channel_read"),
        (pl.col("invoice").str.contains(CREDIT_NUMBER) | status.is_in(list(CANCELLED)))
        .fill_null(value=False)
        .alias("credit"),
    )  # fmt: skip
    quantity_or_one = pl.col("quantity_read").fill_null(1.0)
    value = pl.coalesce(quantity_or_one * pl.col("price_read"), pl.col("amount_read"))
    taken_back = pl.col("credit") | ((pl.col("quantity_read") < 0) & (value < 0)).fill_null(value=False)
    return read.with_columns(taken_back.alias("cancelled")).with_columns(
        pl.when(pl.col("credit")).then(-value.abs()).otherwise(value).alias("value_read")
    )


REASONS: Final[dict[str, Text]] = {
    "invoice": say(_("The line names no invoice or order.")),
    "time": say(_("The line's time is missing or cannot be read.")),
    "number": say(_("The line's quantity, price or amount is missing or no number.")),
    "customer": say(_("The customer number is longer than any can be.")),
}


def _reasons(read: pl.DataFrame) -> pl.Series:
    unread = (
        (pl.col("quantity").is_not_null() & pl.col("quantity_read").is_null())
        | (pl.col("unit_price").is_not_null() & pl.col("price_read").is_null())
        | ~pl.col("value_read").is_finite().fill_null(value=False)
    )
    return read.select(
        pl.when(pl.col("invoice").is_null()).then(pl.lit("invoice"))
        .when(pl.col("occurred_at").is_null()).then(pl.lit("time"))
        .when(unread).then(pl.lit("number"))
        .when(pl.col("customer").str.len_bytes() > VALUE_LENGTH).then(pl.lit("customer"))
        .otherwise(NOT_THERE).alias("reason")
    )["reason"]  # fmt: skip


def _with_ids(read: pl.DataFrame, source: str) -> pl.DataFrame:
    described = pl.coalesce("product", "description", pl.lit(""))
    key = pl.concat_str(
        pl.col("occurred_at").dt.timestamp("us").cast(pl.String),
        described,
        pl.col("quantity_read").cast(pl.String).fill_null(""),
        pl.coalesce("price_read", "amount_read").cast(pl.String).fill_null(""),
        separator="\x1f",
    )
    lines = read.with_columns(pl.when(pl.col("line").is_null()).then(key).otherwise(NOT_THERE).alias("key"))
    lines = lines.with_columns(pl.int_range(pl.len()).over("invoice", "line", "key").cast(pl.String).alias("times"))
    rows = zip(lines["invoice"], lines["line"], lines["key"], lines["times"], strict=True)
    ids = [
        derived_id(KIND, source, invoice, "line", line) if line else derived_id(KIND, source, invoice, key, times)
        for invoice, line, key, times in rows
    ]
    flagged = pl.when(pl.col("cancelled")).then(pl.lit("yes")).otherwise(NOT_THERE)
    columns = [name for name in lines.columns if name.startswith("a.")]
    kept = lines.with_columns(pl.Series("signal_id", ids, dtype=pl.String)).select(
        "at", "signal_id", "occurred_at", "invoice", "customer", pl.col("value_read").alias("value"),
        pl.col("description").alias("text"), "cancelled", pl.col("channel_read").alias("channel"),
        pl.col("quantity").alias("a.quantity"), pl.col("unit_price").alias("a.unit_price"),
        pl.col("product").alias("a.product"), pl.col("country").alias("a.country"),
        pl.col("currency").alias("a.currency"), flagged.alias("a.cancelled"),
        *columns,
    )  # fmt: skip
    return kept.unique("signal_id", keep="first", maintain_order=True)
