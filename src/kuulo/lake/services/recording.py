"""Recording signals: they are acknowledged with the caller's transaction, and wait in the outbox."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.sql import driver_of
from kuulo.base.texts import mark as _
from kuulo.lake.models import SourceName
from kuulo.lake.rules import Bundle, Signal

CHUNK: Final = 5_000
ENCODER: Final = msgspec.json.Encoder()
# The same statement on SQLite and PostgreSQL; unlike bulk_create it tells how many rows were new.
INSERT: Final = """
    INSERT INTO lake_outboxsignal (signal_id, kind, payload, created_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (signal_id) DO NOTHING
"""
BUNDLE_COLUMNS: Final = ("signal_id", "kind", "payload", "signals", "created_at")


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
