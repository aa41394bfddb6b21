"""DuckDB over the files of one version of the lake: the only file that imports duckdb.

One database in memory a process, one cursor a thread: a cursor shared by threads fails. The session's time zone is UTC.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from kuulo.base.errors import EngineError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.lake.schema import PARTITIONS, SIGNAL_SCHEMA

# Days of a time with a zone are cut by a calendar library at four times the cost of days of a plain time.
# Rows from before promises were kept have none: those customers were known.
EARLIER: Final = {"promise": "coalesce(promise, 'identified') AS promise"}
NAMES: Final = ", ".join(EARLIER.get(name, name) for name in SIGNAL_SCHEMA.names)
COLUMNS: Final = f"{NAMES}, CAST(make_timestamp(epoch_us(occurred_at)) AS DATE) AS day"
# Faults of the statement itself; for these no data file need be looked at.
STATEMENT_FAULTS: Final = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)
# GLOBAL: each thread reads through a cursor of its own, and a plain SET holds only for the cursor it was said to.
SESSION: Final = (
    "SET GLOBAL TimeZone = 'UTC'",
    # Extensions would be fetched from a network that may not be there; names in SQL must not reach Python variables.
    "SET GLOBAL autoinstall_known_extensions = false",
    "SET GLOBAL python_enable_replacements = false",
    # No query relies on the order of the files; giving it up halves the memory of wide results.
    "SET GLOBAL preserve_insertion_order = false",
    # Data files never change once written, so what their footers say may be kept.
    "SET GLOBAL parquet_metadata_cache = true",
)


@dataclass(frozen=True, slots=True)
class SignalSource:
    """What the name ``signals`` stands for: data files here or a data set elsewhere, and rows not yet sealed."""

    key: str
    files: tuple[str, ...]
    unsealed: pa.Table
    dataset: ds.Dataset | None = None


@dataclass(frozen=True, slots=True)
class CompanionSource:
    """What the name of a companion stands for; ``empty`` tells its columns where there are no files."""

    name: str
    key: str
    files: tuple[str, ...]
    empty: pa.Table
    dataset: ds.Dataset | None = None


@dataclass(slots=True)
class Session:
    """One thread's cursor, and what its ``signals`` and its companions stand for at the moment."""

    cursor: duckdb.DuckDBPyConnection
    key: str = field(default="")
    beside: dict[str, str] = field(default_factory=dict)


class DuckDBEngine:
    """Runs SQL in DuckDB's dialect; safe to call from many threads."""

    name = "duckdb"

    def __init__(self) -> None:
        self._database = duckdb.connect(":memory:")
        for statement in SESSION:
            self._database.execute(statement)
        # What does not fit in memory goes where temporary files go, not into the folder the process was started in.
        self._database.execute(f"SET temp_directory = {quoted(str(spill_folder()))}")
        self._of_thread = threading.local()

    def run(
        self, sql: str, source: SignalSource, tables: Mapping[str, pa.Table], beside: Sequence[CompanionSource] = ()
    ) -> pa.Table:
        """Return the result of one SELECT over ``signals``, its companions and the further tables by their names.

        ``signals`` has the columns of `SIGNAL_SCHEMA`, and ``day``, the date of ``occurred_at`` in UTC.

        Raises:
            EngineError: The statement or a data file cannot be used; the message names the file where one is to blame.
        """
        session = self._session()
        try:
            self._show(session, source)
            for companion in beside:
                self._show_beside(session, companion)
            with shown_tables(session.cursor, tables):
                return session.cursor.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            session.key, session.beside = "", {}
            files = (*source.files, *(file for companion in beside for file in companion.files))
            raise engine_error(error, files) from error

    def _session(self) -> Session:
        session: Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = Session(self._database.cursor())
            self._of_thread.session = session
        return session

    def _show(self, session: Session, source: SignalSource) -> None:
        """Make ``signals`` stand for the source, on this thread's cursor only."""
        if session.key == source.key:
            return
        cursor = session.cursor
        parts = []
        if source.dataset is not None:
            cursor.register("sealed_rows", source.dataset)
            parts.append(f"SELECT {COLUMNS} FROM sealed_rows")  # noqa: S608 -- names of our own schema
        elif source.files:
            parts.append(f"SELECT {COLUMNS} FROM {files_sql(source.files)}")  # noqa: S608 -- quoted names of our own files
        if source.unsealed.num_rows or not parts:
            cursor.register("unsealed_rows", source.unsealed)
            parts.append(f"SELECT {COLUMNS} FROM unsealed_rows")  # noqa: S608 -- names of our own schema
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW signals AS {' UNION ALL BY NAME '.join(parts)}")
        session.key = source.key

    def _show_beside(self, session: Session, companion: CompanionSource) -> None:
        """Make a companion's name stand for its rows, on this thread's cursor only."""
        name, cursor = companion.name, session.cursor
        if session.beside.get(name) == companion.key:
            return
        cursor.register(f"empty_{name}", companion.empty)
        parts = [f"FROM empty_{name}"]
        if companion.dataset is not None:
            cursor.register(f"sealed_{name}", companion.dataset)
            parts.append(f"FROM sealed_{name}")
        elif companion.files:
            parts.append(f"FROM {parquet_sql(companion.files)}")
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {' UNION ALL BY NAME '.join(parts)}")
        session.beside[name] = companion.key


def spill_folder() -> Path:
    """Return where results go that do not fit in memory; the engine removes them, unless it is killed."""
    return Path(tempfile.gettempdir(), "kuulo-duckdb")


@cache
def engine() -> DuckDBEngine:
    """Return this process's engine."""
    return DuckDBEngine()


@contextmanager
def shown_tables(cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Let the cursor know the tables by their names for the length of the block."""
    for name, table in tables.items():
        cursor.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            cursor.unregister(name)


def files_sql(files: tuple[str, ...]) -> str:
    """Return the SQL that reads the files, with the columns that are kept in their folders' names."""
    return f"(FROM {parquet_sql(files)} UNION ALL BY NAME SELECT NULL::VARCHAR AS promise WHERE false)"


def parquet_sql(files: tuple[str, ...]) -> str:
    """Return the SQL of the files' rows as they are; files from before a column was added lack it."""
    names = ", ".join(quoted(literal_path(name)) for name in files)
    types = ", ".join(f"{column}: VARCHAR" for column in PARTITIONS)
    return f"read_parquet([{names}], union_by_name = true, hive_partitioning = true, hive_types = {{{types}}})"


def quoted(text: str) -> str:
    """Return the text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def literal_path(path: str) -> str:
    """Return the path so that DuckDB takes none of its characters for a pattern."""
    return "".join(f"[{char}]" if char in "*?" else char for char in path)


def engine_error(error: duckdb.Error, files: Iterable[str]) -> EngineError:
    """Return what to tell the person: the data file to blame, or else what the engine said."""
    for file in () if isinstance(error, STATEMENT_FAULTS) else files:
        trouble = file_trouble(Path(file))
        if trouble:
            return EngineError(
                _("The lake's file {file} cannot be read: {reason}"),
                _("Bring the file back from a backup of the lake."),
                file=file,
                reason=trouble,
            )
    return EngineError(
        _("The engine duckdb could not run the query: {reason}"), reason=str(error).partition("\n")[0].strip()
    )


def file_trouble(path: Path) -> Text | None:
    """Return why the data file cannot be read, or nothing where its outline is whole."""
    try:
        pq.read_metadata(path)
    except FileNotFoundError:
        return say(_("it is not there."))
    except (OSError, pa.ArrowInvalid) as error:
        return say(_("it is damaged ({words})."), words=str(error).partition("\n")[0].rstrip("."))
    return None
