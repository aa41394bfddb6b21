"""Those whom a lot had reminded by some moment, beside those whom it had not yet: what reminders tell of the silent.

How many reminders somebody got is no lot: who answers gets no more. The moment of each is one. At the middle of the
moments drawn from one window half are reminded and half are not, for no reason but the lot; who had answered by then
differs between them by what the reminder did.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from kuulo.correction.models import Asking
from kuulo.correction.queries.answers import literal, measure_sql, window_sql
from kuulo.correction.queries.behaviour import looked_up
from kuulo.correction.queries.following import heard_people
from kuulo.correction.queries.gathering import answers_for
from kuulo.correction.queries.ledger import READ_CHUNK, WHOLE, sources_of
from kuulo.correction.queries.weighing import everybody
from kuulo.correction.rules.hearing import Heard
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import People

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Window = tuple[str, datetime, datetime]
# Fewer in one window make no two arms of ten answers.
FEWEST: Final = 40


@dataclass(frozen=True, slots=True)
class Lot:
    """Persons whose first reminder was drawn from one window, and the moment by which half of them were reminded.

    Attributes:
        person: Numbers, ascending.
        reminded: 1 for whom the lot had reminded by then, else 0.
        at: That moment.
    """

    person: Codes
    reminded: Codes
    at: datetime


def reminded_people(snapshot: Snapshot, heard: Heard) -> People | None:
    """Return everybody with two arms by lot: who had been reminded, and who had answered, by one moment.

    ``None`` where no reminders were drawn by lot in the window, or the figure is about encounters.
    """
    frame, people = everybody(snapshot, heard), heard_people(snapshot, heard)
    if frame is None or people is None or heard.encounters:
        return None
    lot = _largest(snapshot, heard)
    if lot is None:
        return None
    arm = looked_up(lot.person, lot.reminded.astype(float), frame.person, -1.0).astype(np.int64)
    who, points = _answers_by(snapshot, heard, lot.at)
    score = np.where(arm >= 0, looked_up(who, points, frame.person, np.nan), np.nan)
    if heard.definition.whole:
        score = np.round(score)
    plain = people.without_follow_up()
    return replace(plain, invited=arm >= 0, answered=~np.isnan(score), score=score, reminders=arm)


def _largest(snapshot: Snapshot, heard: Heard) -> Lot | None:
    """Return the window of most first reminders whose middle the heard time reaches."""
    wanted = Q(source__in=sources_of(snapshot, heard), phase=1, party__isnull=False) & ~Q(moments=[])
    if heard.start is not None:
        wanted &= Q(asked_at__gte=heard.start)
    rows = Asking.objects.filter(wanted).annotate(of_whole=WHOLE).values_list("source", "of_whole", "moments")
    windows: dict[Window, dict[int, datetime]] = defaultdict(dict)
    for source, person, moments in rows.iterator(chunk_size=READ_CHUNK):
        at, opens, closes = (datetime.fromisoformat(each) for each in moments[0])
        # Those asked in one go stand some seconds apart.
        windows[source, _hour(opens), _hour(closes)][person] = at
    lots = [_halved(drawn) for drawn in windows.values() if len(drawn) >= FEWEST]
    over = [lot for lot in lots if heard.end is None or lot.at < heard.end]
    return max(over, key=lambda lot: len(lot.person), default=None)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _halved(drawn: dict[int, datetime]) -> Lot:
    middle = sorted(drawn.values())[len(drawn) // 2]
    person = np.array(sorted(drawn), dtype=np.int64)
    reminded = np.array([drawn[number] < middle for number in person.tolist()], dtype=np.int64)
    return Lot(person, reminded, middle)


def _answers_by(snapshot: Snapshot, heard: Heard, moment: datetime) -> tuple[Codes, Floats]:
    """Return who had answered by a moment (numbers, ascending), and the first score of each."""
    answers = answers_for(snapshot, heard)
    sql = f"""
        SELECT {answers.person} AS person, arg_min(signals.value, signals.occurred_at)::DOUBLE AS score
        FROM {answers.source}
        WHERE {measure_sql(heard)} AND {window_sql(heard)} AND {answers.first_phase()} AND signals.state = 'answered'
          AND signals.value IS NOT NULL AND signals.occurred_at < TIMESTAMPTZ {literal(moment.isoformat())}
        GROUP BY 1 ORDER BY 1
    """  # noqa: S608 -- literals of answers.py
    table = snapshot.run(sql, answers.tables())
    return np.asarray(table["person"].to_numpy(), dtype=np.int64), np.asarray(table["score"].to_numpy(), dtype=float)
