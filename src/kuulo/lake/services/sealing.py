"""Sealing: signals move from the outbox into the lake, each once, whatever ends in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.queries import lake_url
from kuulo.lake.rules import Signal
from kuulo.lake.schema import SIGNAL_SCHEMA, signals_table
from kuulo.lake.services.leases import LEASE, Step, leased, pass_by
from kuulo.lake.tables import OUTBOX_APP, append, make_table, version_of
from kuulo.lake.unsealed import decode_rows, without_repeats

CHUNK: Final = 5_000
BATCH_SIGNALS: Final = 100_000


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a sealing did: batches committed, signals sealed, repeats left out because the lake held them."""

    batches: int
    sealed: int
    repeated: int


def seal(*, step: Step = pass_by) -> SealReport:
    """Move the signals that wait in the outbox into the lake, one commit a batch.

    A batch is numbered in the outbox, committed to the lake under that number, and only then cleared from the outbox.
    Ended at any point, the next sealing goes on from there: what is numbered but not committed is committed, what is
    committed but not cleared is cleared.

    Raises:
        BusyError: Another process is sealing.
        EngineError: The lake cannot be opened.
    """
    with leased() as holder:
        return _seal_batches(holder, step)


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


def append_signals(signals: Sequence[Signal], app_id: str, version: int) -> bool:
    """Commit signals to the lake at once, past the outbox, as `append_sealed` does a table.

    Raises:
        BusyError: Another process wrote at the same moment; repeat.
    """
    return append_sealed(signals_table(signals), app_id, version)


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
