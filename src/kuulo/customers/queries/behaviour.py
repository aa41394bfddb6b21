"""What parties do: last seen, purchases, visits and their last scores, from the lake; one look a data version.

Confidential answers count as having been seen, as the timeline says too; their scores are nobody's to know, so a last
score comes only from answers that were promised nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

import pyarrow as pa
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries.consents import require_use
from kuulo.customers.queries.wholes import identifiers_of, party_map, register_version, whole_of
from kuulo.customers.rules import Purpose
from kuulo.lake.queries import Snapshot, open_snapshot

SCORE: Final = "figure: "
FRESH_SECONDS: Final = 60.0
WEB: Final = "'page_view', 'screen_view', 'event'"
# A cancelled line has a negative value: an order with nothing but such lines is none, but its value counts.
ACTS: Final = f"""
    SELECT p.party_id AS party_id,
           min(s.occurred_at) AS first_seen,
           max(s.occurred_at) AS last_seen,
           min(s.occurred_at) FILTER (s.kind = 'purchase' AND coalesce(s.value, 0) >= 0) AS first_purchase,
           max(s.occurred_at) FILTER (s.kind = 'purchase' AND coalesce(s.value, 0) >= 0) AS last_purchase,
           count(DISTINCT coalesce(nullif(s.response_id, ''), s.signal_id))
               FILTER (s.kind = 'purchase' AND coalesce(s.value, 0) >= 0) AS orders,
           coalesce(sum(s.value) FILTER (s.kind = 'purchase'), 0.0) AS value,
           count(*) FILTER (s.kind = 'visit')
             + count(DISTINCT coalesce(nullif(s.response_id, ''), CAST(s.day AS VARCHAR)))
               FILTER (s.kind IN ({WEB})) AS visits
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.state = 'answered'
    GROUP BY p.party_id
"""  # noqa: S608 -- names of our own
SCORES: Final = """
    SELECT p.party_id AS party_id, s.definition AS definition,
           max_by(struct_pack(value := s.value, low := s.scale_min, high := s.scale_max, at := s.occurred_at),
                  struct_pack(at := s.occurred_at, id := s.signal_id)) AS last
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.definition IS NOT NULL AND s.value IS NOT NULL AND s.state = 'answered' AND s.promise = 'identified'
    GROUP BY p.party_id, s.definition
    ORDER BY s.definition, p.party_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastScore:
    """The last answer a party gave to a measure, on its scale, and when."""

    definition: str
    value: float
    low: float | None
    high: float | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What one party did.

    Attributes:
        first_seen: Its first signal of any kind.
        last_seen: Its last one.
        first_purchase: Its first order that was not cancelled.
        last_purchase: Its last one.
        recency_days: Days since then, as days are cut in UTC.
        orders: How many orders (frequency).
        value: Of all it bought, less what was cancelled.
        visits: Visits in person, and sessions on the web (days, where the sender names no session).
        scores: The last score of each measure that was answered without a promise of confidence.
        data_version: Of the lake.
    """

    first_seen: datetime | None = None
    last_seen: datetime | None = None
    first_purchase: datetime | None = None
    last_purchase: datetime | None = None
    recency_days: int | None = None
    orders: int = 0
    value: float = 0.0
    visits: int = 0
    scores: tuple[LastScore, ...] = ()
    data_version: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """Behaviour of many parties: one row for each that was ever seen, and the data version."""

    table: pa.Table
    version: str


@dataclass(slots=True)
class Latest:
    """The newest result, kept under the versions it was made from; others wait while it is made."""

    key: tuple[str, str] = ("", "")
    acts: Acts | None = None
    made: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, key: tuple[str, str], make: Callable[[], Acts]) -> Acts:
        """Return what was made under the key, or make it."""
        with self.lock:
            if self.acts is None or self.key != key:
                self.acts, self.key, self.made = make(), key, time.monotonic()
            return self.acts

    def lately(self, register: str) -> Acts | None:
        """Return what was made of this register within the last minute, whatever came into the lake since."""
        fresh = self.key[0] == register and time.monotonic() - self.made < FRESH_SECONDS
        return self.acts if fresh else None


LATEST: Final = Latest()


def behaviour_table() -> pa.Table:
    """Return what every party did that was ever seen, by the whole; read once for each version of lake and register.

    Columns: ``party_id``; ``first_seen``, ``last_seen``, ``first_purchase``, ``last_purchase`` (times in UTC);
    ``orders``, ``visits`` (counts), ``value``; and ``figure: <definition>`` for each measure with the last score.

    Raises:
        EngineError: The lake cannot be read.
    """
    return read_acts().table


def read_acts() -> Acts:
    """Return the table of behaviour with the data version it was read from."""
    register = register_version()
    with open_snapshot() as snapshot:
        return LATEST.of((register, snapshot.source.key), lambda: _acts(snapshot))


def acts_version() -> str:
    """Return the data version that behaviour was read from; it may be a minute old.

    Figures split by segments ask for it at every look. Were it always the newest, each signal that comes in would have
    all behaviour read anew before the next figure.
    """
    known = LATEST.lately(register_version())
    return (known or read_acts()).version


def behaviour(party_id: int, *, purpose: Purpose, now: datetime | None = None) -> Behaviour:
    """Return what one party and its parts did.

    Args:
        party_id: The party or any part of it.
        purpose: What for.
        now: The moment to which recency is counted.

    Raises:
        NotFoundError: There is no such party.
        GuardError: The purpose rests on a consent that the person has not given.
        EngineError: The lake cannot be read.
    """
    require_use(party_id, purpose)
    whole = whole_id(party_id)
    with open_snapshot() as snapshot:
        known = _own_identifiers(whole)
        rows = snapshot.run(ACTS, {"parties": known}).to_pylist()
        scores = snapshot.run(SCORES, {"parties": known}).to_pylist()
        version = snapshot.data_version
    last = tuple(LastScore(definition=row["definition"], **row["last"]) for row in scores)
    if not rows:
        return Behaviour(scores=last, data_version=version)
    acts = {name: value for name, value in rows[0].items() if name != "party_id"}
    bought: datetime | None = acts["last_purchase"]
    today = (now or timezone.now()).astimezone(UTC).date()
    recency = (today - bought.astimezone(UTC).date()).days if bought else None
    return Behaviour(**acts, recency_days=recency, scores=last, data_version=version)


def scored_definitions() -> tuple[str, ...]:
    """Return the measures of which anybody has a last score, in alphabetical order."""
    names = read_acts().table.column_names
    return tuple(sorted(name.removeprefix(SCORE) for name in names if name.startswith(SCORE)))


def whole_id(party_id: int) -> int:
    """Return the number of the party that stands for this one.

    Raises:
        NotFoundError: There is no such party.
    """
    whole = whole_of([party_id]).get(party_id)
    if whole is None:
        raise NotFoundError(_("There is no customer {number}."), _("See the list of customers."), number=party_id)
    return whole


def _acts(snapshot: Snapshot) -> Acts:
    known = party_map()
    table = snapshot.run(ACTS, {"parties": known})
    scores = snapshot.run(SCORES, {"parties": known})
    for name, values in _last_scores(scores).items():
        found = pa.array([values.get(number) for number in table["party_id"].to_pylist()], pa.float64())
        table = table.append_column(f"{SCORE}{name}", found)
    return Acts(table, snapshot.data_version)


def _last_scores(scores: pa.Table) -> Mapping[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    values = scores["last"].combine_chunks().field("value") if scores.num_rows else pa.array([], pa.float64())
    for number, name, value in zip(
        scores["party_id"].to_pylist(), scores["definition"].to_pylist(), values.to_pylist(), strict=True
    ):
        found.setdefault(name, {})[number] = value
    return found


def _own_identifiers(whole: int) -> pa.Table:
    names = identifiers_of(whole)
    return pa.table({"party": pa.array(names, pa.string()), "party_id": pa.array([whole] * len(names), pa.int64())})


def days_since(moments: Any, today: date) -> pa.Array:
    """Return whole days from each moment to a day; null where there is no moment."""
    days = [None if day is None else (today - day).days for day in moments.cast(pa.date32()).to_pylist()]
    return pa.array(days, pa.int64())
