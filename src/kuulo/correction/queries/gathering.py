"""The answers of the newest year gathered from the lake once, a few narrow columns, for all figures of a page.

Each look at the lake opens its files anew; a page asks about the same months again and again.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from kuulo.correction.queries.answers import KNOWN, PARTIES, PERSON, SECOND_PHASE, joined_sql, second_phase_definitions
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import party_map, register_version
from kuulo.lake.queries import Snapshot
from kuulo.words.queries import COMMENT_WORDS

GATHERED: Final = "gathered_answers"
COLUMNS: Final = (
    "kind",
    "definition",
    "question",
    "source",
    "state",
    "month",
    "occurred_at",
    "value",
    "weight",
    "touchpoint",
)
MONTHS_GATHERED: Final = 13
NAMED: Final = re.compile(r'\bsignals\."?(\w+)"?')


@dataclass(slots=True)
class Newest:
    """What was gathered last; others wait while it is gathered."""

    key: tuple[str, str] = ("", "")
    table: pa.Table | None = None
    first: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, key: tuple[str, str], make: Callable[[], tuple[pa.Table, str]]) -> tuple[pa.Table, str]:
        """Return what was gathered under the key, or gather it."""
        with self.lock:
            if self.table is None or self.key != key:
                self.table, self.first = make()
                self.key = key
            return self.table, self.first

    def forget(self) -> None:
        """Let go of what was gathered."""
        with self.lock:
            self.key, self.table = ("", ""), None


NEWEST: Final = Newest()


@dataclass(frozen=True, slots=True)
class Answers:
    """Where the answers of what is heard are read from, and how its person and phase are named there.

    Attributes:
        source: What stands behind FROM, named ``signals``.
        person: Expression of the person.
        second: Expression of whether an answer is of a follow-up of the silent.
        table: The gathered answers; ``None`` where the lake itself is read.
    """

    source: str
    person: str
    second: str
    table: pa.Table | None

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables that the source names."""
        if self.table is not None:
            return {GATHERED: self.table}
        return {KNOWN: party_map()}

    def first_phase(self) -> str:
        """Return the condition that an answer is of no follow-up."""
        return "true" if self.second == "false" else f"NOT {self.second}"


def answers_for(snapshot: Snapshot, heard: Heard, *expressions: str) -> Answers:
    """Return where the answers in the window are read from, if these expressions are to be computed of them."""
    has_second = bool(second_phase_definitions(snapshot) & set(heard.recorded))
    named = {name for text in expressions for name in NAMED.findall(text)}
    if (
        heard.start is not None
        and named <= set(COLUMNS)
        and not any(table in text for text in expressions for table in (PARTIES, COMMENT_WORDS))
    ):
        table, first = NEWEST.of((snapshot.source.key, register_version()), lambda: _gather(snapshot))
        if first and heard.start.astimezone(UTC).strftime("%Y-%m") >= first:
            second = "signals.second" if has_second else "false"
            return Answers(f"{GATHERED} AS signals", "signals.person", second, table)
    second = f"coalesce({SECOND_PHASE}, false)" if has_second else "false"
    return Answers(joined_sql(PERSON), PERSON, second, None)


def _gather(snapshot: Snapshot) -> tuple[pa.Table, str]:
    """Return the narrow columns of all answers of the newest months, and the first of these months."""
    months = [month for kind, month in snapshot.partitions() if kind == "answer"]
    unsealed = snapshot.source.unsealed
    months += unsealed.filter(pc.equal(unsealed["kind"], "answer"))["month"].to_pylist()
    if snapshot.source.dataset is not None or not months:
        return pa.table({"kind": pa.array([], pa.string())}), ""
    first = _months_before(max(months), MONTHS_GATHERED)
    second = f"coalesce({SECOND_PHASE}, false)" if second_phase_definitions(snapshot) else "false"
    listed = ", ".join(f"signals.{name}" for name in COLUMNS)
    sql = (
        f"SELECT {listed}, {PERSON} AS person, {second} AS second FROM {joined_sql(PERSON)} "  # noqa: S608 -- names of our own
        f"WHERE signals.kind = 'answer' AND signals.definition IS NOT NULL AND signals.month >= '{first}'"
    )
    return snapshot.run(sql, {KNOWN: party_map()}), first


def _months_before(month: str, count: int) -> str:
    middle = datetime(int(month[:4]), int(month[5:]), 15, tzinfo=UTC)
    for _one in range(count):
        middle = (middle.replace(day=1) - timedelta(days=15)).replace(day=15)
    return middle.strftime("%Y-%m")


def forget() -> None:
    """Let go of everything kept or gathered; the next look begins anew."""
    MEMORY.forget()
    NEWEST.forget()
