"""Order lines on their way into the lake: what is there already is left alone, the rest goes in parts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import polars as pl
import pyarrow as pa
from django.db.models import Q
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import kept_out_among, party_ids_of
from kuulo.customers.rules import PartyRow, Stage
from kuulo.customers.services import register_parties
from kuulo.feeds.models import Feed
from kuulo.feeds.rules.keeping import PurchaseCounts
from kuulo.feeds.rules.purchases import KIND, LineReading, OrderLines, first_days, signal_table
from kuulo.lake.queries import open_snapshot
from kuulo.lake.services import append_sealed

PART: Final = 200_000
# Sealing commits too; one of two that commit at the same moment tries again.
TRIES: Final = 6
PAUSE_SECONDS: Final = 0.3
HOLD: Final = timedelta(minutes=10)
KNOWN_SQL: Final = """
    SELECT coming.signal_id FROM coming JOIN signals ON signals.signal_id = coming.signal_id
    WHERE signals.kind = 'purchase' AND signals.occurred_at BETWEEN (SELECT min(occurred_at) FROM coming)
        AND (SELECT max(occurred_at) FROM coming)
"""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Order lines, those of them that are new, the customers nobody knew, and how many there are of each."""

    frame: pl.DataFrame
    new: pl.DataFrame
    new_customers: dict[str, PartyRow]
    counts: PurchaseCounts


def sort_lines(lines: OrderLines, reading: LineReading) -> Sorted:
    """Return which of the lines are new, and which customers nobody knows; writes nothing."""
    frame, erased = _without_erased(lines.frame, reading.scheme)
    known = _known(frame)
    new = frame.join(known, on="signal_id", how="anti", maintain_order="left") if known.height else frame
    customers = _customers(frame, reading)
    ids = party_ids_of(set(customers))
    strangers = {identifier: row for identifier, row in customers.items() if identifier not in ids}
    first, last = lines.days
    counts = PurchaseCounts(
        rows=lines.rows,
        new=new.height,
        known=lines.rows - len(lines.remarks) - new.height,
        rejected=len(lines.remarks),
        without_customer=lines.without_customer,
        cancelled=lines.cancelled,
        erased=erased,
        customers=len(customers),
        new_customers=len(strangers),
        first=timezone.localtime(first).date() if first else None,
        last=timezone.localtime(last).date() if last else None,
    )
    return Sorted(frame=frame, new=new, new_customers=strangers, counts=counts)


def take_lines(feed: Feed, lines: OrderLines, reading: LineReading, token: str, progress: Progress) -> PurchaseCounts:
    """Take order lines into the lake and return what became of them; the same lines again change nothing.

    Args:
        feed: Whose they are; one delivery of it at a time is taken in.
        lines: The lines.
        reading: How they were read.
        token: Names this delivery: its parts are committed once, however often it is begun.
        progress: Is told lines done and lines in all.

    Raises:
        BusyError: Another delivery of the feed is being taken in.
    """
    holder = secrets.token_hex(16)
    _hold(feed, holder)
    try:
        found = sort_lines(lines, reading)
        if _creates(feed):
            register_parties(found.new_customers.values(), source=feed.slug, now=reading.received_at)
        total = found.frame.height
        # Parts are cut from all lines, so that a repeat cuts them alike, whatever of them is known by then.
        for number, start in enumerate(range(0, total, PART), start=1):
            progress(start, total)
            _hold(feed, holder)
            part = found.frame.slice(start, PART).join(found.new, on="signal_id", how="semi", maintain_order="left")
            if part.height:
                _append(signal_table(part, reading), f"feed-{token}", number)
        progress(total, total)
    finally:
        Feed.objects.filter(pk=feed.pk, held_by=holder).update(held_by="", held_until=None)
    return found.counts if _creates(feed) else replace(found.counts, new_customers=0)


def _append(table: pa.Table, app_id: str, number: int) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            append_sealed(table, app_id, number)
        except BusyError:
            if attempt == TRIES:
                raise
            time.sleep(PAUSE_SECONDS * attempt)
        else:
            return


def _creates(feed: Feed) -> bool:
    return bool(feed.settings.get("creates", True))


def _hold(feed: Feed, holder: str) -> None:
    """Become, or stay, the one that takes deliveries of a feed in: two would both find the same lines new."""
    now = timezone.now()
    free = Q(held_until__isnull=True) | Q(held_until__lt=now) | Q(held_by=holder)
    if not Feed.objects.filter(free, pk=feed.pk).update(held_by=holder, held_until=now + HOLD):
        raise BusyError(_("Another delivery of this feed is being taken in."), _("Wait until it is done."))


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the ids of lines the lake holds."""
    if not frame.height:
        return frame.select("signal_id")
    moments = frame["occurred_at"].to_arrow().cast(pa.timestamp("us", tz="UTC"))
    coming = pa.table({"signal_id": frame["signal_id"].to_arrow().cast(pa.string()), "occurred_at": moments})
    with open_snapshot() as snapshot:
        found = snapshot.run(KNOWN_SQL, {"coming": coming})
    return pl.DataFrame({"signal_id": found["signal_id"].to_pylist()}, schema={"signal_id": pl.String}).unique()


def _without_erased(frame: pl.DataFrame, scheme: str) -> tuple[pl.DataFrame, int]:
    """Return the lines, those of erased customers without their number, and how many these are."""
    named = frame["customer"].drop_nulls().unique().to_list()
    erased = kept_out_among({f"{scheme}:{number}" for number in named})
    if not erased:
        return frame, 0
    numbers = [identifier.partition(":")[2] for identifier in erased]
    theirs = pl.col("customer").is_in(numbers)
    count = frame.filter(theirs).height
    return frame.with_columns(pl.when(theirs).then(None).otherwise(pl.col("customer")).alias("customer")), count


def _customers(frame: pl.DataFrame, reading: LineReading) -> dict[str, PartyRow]:
    return {
        f"{reading.scheme}:{number}": PartyRow(identifier=f"{reading.scheme}:{number}", stage=Stage.ACTIVE, since=day)
        for number, day in first_days(frame, reading.timezone).items()
    }


def reading_of(feed: Feed, *, decimal: str, scheme: str, received_at: datetime) -> LineReading:
    """Return how order lines of a feed are read."""
    return LineReading(
        source=feed.slug,
        scheme=scheme,
        timezone=str(timezone.get_default_timezone_name()),
        decimal=decimal or ".",
        received_at=received_at,
    )


__all__ = ["KIND", "Sorted", "reading_of", "sort_lines", "take_lines"]
