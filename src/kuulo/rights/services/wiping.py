"""Making the database forget what was deleted: a deleted row's bytes stay in free pages and in the log until then."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from django.db import connection

from kuulo.base.errors import BusyError, GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

POSTGRESQL: Final = say(
    _(
        "PostgreSQL keeps its write-ahead log and its back-ups for as long as it was set up to; "
        "what was erased leaves them when they are recycled."
    )
)
BACKUPS: Final = say(_("Back-ups made before are not reached; what was erased leaves them when they are thrown away."))
LOOKS: Final = 60
PAUSE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Wiped:
    """What was done to the database, and what it cannot reach."""

    notes: tuple[Text, ...]


def wipe_database() -> Wiped:
    """Write the database anew without what was deleted, and empty its log; outside any transaction.

    Raises:
        GuardError: A transaction is open.
        BusyError: Others read the log for too long; repeat.
    """
    if connection.in_atomic_block:
        raise GuardError(_("The database cannot be written anew in the midst of a transaction."))
    if connection.vendor == "postgresql":
        _vacuum_postgresql()
        return Wiped((POSTGRESQL, BACKUPS))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    _empty_log()
    return Wiped((BACKUPS,))


def _vacuum_postgresql() -> None:
    """Write every table anew: a plain VACUUM would leave the bytes of dead rows in their pages."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
        # Else the planner's samples would keep values of rows that are gone.
        cursor.execute("ANALYZE")


def _empty_log() -> None:
    """Bring the write-ahead log into the database and cut it to nothing, once nobody reads from it."""
    for _look in range(LOOKS):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
        # In memory there is no log: SQLite then answers −1.
        if row is None or not row[0]:
            return
        time.sleep(PAUSE_SECONDS)
    raise BusyError(_("Other processes keep reading the database's log."), _("The erasure is repeated by itself."))
