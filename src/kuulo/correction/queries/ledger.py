"""Who was asked through Kuulo's own invitations, as arrays beside what the lake shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from kuulo.correction.models import Asking, AskingLedger
from kuulo.correction.queries.answers import measure_sql
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.rules.askings import AskingOutcome
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import register_version
from kuulo.lake.queries import Snapshot

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
WHOLE: Final = Coalesce(F("party__whole_id"), F("party_id"))
READ_CHUNK: Final = 20_000
# Who is nobody known has a number of its own below every number that stands for an identifier.
NOBODY: Final = -(2**63) + 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Askings in a window, one element an asking.

    Attributes:
        sources: Sources that the ledger tells of: of these it knows who was silent.
        person: Number of the party; below 0 where it is not known.
        touchpoint: Touchpoint asked about; None for none.
        second: Whether it was in a follow-up of the silent.
        at: When, in seconds.
        reached: Whether the question arrived.
        answered: Whether it was answered.
        reminders: Reminders sent.
        weight: 1 over the chance of being drawn into its phase; not a number where chance did not decide.
    """

    sources: frozenset[str]
    person: Codes
    touchpoint: tuple[str | None, ...]
    second: NDArray[np.bool_]
    at: Floats
    reached: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    reminders: Codes
    weight: Floats

    def _among(self, person: Codes, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.isin(person, self.person[chosen])

    def invited_among(self, person: Codes) -> Floats:
        """Return which persons were asked in the first phase, 1 or 0."""
        return self._among(person, ~self.second).astype(float)

    def reached_among(self, person: Codes) -> Floats:
        """Return which persons the question of the first phase reached, 1 or 0."""
        return self._among(person, ~self.second & self.reached).astype(float)

    def first_at_among(self, person: Codes) -> Floats:
        """Return when each person was first asked in the first phase, in seconds; infinite where they were not."""
        found = np.full(len(person), np.inf)
        chosen = ~self.second & np.isin(self.person, person)
        np.minimum.at(found, np.searchsorted(person, self.person[chosen]), self.at[chosen])
        return found

    def drawn_among(self, person: Codes) -> NDArray[np.bool_]:
        """Return which persons a follow-up asked."""
        return self._among(person, self.second)

    def weight_among(self, person: Codes) -> Floats:
        """Return 1 over the chance of being drawn into the follow-up; 1 where nobody noted it."""
        return self._laid(person, self.second & ~np.isnan(self.weight), self.weight, 1.0)

    def base_among(self, person: Codes) -> Floats:
        """Return 1 over the chance of being asked in the first phase; 1 where nobody noted it."""
        return self._laid(person, ~self.second & ~np.isnan(self.weight), self.weight, 1.0)

    def _laid(self, person: Codes, chosen: NDArray[np.bool_], values: Floats, default: float) -> Floats:
        order = np.argsort(self.person[chosen], kind="stable")
        known, held = self.person[chosen][order], values[chosen][order]
        found = np.full(len(person), default)
        if len(known):
            place = np.minimum(np.searchsorted(known, person), len(known) - 1)
            found = np.where(known[place] == person, held[place], default)
        return found

    def with_silent(self, seen: pa.Table) -> pa.Table:
        """Return what was seen of encounters with those asked about that nobody answered, one row each."""
        silent = ~self.second & ~self.answered
        if not silent.any():
            return seen
        count = int(silent.sum())
        places = np.flatnonzero(silent)
        columns = {
            "person": pa.array(self.person[silent], pa.int64()),
            "touchpoint": pa.array([self.touchpoint[place] for place in places], pa.string()),
            "asked": pa.array(np.ones(count, dtype=np.int64)),
            "reached": pa.array(self.reached[silent].astype(np.int64)),
        }
        rows = {
            field.name: columns.get(field.name, pa.array(np.zeros(count, dtype=np.int64))).cast(field.type)
            if field.name in columns or pa.types.is_integer(field.type)
            else pa.nulls(count, field.type)
            for field in seen.schema
        }
        return pa.concat_tables([seen, pa.table(rows, schema=seen.schema)])


def ledger_version() -> str:
    """Return the token of the ledger's present content; empty while nobody was noted."""
    return AskingLedger.objects.values_list("version", flat=True).first() or ""


def asked_in(snapshot: Snapshot, heard: Heard) -> Asked:
    """Return who was asked in the window through the sources that feed the measure."""
    version = ledger_version()
    sources = sources_of(snapshot, heard) if version else ()
    key = ("asked", version, register_version(), heard.start, heard.end, heard.is_newest, sources)
    return MEMORY.of(key, lambda: _asked(heard, sources))


def sources_of(snapshot: Snapshot, heard: Heard) -> tuple[str, ...]:
    """Return the sources that ever fed the measure."""

    def find() -> tuple[str, ...]:
        sql = f"SELECT DISTINCT source FROM signals WHERE {measure_sql(heard)}"  # noqa: S608 -- literals of answers.py
        return tuple(sorted(snapshot.run(sql)["source"].to_pylist()))

    key = ("sources", snapshot.source.key, heard.recorded, heard.question, heard.sources)
    return heard.sources or MEMORY.of(key, find)


def _asked(heard: Heard, sources: tuple[str, ...]) -> Asked:
    wanted = Q(source__in=sources)
    if heard.start is not None:
        wanted &= Q(asked_at__gte=heard.start)
    if heard.end is not None:
        within = Q(asked_at__lt=heard.end)
        wanted &= within | Q(phase__gt=1) if heard.is_newest else within
    fields = (
        "source",
        "of_whole",
        "pk",
        "touchpoint",
        "phase",
        "reached",
        "outcome",
        "reminders",
        "chance",
        "asked_at",
    )
    found = Asking.objects.filter(wanted).annotate(of_whole=WHOLE).values_list(*fields)
    rows = list(found.iterator(chunk_size=READ_CHUNK)) if sources else []
    person = [NOBODY + pk if number is None else number for _source, number, pk, *_rest in rows]
    return Asked(
        sources=frozenset(row[0] for row in rows),
        person=np.array(person, dtype=np.int64),
        touchpoint=tuple(row[3] or None for row in rows),
        second=np.array([row[4] > 1 for row in rows], dtype=bool),
        at=np.array([row[9].timestamp() for row in rows], dtype=float),
        reached=np.array([row[5] for row in rows], dtype=bool),
        answered=np.array([row[6] == AskingOutcome.ANSWERED for row in rows], dtype=bool),
        reminders=np.array([row[7] for row in rows], dtype=np.int64),
        weight=np.array([1 / row[8] if row[8] else np.nan for row in rows], dtype=float),
    )
