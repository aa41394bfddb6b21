"""The lake's Delta table: opening one version, committing rows, keeping it tidy. The only file that imports deltalake.

Data files are copy-on-write, without deletion vectors, so that one version is a plain list of Parquet files which every
engine reads. A commit carries the number of its batch as an application transaction: the same batch cannot be committed
twice, not even by two writers at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.fs as pafs
from deltalake import CommitProperties, DeltaTable, Schema, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.fs import DeltaStorageHandler

from kuulo.base.errors import BusyError, EngineError, SettingError
from kuulo.base.texts import mark as _
from kuulo.lake.schema import COMPANIONS, PARTITIONS, SIGNAL_SCHEMA

OUTBOX_APP: Final = "kuulo-outbox"
TRIES: Final = 5
CONFIGURATION: Final = {
    "delta.enableDeletionVectors": "false",
    # Each sealing leaves a log entry; a week of them is listed quickly.
    "delta.logRetentionDuration": "interval 7 days",
    "delta.deletedFileRetentionDuration": "interval 1 days",
}
# DuckDB works on a file by groups of rows: this many let its threads share a file and skip what a filter leaves out.
WRITER: Final = WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=122_880)
# How long a process trusts its picture of the log to be continued; far less than log entries are kept.
REOPEN_SECONDS: Final = 3600.0
# Signs in a folder's name that deltalake takes for something else, or breaks off at.
UNUSABLE: Final = frozenset("[]|^%\\")
# Names of environment variables that say how to reach a store elsewhere; deltalake reads them itself.
STORE_VARIABLES: Final = ("AWS_", "AZURE_", "GOOGLE_")


@dataclass(frozen=True, slots=True)
class LakeVersion:
    """One version of the lake: its number, the last batch of the outbox in it, and its data files."""

    number: int
    batch: int
    files: tuple[str, ...]
    dataset: ds.Dataset | None = None

    def files_of(self, partitions: frozenset[tuple[str, str]]) -> tuple[str, ...]:
        """Return the files that lie in the partitions (kind, month)."""
        return tuple(file for file in self.files if partition_of(file) in partitions)


Table: TypeAlias = DeltaTable
EMPTY: Final = LakeVersion(number=0, batch=0, files=())


class OpenTable:
    """This process's picture of one lake, brought up to date at each look; safe to use from many threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._table: DeltaTable | None = None
        self._opened = 0.0
        self._version = EMPTY

    def newest(self) -> LakeVersion:
        """Return the newest version; an empty one where the lake has not been made yet.

        Raises:
            EngineError: The lake's log cannot be read.
        """
        with self._lock:
            try:
                return self._look()
            except DeltaError:
                # An erasure cut the log that this picture rests on.
                self._table = None
                return self._look()

    def _look(self) -> LakeVersion:
        table = self._refreshed()
        if table is None:
            return EMPTY
        if self._version is EMPTY or table.version() != self._version.number:
            self._version = version_of(table, self._url)
        return self._version

    def _refreshed(self) -> DeltaTable | None:
        now = time.monotonic()
        if self._table is not None and now - self._opened < REOPEN_SECONDS and not self._vanished():
            self._table.update_incremental()
            return self._table
        self._table, self._opened, self._version = open_table(self._url), now, EMPTY
        return self._table

    def _vanished(self) -> bool:
        # A removed log would look like one without news.
        return is_local(self._url) and not Path(local_path(self._url), "_delta_log").is_dir()


def is_local(url: str) -> bool:
    """Return whether the lake is a folder of this machine."""
    return urlsplit(url).scheme in {"", "file"}


def local_path(url: str) -> str:
    """Return the folder a local lake's URL means."""
    parts = urlsplit(url)
    return unquote(parts.path) if parts.scheme == "file" else url


def storage_options(url: str) -> dict[str, str] | None:
    """Return what the environment says about reaching a store elsewhere."""
    if is_local(url):
        return None
    return {name: value for name, value in os.environ.items() if name.startswith(STORE_VARIABLES)}


def open_table(url: str) -> DeltaTable | None:
    """Return the lake's table, or nothing where it has not been made yet.

    Raises:
        EngineError: There is something that cannot be read as a lake.
        SettingError: The lake's folder has a name that cannot be used.
    """
    if is_local(url):
        path = local_path(url)
        if not UNUSABLE.isdisjoint(path):
            raise SettingError(
                _("The lake's folder {path} has one of the signs {signs} in its name."),
                _("Set KUULO_LAKE_URL to a folder without them."),
                path=path,
                signs=" ".join(sorted(UNUSABLE)),
            )
        if not Path(path, "_delta_log").is_dir():
            return None
    try:
        return DeltaTable(url, storage_options=storage_options(url))
    except TableNotFoundError:
        return None
    except (DeltaError, OSError, ValueError) as error:
        raise EngineError(
            _("The lake at {url} cannot be opened: {reason}"),
            _("Check KUULO_LAKE_URL, or bring the lake back from a backup."),
            url=url,
            reason=str(error).partition("\n")[0],
        ) from error


def make_table(url: str, schema: pa.Schema = SIGNAL_SCHEMA) -> DeltaTable:
    """Return the table of signals, or of a companion; made first where it is not there yet."""
    table = open_table(url)
    if table is not None:
        return with_all_columns(table, schema)
    if is_local(url):
        Path(local_path(url)).mkdir(parents=True, exist_ok=True)
    return DeltaTable.create(
        url,
        schema=schema,
        mode="ignore",
        partition_by=list(PARTITIONS),
        configuration=CONFIGURATION,
        storage_options=storage_options(url),
    )


def with_all_columns(table: DeltaTable, schema: pa.Schema) -> DeltaTable:
    """Return the table with the columns that came after it was made; rows from before have nothing in them."""
    known = {field.name for field in table.schema().fields}
    missing = [field for field in Schema.from_arrow(schema).fields if field.name not in known]
    if missing:
        table.alter.add_columns(missing)
    return table


def companion_names(url: str) -> tuple[str, ...]:
    """Return the names of the companions that were ever made beside a lake, whoever made them."""
    if is_local(url):
        folder = Path(local_path(url), COMPANIONS)
        return tuple(sorted(each.name for each in folder.iterdir() if each.is_dir())) if folder.is_dir() else ()
    found = store_of(url).get_file_info(pafs.FileSelector(COMPANIONS, allow_not_found=True))
    return tuple(sorted(each.base_name for each in found if each.type == pafs.FileType.Directory))


def arrow_schema(table: DeltaTable) -> pa.Schema:
    """Return the columns of a table as Arrow names them."""
    return pa.schema(table.schema().to_arrow())


def version_of(table: DeltaTable, url: str) -> LakeVersion:
    """Return what readers need to know of the version the table stands at."""
    local = is_local(url)
    return LakeVersion(
        number=table.version(),
        batch=table.transaction_version(OUTBOX_APP) or 0,
        files=tuple(sorted(data_file(uri, url) for uri in table.file_uris())),
        dataset=None if local else table.to_pyarrow_dataset(as_large_types=False),
    )


def data_file(uri: str, url: str) -> str:
    """Return where a data file lies: a path on this machine, or its URI elsewhere.

    The library's URIs of local files are percent-encoded; the last three parts, all our own words, never need it.
    """
    if not is_local(url):
        return uri
    return str(Path(local_path(url)).joinpath(*uri.rsplit("/", 3)[1:]))


def partition_of(file: str) -> tuple[str, str]:
    """Return the kind and the month a data file lies under."""
    kind, month = file.rsplit("/", 3)[-3:-1]
    return kind.partition("=")[2], month.partition("=")[2]


def append(table: DeltaTable, rows: pa.Table, *, app_id: str, number: int) -> bool:
    """Commit the rows as the batch of that number; return whether this call did it rather than an earlier one.

    The same handle that is asked for the last batch also commits, so a writer that comes between makes the commit fail.
    """
    done = table.transaction_version(app_id)
    if done is not None and done >= number:
        return False
    try:
        write_deltalake(
            table,
            rows,
            mode="append",
            writer_properties=WRITER,
            commit_properties=CommitProperties(app_transactions=[Transaction(app_id, number)]),
        )
    except CommitFailedError as error:
        table.update_incremental()
        if (table.transaction_version(app_id) or 0) >= number:
            return False
        raise BusyError(
            _("Another process wrote to the lake at the same moment."), _("Try again; nothing was written twice.")
        ) from error
    return True


def write_rows(table: DeltaTable, rows: pa.Table, instead_of: Collection[tuple[str, str]] = ()) -> None:
    """Commit the rows beside those that are there, or in place of all that lies in some partitions (kind, month)."""
    places = " OR ".join(f"(kind = '{kind}' AND month = '{month}')" for kind, month in sorted(instead_of))
    try:
        if places:
            write_deltalake(table, rows, mode="overwrite", predicate=places, writer_properties=WRITER)
        else:
            write_deltalake(table, rows, mode="append", writer_properties=WRITER)
    except CommitFailedError as error:
        raise rewritten() from error


def rewritten() -> BusyError:
    """Return what to say when others rewrote the same files meanwhile."""
    return BusyError(_("Another process rewrote the lake's files at the same moment."), _("Try again."))


def compact_files(table: DeltaTable) -> tuple[int, int]:
    """Gather small files into larger ones; return how many went and how many came."""
    try:
        metrics: dict[str, Any] = table.optimize.compact(writer_properties=WRITER)
    except CommitFailedError as error:
        raise rewritten() from error
    return int(metrics["numFilesRemoved"]), int(metrics["numFilesAdded"])


def remove_old_files(table: DeltaTable, *, retention_hours: int) -> int:
    """Delete the files no version of the last hours uses, crashed writers' files too; return how many."""
    removed = table.vacuum(retention_hours=retention_hours, dry_run=False, enforce_retention_duration=False, full=True)
    table.create_checkpoint()
    table.cleanup_metadata()
    return len(removed)


def totals(table: DeltaTable) -> tuple[int, int]:
    """Return the rows and bytes of the version, from the log alone."""
    actions = pa.table(table.get_add_actions(flatten=True))
    rows = sum(int(value or 0) for value in actions["num_records"].to_pylist())
    return rows, sum(actions["size_bytes"].to_pylist())


def delete_rows(table: DeltaTable, predicate: str) -> int:
    """Write the files that hold rows of the predicate anew without them; return how many rows went.

    Raises:
        BusyError: Others rewrote the same files each time it was tried.
    """
    for _attempt in range(TRIES):
        try:
            return int(table.delete(predicate, writer_properties=WRITER)["num_deleted_rows"])
        except CommitFailedError:
            table.update_incremental()
    raise rewritten()


def store_of(url: str) -> pafs.FileSystem:
    """Return the files of a lake, here or elsewhere, with paths as the log writes them."""
    return pafs.PyFileSystem(DeltaStorageHandler(url, storage_options(url)))
