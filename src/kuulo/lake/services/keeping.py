"""Keeping the lake's files in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kuulo.lake.queries import lake_url
from kuulo.lake.services.leases import leased
from kuulo.lake.tables import compact_files, make_table, remove_old_files

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
    """Gather the small files of many sealings into larger ones; readers keep the version they have.

    Raises:
        BusyError: Another process seals, erases or rewrote the same files; repeat.
    """
    with leased(patience=PATIENCE):
        removed, added = compact_files(make_table(lake_url()))
    return CompactReport(removed, added)


def vacuum(*, retention_hours: int = RETENTION_HOURS) -> VacuumReport:
    """Delete files that only versions older than the retention use, longer than any query lasts."""
    return VacuumReport(remove_old_files(make_table(lake_url()), retention_hours=retention_hours))
