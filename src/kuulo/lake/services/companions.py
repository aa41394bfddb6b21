"""Writing companions: rows beside the signals, never of a signal that is gone, and at most one a signal.

Whoever read signals, thought about them and writes what was found may come after an erasure: each write holds the lease
that an erasure holds, and looks at the signals once more. What is written carries the signal's own keys, so that it is
erased by the same condition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import pyarrow as pa

from kuulo.lake.queries import Snapshot, lake_url, open_snapshot
from kuulo.lake.schema import KEY_NAMES, Companion, companion_url
from kuulo.lake.services.leases import Step, leased, pass_by
from kuulo.lake.tables import make_table, write_rows

PATIENCE: Final = timedelta(seconds=60)
ROWS: Final = "new_rows"
Places = frozenset[tuple[str, str]]


def append_companion(companion: Companion, rows: pa.Table, *, step: Step = pass_by) -> int:
    """Add rows of signals that have none yet, and return how many; a repeat adds nothing.

    Args:
        companion: Which.
        rows: ``signal_id``, ``kind`` and ``month`` of the signal, and the companion's own columns.
        step: Told how far it has come.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    if not rows.num_rows:
        return 0
    with leased(patience=PATIENCE), open_snapshot() as snapshot:
        places = _places(rows)
        new = _living(snapshot, companion, rows, f"ANTI JOIN ({_there(companion, places)}) USING (signal_id)")
        step("living found")
        if new.num_rows:
            write_rows(make_table(companion_url(lake_url(), companion.name), companion.schema), new)
        step("rows added")
    return int(new.num_rows)


def replace_companion(companion: Companion, rows: pa.Table, *, step: Step = pass_by) -> int:
    """Put rows in place of those of the same signals, others as they are; return how many; one commit for all.

    The arguments and errors are those of `append_companion`.
    """
    if not rows.num_rows:
        return 0
    with leased(patience=PATIENCE), open_snapshot() as snapshot:
        places = _places(rows)
        new = _living(snapshot, companion, rows)
        kept = snapshot.run(
            f"{_there(companion, places)} ANTI JOIN {ROWS} USING (signal_id)", {ROWS: rows}, [companion]
        )
        step("living found")
        table = make_table(companion_url(lake_url(), companion.name), companion.schema)
        write_rows(table, pa.concat_tables([kept.cast(companion.schema), new]), instead_of=places)
        step("rows replaced")
    return int(new.num_rows)


@contextmanager
def while_there(ids: Collection[str]) -> Iterator[bool]:
    """Hold off every erasure for the length of the block; yield whether all signals of these ids are there.

    Made for what was learned from many signals: kept within the block, it is of none that was erased meanwhile.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    asked = pa.table({"signal_id": pa.array(sorted(set(ids)), pa.string())})
    with leased(patience=PATIENCE), open_snapshot() as snapshot:
        found = snapshot.run("SELECT count(*) AS n FROM asked SEMI JOIN signals USING (signal_id)", {"asked": asked})
        yield found["n"][0].as_py() == asked.num_rows


def _living(snapshot: Snapshot, companion: Companion, rows: pa.Table, unless: str = "") -> pa.Table:
    """Return the rows whose signals are there, each once, with the signals' keys."""
    own = ", ".join(f"{ROWS}.{field.name}" for field in companion.columns)
    keys = ", ".join(f"living.{name}" for name in KEY_NAMES)
    sql = f"""
        SELECT DISTINCT ON (living.signal_id) {keys}, {own}
        FROM {ROWS} JOIN (SELECT {", ".join(KEY_NAMES)} FROM signals WHERE {_in(_places(rows))}) AS living
             USING (signal_id) {unless}
    """  # noqa: S608 -- names of our own, quoted texts
    return snapshot.run(sql, {ROWS: rows}, [companion]).cast(companion.schema)


def _there(companion: Companion, places: Places) -> str:
    """Return the SELECT of the companion's rows in some places."""
    names = ", ".join(field.name for field in companion.schema)
    return f"SELECT {names} FROM (SELECT * FROM {companion.name} WHERE {_in(places)})"  # noqa: S608 -- as above


def _places(rows: pa.Table) -> Places:
    """Return the kinds and months of some rows."""
    found = rows.select(["kind", "month"]).group_by(["kind", "month"]).aggregate([]).to_pylist()
    return frozenset((each["kind"], each["month"]) for each in found)


def _in(places: Places) -> str:
    """Return the condition of lying in one of some places; whole files are passed by."""
    pairs = ", ".join(f"('{kind}', '{month}')" for kind, month in sorted(places))
    kinds = ", ".join(f"'{kind}'" for kind in sorted({kind for kind, _month in places}))
    months = ", ".join(f"'{month}'" for month in sorted({month for _kind, month in places}))
    return f"kind IN ({kinds}) AND month IN ({months}) AND (kind, month) IN ({pairs})"
