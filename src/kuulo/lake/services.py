"""Writing the lake: recording signals, sealing them, keeping the files in order."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import msgspec
import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kuulo.base.errors import BusyError, InputError
from kuulo.base.sql import driver_of
from kuulo.base.texts import mark as _
from kuulo.lake.models import OutboxSignal, SealingState, SourceName
from kuulo.lake.queries import lake_url
from kuulo.lake.rules import Bundle, Signal
from kuulo.lake.schema import SIGNAL_SCHEMA
from kuulo.lake.tables import (
    OUTBOX_APP,
    append,
    compact_files,
    make_table,
    remove_old_files,
    version_of,
)
from kuulo.lake.unsealed import decode_rows, without_repeats

Step = Callable[[str], None]

CHUNK: Final = 5_000
BATCH_SIGNALS: Final = 100_000
LEASE: Final = timedelta(seconds=60)
RETENTION_HOURS: Final = 24
ENCODER: Final = msgspec.json.Encoder()
# The same statement on SQLite and PostgreSQL; unlike bulk_create it tells how many rows were new.
INSERT: Final = """
    INSERT INTO lake_outboxsignal (signal_id, kind, payload, created_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (signal_id) DO NOTHING
"""
BUNDLE_COLUMNS: Final = ("signal_id", "kind", "payload", "signals", "created_at")


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a sealing did: batches committed, signals sealed, repeats left out because the lake held them."""

    batches: int
    sealed: int
    repeated: int


@dataclass(frozen=True, slots=True)
class CompactReport:
    """What compacting did: files that went and larger files that came."""

    removed: int
    added: int


@dataclass(frozen=True, slots=True)
class VacuumReport:
    """What a vacuum did: files deleted."""

    deleted: int


def pass_by(step: str) -> None:
    """Do nothing at a step; tests put a process's end here."""
    del step


def record_signals(signals: Iterable[Signal]) -> int:
    """Write the signals to the outbox, inside the caller's transaction; return how many were new to it.

    Once the caller's transaction has ended, the signals may be called received: they are read at once and sealed later.
    A signal the lake already holds under the same id is counted as new here, but neither read nor sealed again.
    """
    now = timezone.now()
    recorded = 0
    coming = iter(signals)
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := list(itertools.islice(coming, CHUNK)):
            cursor.executemany(
                INSERT, [(each.signal_id, each.kind, ENCODER.encode(each).decode(), now) for each in chunk]
            )
            recorded += cursor.rowcount
    return recorded


def record_bundles(bundles: Sequence[tuple[str, Bundle]]) -> None:
    """Write bundles of signals to the outbox, inside the caller's transaction; an id that is known is left alone.

    One row a bundle, few statements for many: made for the path every answer takes. What is anonymous gets a row number
    of chance below zero, and the day alone, so that neither order nor time in the outbox leads back to a person.

    Raises:
        InputError: A bundle's time has no zone; sealing would stop at it.
    """
    for name, bundle in bundles:
        if bundle.shared.occurred_at.tzinfo is None or bundle.shared.received_at.tzinfo is None:
            raise InputError(_("Bundle “{name}” has a time without a time zone."), name=name)
    driver = driver_of(connection)
    moment = timezone.now()
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    named = [bundle for bundle in bundles if bundle[1].shared.promise != "anonymous"]
    anonymous = [bundle for bundle in bundles if bundle[1].shared.promise == "anonymous"]
    rows: list[tuple[object, ...]] = [_bundle_row(*bundle, driver.time(moment)) for bundle in named]
    driver.insert("lake_outboxsignal", BUNDLE_COLUMNS, rows, "signal_id")
    rows = [(-1 - secrets.randbits(62), *_bundle_row(*bundle, driver.time(day))) for bundle in anonymous]
    driver.insert("lake_outboxsignal", ("id", *BUNDLE_COLUMNS), rows, "signal_id")


def _bundle_row(name: str, bundle: Bundle, moment: object) -> tuple[object, ...]:
    return name, "bundle", ENCODER.encode(bundle).decode(), len(bundle.said), moment


def take_source_name(wanted: str, *, reserved: Collection[str] = ()) -> str:
    """Take a name for signals to come under, inside the caller's transaction, and return it.

    It is ``wanted``, or ``wanted-2``, ``wanted-3``, … where somebody has that name already or it is reserved.
    """
    names = itertools.chain([wanted], (f"{wanted}-{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in reserved and SourceName.objects.get_or_create(slug=name)[1])


def leave_source_name(slug: str) -> None:
    """Give a name back that no signal ever came under."""
    SourceName.objects.filter(slug=slug).delete()


def seal(*, step: Step = pass_by) -> SealReport:
    """Move the signals that wait in the outbox into the lake, one commit a batch.

    A batch is numbered in the outbox, committed to the lake under that number, and only then cleared from the outbox.
    Ended at any point, the next sealing goes on from there: what is numbered but not committed is committed, what is
    committed but not cleared is cleared.

    Raises:
        BusyError: Another process is sealing.
        EngineError: The lake cannot be opened.
    """
    holder = secrets.token_hex(16)
    _take_lease(holder)
    try:
        return _seal_batches(holder, step)
    finally:
        SealingState.objects.filter(leased_by=holder).update(leased_by="", lease_until=None)


def append_sealed(table: pa.Table, app_id: str, version: int) -> bool:
    """Commit a ready table of `SIGNAL_SCHEMA` to the lake at once; return whether it was not there yet.

    One ``app_id`` names one import, ``version`` counts its parts from 1 upwards: a part that was committed before is
    left alone, so an import that was cut short is simply repeated. Ids are not compared with those in the lake.

    Raises:
        BusyError: Another process wrote at the same moment; repeat.
    """
    if "promise" not in table.column_names:
        table = table.append_column("promise", pa.array(["identified"] * table.num_rows, pa.string()))
    rows = table.select(SIGNAL_SCHEMA.names).cast(SIGNAL_SCHEMA)
    return append(make_table(lake_url()), rows, app_id=app_id, number=version)


def compact() -> CompactReport:
    """Gather the small files of many sealings into larger ones; readers keep the version they have.

    Raises:
        BusyError: Another process rewrote the same files; repeat.
    """
    removed, added = compact_files(make_table(lake_url()))
    return CompactReport(removed, added)


def vacuum(*, retention_hours: int = RETENTION_HOURS) -> VacuumReport:
    """Delete files that only versions older than the retention use, longer than any query lasts."""
    return VacuumReport(remove_old_files(make_table(lake_url()), retention_hours=retention_hours))


def _take_lease(holder: str) -> None:
    """Become the one that seals; the lease ends by itself when its holder dies."""
    SealingState.objects.get_or_create(id=1)
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    if not SealingState.objects.filter(free, id=1).update(leased_by=holder, lease_until=now + LEASE):
        raise BusyError(_("Another process is sealing the lake."), _("Wait until it is done."))


def _seal_batches(holder: str, step: Step) -> SealReport:
    url = lake_url()
    table = make_table(url)
    committed = table.transaction_version(OUTBOX_APP) or 0
    _clear(committed)
    step("cleared leftovers")
    batches = sealed = repeated = 0
    for number in _numbers(holder, committed):
        step("numbered")
        waiting = decode_rows(OutboxSignal.objects.filter(batch=number))
        rows = without_repeats(waiting, version_of(table, url))
        step("read")
        # A table without rows is committed too: the number must reach the lake before the outbox is cleared up to it.
        mine = append(table, rows, app_id=OUTBOX_APP, number=number)
        step("committed")
        _clear(number)
        step("cleared")
        if mine:
            batches, sealed = batches + 1, sealed + rows.num_rows
            repeated += waiting.num_rows - rows.num_rows
    return SealReport(batches, sealed, repeated)


def _numbers(holder: str, committed: int) -> Iterator[int]:
    """Yield the batches to commit: those a former sealer left over, then new ones while what waits fills a whole batch.

    What comes in meanwhile waits for the next sealing; otherwise a busy day would never let one end.
    """
    numbered = OutboxSignal.objects.filter(batch__gt=committed).values_list("batch", flat=True)
    left_over = sorted(number for number in numbered.distinct() if number is not None)
    yield from left_over
    size = BATCH_SIGNALS
    while size >= BATCH_SIGNALS and OutboxSignal.objects.exists():
        number, size = _number_batch(holder, above=max(committed, *left_over, 0))
        if size:
            yield number


def _number_batch(holder: str, *, above: int) -> tuple[int, int]:
    """Give the next number to the oldest rows that wait; return it and how many signals got it.

    The number is taken by a conditional update, so that a sealer whose lease ran out unnoticed cannot take one.
    """
    with transaction.atomic(durable=True):
        mine = SealingState.objects.filter(id=1, leased_by=holder)
        state = mine.first()
        number = max(state.assigned_to, above) + 1 if state else 0
        if not mine.update(assigned_to=number, lease_until=timezone.now() + LEASE):
            raise BusyError(_("Another process took over the sealing."), _("Nothing is lost; it goes on there."))
        last, size = _end_of_batch()
        if size:
            OutboxSignal.objects.filter(batch__isnull=True, id__lte=last).update(batch=number)
        return number, size


def _end_of_batch() -> tuple[int, int]:
    """Return the last row of the next batch and how many signals lie up to it."""
    last = size = 0
    waiting = OutboxSignal.objects.filter(batch__isnull=True).order_by("id")
    for row, signals in waiting.values_list("id", "signals")[:BATCH_SIGNALS].iterator(chunk_size=CHUNK):
        last, size = row, size + signals
        if size >= BATCH_SIGNALS:
            break
    return last, size


def _clear(number: int) -> None:
    """Delete the outbox rows that the lake holds, and say so in the same transaction."""
    with transaction.atomic(durable=True):
        OutboxSignal.objects.filter(batch__lte=number).delete()
        SealingState.objects.filter(id=1, cleared_to__lt=number).update(cleared_to=number, sealed_at=timezone.now())
