"""Reading from an organisation's own database: one SELECT, read-only, streamed into a file chunk by chunk.

Passwords never reach Kuulo's database, pages, logs or errors: an address names them as ``{KUULO_FEED_…}``, variables of
the environment that are looked up at the moment of connecting.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_plus

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.feeds.readers.cells import text_column
from kuulo.feeds.readers.places import check_database_file

SECRET: Final = re.compile(r"\{(KUULO_FEED_[A-Z0-9_]+)\}")
ADBC: Final = re.compile(r"^adbc\+([a-z0-9_]+):(.+)$", re.DOTALL)
SELECT: Final = re.compile(r"^\s*(select|with)\b", re.IGNORECASE)
# What is left of a password in a URI once the names of secrets are taken out.
TOLD: Final = re.compile(r"://[^/@:\s]*:[^@/\s]+@|passw(?:or)?d=[^\s&]|pwd=[^\s;&]", re.IGNORECASE)
# DuckDB reads any file by a mere SELECT (read_text), unless it is told not to, for good.
LOCKED: Final[Mapping[str, tuple[str, ...]]] = {
    "duckdb": ("SET enable_external_access = false", "SET lock_configuration = true"),
}
STREAM_ROWS: Final = 20_000
SQLITE_FILE: Final = re.compile(r"^(?:file:)?([^?]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a database.

    Attributes:
        address: Where it is, with the names of secrets.
        query: One SELECT.
        changed: The column that says when a row last changed; empty to read all.
        since: What that column held in the newest row read before; None reads all.
    """

    address: str
    query: str
    changed: str = ""
    since: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came: rows, and the newest value of the column of changes."""

    rows: int
    newest: object = None


def check_address(address: str) -> None:
    """Let the address of a database pass that can be used and holds no password.

    Raises:
        InputError: It is none, its driver is not installed, or a password stands in it.
    """
    bare = SECRET.sub("secret", address.strip())
    adbc = ADBC.match(bare)
    if TOLD.search(unquote_plus(SECRET.sub("", address))):
        raise _password_told()
    if adbc is not None:
        _adbc_module(adbc[1])
        _check_file(adbc[1], adbc[2])
        return
    url = _url(bare)
    password = _url(address.strip().replace("{", "%7B").replace("}", "%7D")).password
    if password and not SECRET.fullmatch(str(password)):
        raise _password_told()
    _check_file(url.get_backend_name(), url.database or "")


def check_query(query: str) -> None:
    """Let a query pass that is one SELECT.

    Raises:
        InputError: It is not.
    """
    if not SELECT.match(query) or ";" in query.strip().rstrip(";"):
        raise InputError(
            _("The query is not one SELECT."), _("Write a single SELECT, or WITH … SELECT; Kuulo only ever reads.")
        )


def fetch(question: Question, target: Path) -> Fetched:
    """Write what a database answers into a Parquet file, every cell as text, chunk by chunk.

    Raises:
        InputError: The database cannot be reached or refuses the query; the message says what it said, without secrets.
    """
    check_address(question.address)
    check_query(question.query)
    adbc = ADBC.match(question.address.strip())
    try:
        chunks = _adbc_chunks(question, adbc[1], adbc[2]) if adbc else _sqlalchemy_chunks(question)
        with chunks as stream:
            return _write(stream, question, target)
    except InputError:
        raise
    except (SQLAlchemyError, ImportError, OSError, pa.ArrowException, *_driver_errors()) as error:
        # "from None": the original error carries the address it connected to.
        raise InputError(
            _("The database did not answer: {reason}"),
            _("Check address, secret and query; nothing was changed there."),
            reason=_without_secrets(str(getattr(error, "orig", None) or error), question.address),
        ) from None


def shown_address(address: str) -> str:
    """Return an address as a page may show it; secrets are names in it, and nothing else is left to hide."""
    return re.sub(r"(://[^/:@\s]*:)([^@{\s][^@\s]*)@", r"\1***@", address)


@contextmanager
def _sqlalchemy_chunks(question: Question) -> Iterator[Iterator[pa.Table]]:
    engine = sa.create_engine(_read_only(_url(_with_secrets(question.address))), poolclass=sa.NullPool)
    try:
        options: dict[str, Any] = {"stream_results": True, "yield_per": STREAM_ROWS}
        if engine.dialect.name == "postgresql":
            options["postgresql_readonly"] = True
        with engine.connect() as plain:
            connection = plain.execution_options(**options)
            if engine.dialect.name in {"mysql", "mariadb"}:
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            result = connection.execute(_statement(question))
            names = list(result.keys())
            yield (_table(names, [tuple(row) for row in rows]) for rows in result.partitions(STREAM_ROWS))
            plain.rollback()
    finally:
        engine.dispose()


def _statement(question: Question) -> sa.Executable:
    inner = question.query.strip().rstrip(";").replace("\\", "\\\\").replace(":", "\\:")
    if not question.changed or question.since is None:
        return sa.text(inner)
    column: sa.ColumnElement[Any] = sa.column(question.changed)
    rows = sa.text(f"({inner}) AS kuulo_feed")
    # Not "later than": rows of the very same moment may have come since.
    return sa.select(sa.text("*")).select_from(rows).where(column >= sa.bindparam("since", question.since))


@contextmanager
def _adbc_chunks(question: Question, driver: str, uri: str) -> Iterator[Iterator[pa.Table]]:
    module = _adbc_module(driver)
    real = _with_secrets(uri)
    if driver == "sqlite" and not real.startswith("file:"):
        real = f"file:{real}?mode=ro"
    inner = question.query.strip().rstrip(";")
    parameters: list[object] | None = None
    if question.changed and question.since is not None:
        place = "$1" if driver == "postgresql" else "?"
        name = question.changed.replace('"', '""')
        inner, parameters = f'SELECT * FROM ({inner}) AS kuulo_feed WHERE "{name}" >= {place}', [question.since]  # noqa: S608 -- the query is the organisation's own, and the name is quoted
    with module.connect(real) as connection, connection.cursor() as cursor:
        for statement in LOCKED.get(driver, ()):
            cursor.execute(statement)
        cursor.execute(inner, parameters)
        reader = cursor.fetch_record_batch()
        yield (pa.Table.from_batches([batch]) for batch in reader)
        connection.rollback()


def _write(stream: Iterator[pa.Table], question: Question, target: Path) -> Fetched:
    writer: pq.ParquetWriter | None = None
    rows, newest = 0, question.since
    try:
        for table in stream:
            newest = _newer(newest, _last(table, question.changed))
            texts = pa.table({name: text_column(table[name]) for name in table.column_names})
            writer = writer or pq.ParquetWriter(target, texts.schema)
            writer.write_table(texts)
            rows += table.num_rows
    finally:
        if writer is not None:
            writer.close()
    return Fetched(rows=rows, newest=newest)


def _last(table: pa.Table, changed: str) -> object:
    if not changed:
        return None
    by_name = {name.casefold(): name for name in table.column_names}
    if changed.casefold() not in by_name:
        raise InputError(
            _("The query has no column “{name}” that says when a row changed."),
            _("Add it to the query, or leave the column of changes empty."),
            name=changed,
        )
    values = [value for value in table[by_name[changed.casefold()]].to_pylist() if value is not None]
    return max(values, default=None)


def _newer(known: object, met: object) -> object:
    if known is None or met is None:
        return met if known is None else known
    if isinstance(known, str) or isinstance(met, str):
        return max(known, met, key=_as_text)
    both: list[Any] = [known, met]
    return max(both)


def _as_text(value: object) -> str:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def _table(names: list[str], rows: list[tuple[object, ...]]) -> pa.Table:
    """Return rows as a table; a column whose values Arrow cannot hold together becomes text."""
    columns = zip(*rows, strict=True) if rows else ([] for _name in names)
    return pa.table({name: _array(list(values)) for name, values in zip(names, columns, strict=True)})


def _array(values: list[object]) -> pa.Array:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) == 1 and kinds <= {int, float, bool, str, date, datetime}:
        return pa.array(values)
    return pa.array([None if value is None else _spelt(value) for value in values], pa.string())


def _spelt(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _url(address: str) -> sa.URL:
    try:
        url = sa.make_url(address)
        url.get_dialect()
    except (SQLAlchemyError, ImportError, ValueError):
        raise InputError(
            _("The address names no database that can be reached from here."),
            _("Write it like postgresql+psycopg://user:{{KUULO_FEED_SECRET}}@host/name or sqlite:////folder/file.db."),
        ) from None
    return url


def _read_only(url: sa.URL) -> sa.URL:
    if url.get_backend_name() != "sqlite":
        return url
    path = SQLITE_FILE.match(url.database or "")
    return url.set(database=f"file:{path[1] if path else ''}", query={"mode": "ro", "uri": "true"})


def _check_file(backend: str, database: str) -> None:
    if backend in {"sqlite", "duckdb"}:
        found = SQLITE_FILE.match(database)
        check_database_file(Path(found[1] if found else ""))


def _adbc_module(driver: str) -> Any:
    name = f"adbc_driver_{driver}"
    if find_spec(name) is None or driver == "manager":
        raise InputError(
            _("There is no ADBC driver “{driver}” here."),
            _("Install the Python package adbc-driver-{driver} beside Kuulo."),
            driver=driver,
        )
    return import_module(f"{name}.dbapi")


def _driver_errors() -> tuple[type[Exception], ...]:
    errors: type[Exception] = import_module("adbc_driver_manager.dbapi").Error
    return (errors,)


def _with_secrets(address: str, environ: Mapping[str, str] | None = None) -> str:
    known = os.environ if environ is None else environ
    for name in SECRET.findall(address):
        if not known.get(name):
            raise InputError(
                _("The secret {name} is not set in the environment of Kuulo."),
                _("Set it where Kuulo's web and worker processes are started."),
                name=name,
            )
    return SECRET.sub(lambda found: known[found[1]], address.strip())


def _without_secrets(text: str, address: str) -> str:
    line = " ".join(text.split())[:500]
    for name in SECRET.findall(address):
        line = line.replace(os.environ.get(name) or "\x00", f"{{{name}}}")
    return line.replace(_with_secrets(address), shown_address(address))


def _password_told() -> InputError:
    return InputError(
        _("A password stands in the address."),
        _("Set it in the environment of Kuulo as KUULO_FEED_CRM, say, and write {{KUULO_FEED_CRM}} in its place."),
    )


__all__ = ["Fetched", "Question", "check_address", "check_query", "fetch", "shown_address"]
