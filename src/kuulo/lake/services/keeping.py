"""Keeping the lake's files in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kuulo.lake.queries import lake_url
from kuulo.lake.schema import companion_url
from kuulo.lake.services.leases import leased
from kuulo.lake.tables import (
    Table,
    compact_files,
    companion_names,
    make_table,
    open_table,
    remove_old_files,
)

RETENTION_HOURS: Final = 24
# A sealing takes seconds; whoever wants to tidy up waits for its end.
PATIENCE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class CompactReport:
    """What compacting did: files that went and larger files that came."""

    removed: int
    added: int


@dataclass(frozen=True, slots=True)
class VacuumReport:
    """What a vacuum did: files deleted."""

    deleted: int


def compact() -> CompactReport:
    """Gather the small files of many sealings, and of the companions, into larger ones; readers keep what they have.

    Raises:
        BusyError: Another process seals, erases or rewrote the same files; repeat.
    """
    removed = added = 0
    for table in _tables():
        with leased(patience=PATIENCE):
            table.update_incremental()
            went, came = compact_files(table)
        removed, added = removed + went, added + came
    return CompactReport(removed, added)


def vacuum(*, retention_hours: int = RETENTION_HOURS) -> VacuumReport:
    """Delete files that only versions older than the retention use, longer than any query lasts.

    An erasure must not come between: it would leave a checkpoint of what was erased.

    Raises:
        BusyError: Another process seals, erases or rewrote the same files; repeat.
    """
    deleted = 0
    for table in _tables():
        with leased(patience=PATIENCE):
            table.update_incremental()
            deleted += remove_old_files(table, retention_hours=retention_hours)
    return VacuumReport(deleted)


def _tables() -> Iterator[Table]:
    """Yield the lake's table, then those of its companions, each opened when it is its turn."""
    url = lake_url()
    yield make_table(url)
    for name in companion_names(url):
        table = open_table(companion_url(url, name))
        if table is not None:
            yield table
