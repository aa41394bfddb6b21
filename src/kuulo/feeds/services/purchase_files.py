"""Taking a file of order lines in at once, as the command line does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.feeds.models import Feed
from kuulo.feeds.queries import mapping_of, run_folder, settings_of
from kuulo.feeds.rules.keeping import PurchaseCounts
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.rules.mapping import SAYS_NOTHING, parse_said
from kuulo.feeds.rules.purchase_fields import PURCHASE_FIELD_NAMES
from kuulo.feeds.services.checking import check_run
from kuulo.feeds.services.deliveries import Arrival, discard, receive, recognise
from kuulo.feeds.services.feeds import feed_called
from kuulo.feeds.services.running import take_in
from kuulo.surveys.rules.keeping import to_kept

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPurchases:
    """What became of a file of order lines, and the CSV of its rejected lines; None where none was."""

    counts: PurchaseCounts
    rejected: bytes | None


def import_purchases(
    path: Path, *, feed_name: str, channel: str = "", told: Sequence[str] = (), creates: bool = True
) -> TakenPurchases:
    """Take a file of order lines into the lake; the same lines again change nothing.

    Args:
        path: A CSV (also packed), XLSX, SAV, Parquet or JSON-lines file.
        feed_name: The feed for uploads it belongs to, made where there is none of that name.
        channel: Where the purchases were made, where no column tells: ``web``, ``shop`` or nothing.
        told: What columns hold, as options of the command line.
        creates: Whether unknown customer numbers become customers.

    Raises:
        FileError: The file cannot be read.
        ColumnError: A column that purchases need is missing.
        BusyError: Another delivery of the feed is being taken in.
    """
    feed = feed_called(feed_name, FeedKind.PURCHASES)
    _remember(feed, channel, told, creates=creates)
    run = receive(feed=feed, arrival=Arrival(name=path.name, by="kuulo purchases"), chunks=_chunks(path))
    try:
        recognise(run_id=run.pk)
        check_run(run_id=run.pk)
        counts = take_in(run_id=run.pk)
    except InputError:
        if feed.runs.filter(pk=run.pk).exists():
            discard(run_id=run.pk)
        raise
    run.refresh_from_db()
    rejected = (run_folder(run) / run.rejects).read_bytes() if run.rejects else None
    if not isinstance(counts, PurchaseCounts):
        raise InputError(_("The feed “{name}” brings no purchases."), _("Choose another name."), name=feed_name)
    return TakenPurchases(counts=counts, rejected=rejected)


def _remember(feed: Feed, channel: str, told: Sequence[str], *, creates: bool) -> None:
    said = parse_said(told)
    unknown = [part for part in said.parts.values() if part not in PURCHASE_FIELD_NAMES]
    if unknown or channel not in {"", "web", "shop"}:
        raise InputError(
            _("“{word}” is nothing that purchases have."),
            _("A channel is web or shop; a column can hold: {parts}."),
            word=unknown[0] if unknown else channel,
            parts=", ".join(PURCHASE_FIELD_NAMES),
        )
    with transaction.atomic():
        row = Feed.objects.select_for_update().get(pk=feed.pk)
        known = mapping_of(row)
        chosen = channel or said.channel or known.channel or SAYS_NOTHING
        row.mapping = to_kept(
            replace(
                known,
                parts={**known.parts, **said.parts},
                orders={**known.orders, **said.orders},
                channel="" if chosen == SAYS_NOTHING else chosen,
            )
        )
        row.settings = to_kept(replace(settings_of(row), creates=creates))
        row.save(update_fields=["mapping", "settings"])
    feed.refresh_from_db()


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {reason}."),
            _("Check the name and the folder."),
            file=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error
