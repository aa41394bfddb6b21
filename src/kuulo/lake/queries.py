"""Reading the lake: one version and the rows not yet sealed, so that a figure is never behind, double or short."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyarrow as pa
from django.conf import settings
from django.db.models import Sum

from kuulo.base.errors import BusyError, EngineError
from kuulo.base.texts import mark as _
from kuulo.lake.engines import CompanionSource, SignalSource, engine
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.schema import KEY_NAMES as KEY_NAMES
from kuulo.lake.schema import SIGNAL_SCHEMA, companion_url
from kuulo.lake.schema import Companion as Companion
from kuulo.lake.tables import OpenTable, open_table, partition_of, totals
from kuulo.lake.unsealed import NOTHING, cleared_to, read_unsealed, waiting_rows

# A sealing that clears while a reader looks costs the reader one more look; only a lost lake exhausts the looks.
LOOKS: Final = 40
PAUSE_SECONDS: Final = 0.05
IDS_CHUNK: Final = 500
HELD_SQL: Final = "SELECT signal_id FROM asked SEMI JOIN signals USING (signal_id)"
NO_TABLES: Final[Mapping[str, pa.Table]] = {}


@dataclass(frozen=True, slots=True)
class LakeStatus:
    """How the lake stands: version, data files, rows and bytes in them, signals waiting in the outbox, last sealing."""

    url: str
    version: int
    files: int
    rows: int
    bytes: int
    unsealed: int
    last_sealing: datetime | None


@dataclass(slots=True)
class Beside:
    """The companions of one snapshot, each as it stood when it was first looked at."""

    found: dict[str, CompanionSource] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, companion: Companion) -> CompanionSource:
        """Return what a companion stands for: as at the first look, or its newest version."""
        with self.lock:
            if companion.name not in self.found:
                self.found[companion.name] = newest_companion(companion)
            return self.found[companion.name]


def newest_companion(companion: Companion) -> CompanionSource:
    """Return the newest version of a companion; one without rows where it has not been made yet."""
    url = companion_url(lake_url(), companion.name)
    version = opened(url).newest()
    key = f"{url}:{version.number}:{hash(version.files)}"
    return CompanionSource(companion.name, key, version.files, companion.schema.empty_table(), version.dataset)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the signals that does not change while others write; use it in a ``with`` block.

    ``data_version`` names it in every figure: the lake's version, then how many rows were not yet sealed.
    """

    data_version: str
    source: SignalSource
    beside: Beside = field(default_factory=Beside, compare=False, repr=False)

    def run(
        self, sql: str, tables: Mapping[str, pa.Table] = NO_TABLES, companions: Sequence[Companion] = ()
    ) -> pa.Table:
        """Return the result of one SELECT in DuckDB's dialect over ``signals`` and the further tables by name.

        Companions that the statement names must be given; each stays as it was when the snapshot first looked at it.

        Raises:
            BusyError: Files it reads are gone: somebody's data were erased meanwhile, or it was kept for too long.
            EngineError: The statement or a data file cannot be used.
        """
        try:
            return engine().run(sql, self.source, tables, [self.beside.of(each) for each in companions])
        except EngineError as error:
            if self._is_past() or self._is_past_beside(companions):
                raise BusyError(
                    _("Files of the lake were removed while they were being read."), _("Look again.")
                ) from error
            raise

    def _is_past(self) -> bool:
        """Return whether files of the snapshot are gone because no version knows them any more."""
        known = frozenset(opened(lake_url()).newest().files)
        return any(file not in known and not Path(file).exists() for file in self.source.files)

    def _is_past_beside(self, companions: Sequence[Companion]) -> bool:
        """Return whether files of a companion are gone because no version knows them any more."""
        files = {file for each in companions for file in self.beside.of(each).files}
        known = {file for each in companions for file in newest_companion(each).files}
        return any(not Path(file).exists() for file in files - known)

    def companion_key(self, companion: Companion) -> str:
        """Return what differs whenever the rows of a companion do."""
        return self.beside.of(companion).key

    def partitions(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the data files by the kind and the month (``YYYY-MM``) they lie under."""
        found: dict[tuple[str, str], list[str]] = {}
        for file in self.source.files:
            found.setdefault(partition_of(file), []).append(file)
        return {partition: tuple(files) for partition, files in found.items()}

    def narrowed(self, partitions: Collection[tuple[str, str]], name: str, unsealed: pa.Table = NOTHING) -> Snapshot:
        """Return the same version with the files of a few kinds and months alone, and a few of the unsealed rows.

        Few files are bound and read in a fraction of the time that all of them take. Where the lake lies elsewhere its
        data set stays whole: name kind and month in the statement as well.

        Args:
            partitions: Kinds with their months.
            name: Tells this choice of rows from others of the same version.
            unsealed: Those of the unsealed rows that are wanted.
        """
        wanted = frozenset(partitions)
        files = tuple(file for file in self.source.files if partition_of(file) in wanted)
        key = f"{self.source.key}|{name}|{hash(files)}"
        dataset = self.source.dataset if wanted else None
        return replace(self, source=replace(self.source, key=key, files=files, unsealed=unsealed, dataset=dataset))

    def __enter__(self) -> Self:
        """Return the snapshot."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the snapshot; its files stay until a vacuum finds them older than a day."""


def lake_url() -> str:
    """Return where the lake lives."""
    return str(settings.KUULO_LAKE_URL)


@cache
def opened(url: str) -> OpenTable:
    """Return this process's picture of a lake."""
    return OpenTable(url)


def open_snapshot() -> Snapshot:
    """Return the newest version of the lake together with the rows not yet sealed.

    First the lake is looked at, then the outbox, then how far the outbox was cleared: when that is beyond the version,
    rows have moved into a newer one meanwhile, and the look is repeated.

    Raises:
        EngineError: The lake cannot be read, or is older than the outbox says it must be.
    """
    url = lake_url()
    table = opened(url)
    for look in range(LOOKS):
        version = table.newest()
        unsealed = read_unsealed(url, version)
        if cleared_to() <= version.batch:
            count = unsealed.rows.num_rows
            key = f"{url}:{version.number}:{unsealed.key}"
            source = SignalSource(key, version.files, unsealed.rows, version.dataset)
            return Snapshot(f"v{version.number}+{count}", source)
        time.sleep(PAUSE_SECONDS * min(look, 4) / 4)
    raise EngineError(
        _("The lake at {url} is older than the database: signals that were sealed are missing from it."),
        _("Check KUULO_LAKE_URL, or bring the newest lake back from a backup."),
        url=url,
    )


def status() -> LakeStatus:
    """Return how the lake stands."""
    url = lake_url()
    version = opened(url).newest()
    table = open_table(url)
    rows, size = totals(table) if table is not None else (0, 0)
    state = SealingState.objects.first()
    return LakeStatus(
        url=url,
        version=version.number,
        files=len(version.files),
        rows=rows,
        bytes=size,
        unsealed=waiting_rows(version).aggregate(Sum("signals"))["signals__sum"] or 0,
        last_sealing=state.sealed_at if state else None,
    )


def held_ids(ids: Collection[str], partitions: Collection[tuple[str, str]]) -> frozenset[str]:
    """Return those of the ids that the outbox or the lake holds, looked for in partitions (kind, month ``YYYY-MM``).

    First the outbox is looked at, then the lake: what is sealed in between is found there.
    """
    names = list(ids)
    held: set[str] = set()
    for begin in range(0, len(names), IDS_CHUNK):
        rows = OutboxSignal.objects.filter(signal_id__in=names[begin : begin + IDS_CHUNK])
        held.update(rows.values_list("signal_id", flat=True))
    version = opened(lake_url()).newest()
    files = version.files_of(frozenset(partitions))
    if files and names:
        source = SignalSource(f"ids:{hash(files)}", files, NOTHING, version.dataset)
        asked = pa.table({"signal_id": pa.array(names, pa.string())})
        held.update(engine().run(HELD_SQL, source, {"asked": asked})["signal_id"].to_pylist())
    return frozenset(held)


def signals_of(chosen: ChosenSignals) -> tuple[Mapping[str, object], ...]:
    """Return the chosen signals, the oldest first, each with what it says: what says nothing is left out."""
    names = [name for name in SIGNAL_SCHEMA.names if name != "month"]
    sql = f"SELECT {', '.join(names)} FROM signals WHERE {chosen.sql()} ORDER BY occurred_at, signal_id"  # noqa: S608 -- names of our own schema, quoted texts
    with open_snapshot() as snapshot:
        rows = snapshot.run(sql).to_pylist()
    return tuple({name: _plain(value) for name, value in row.items() if value not in (None, "", [])} for row in rows)


def responses_of_parties(parties: frozenset[str]) -> tuple[Mapping[str, str], ...]:
    """Return ``source`` and ``response_id`` of every response of some parties."""
    chosen = ChosenSignals(parties=parties)
    sql = f"SELECT DISTINCT source, response_id FROM signals WHERE {chosen.sql()}"  # noqa: S608 -- quoted texts
    with open_snapshot() as snapshot:
        return tuple(snapshot.run(sql).to_pylist())


def count_signals(chosen: ChosenSignals) -> int:
    """Return how many signals are chosen."""
    with open_snapshot() as snapshot:
        (row,) = snapshot.run(f"SELECT count(*) AS rows FROM signals WHERE {chosen.sql()}").to_pylist()  # noqa: S608 -- quoted texts
    return int(row["rows"])


def _plain(value: object) -> object:
    """Return the pairs of a map as a mapping; anything else as it is."""
    return dict(value) if isinstance(value, list) else value


def kinds_and_sources() -> dict[str, tuple[str, ...]]:
    """Return the kinds of signals there are, each with the sources they came through."""
    sql = "SELECT kind, list_sort(list(DISTINCT source)) AS sources FROM signals GROUP BY kind ORDER BY kind"
    with open_snapshot() as snapshot:
        return {row["kind"]: tuple(row["sources"]) for row in snapshot.run(sql).to_pylist()}
