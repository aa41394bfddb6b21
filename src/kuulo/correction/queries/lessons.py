"""The odds of answering by score, learnt from the newest earlier follow-up that heard most of those it had drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from kuulo.correction.models import Asking
from kuulo.correction.queries.answers import KNOWN, SECOND_PHASE, before_sql, literal, measure_sql
from kuulo.correction.queries.behaviour import acts_before, earlier_scores, looked_up
from kuulo.correction.queries.ledger import NOBODY, READ_CHUNK, WHOLE, asked_in, ledger_version, sources_of
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.weighing import everybody, weigh
from kuulo.correction.rules.askings import AskingOutcome
from kuulo.correction.rules.attributes import ORDERS, SEEN, VALUE, orders_of, seen_of, value_of
from kuulo.correction.rules.frames import Frame
from kuulo.correction.rules.hearing import Heard
from kuulo.correction.rules.lessons import Round, Taught, as_today, reached, tells_apart
from kuulo.customers.queries import party_map
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Features, Lesson

Codes = NDArray[np.int64]
# Odds of a longer time ago are no odds of today: the allowance for drift is of follow-ups a few rounds apart.
OLDEST: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Somebody drawn into a follow-up; ``person`` is below 0 where nobody knows any more who."""

    person: int
    asked_at: datetime
    reminders: int
    answered: bool


def taught(snapshot: Snapshot, heard: Heard) -> Taught | None:
    """Return the lesson for the follow-up in the window; ``None`` where no earlier one teaches anything."""
    frame = everybody(snapshot, heard)
    if frame is None or frame.follow_up is None or heard.start is None:
        return None
    key = ("lesson", snapshot.source.key, ledger_version(), heard)
    return MEMORY.of(key, lambda: _taught(snapshot, heard, frame))


def _taught(snapshot: Snapshot, heard: Heard, frame: Frame) -> Taught | None:
    asked = asked_in(snapshot, heard)
    if not asked.second.any():
        # The effort of today's follow-up was told by nobody: nothing to measure the earlier one against.
        return None
    ordinary = int(asked.reminders[asked.second].max())
    for drawn in _earlier(snapshot, heard):
        followed = _heard_in(snapshot, heard, drawn)
        if reached(followed):
            lesson = _lesson(snapshot, heard, frame, followed, ordinary)
            if tells_apart(lesson.at_once, heard.floor):
                return Taught(lesson=lesson, on=followed.at.date())
    return None


def _earlier(snapshot: Snapshot, heard: Heard) -> Iterator[list[_Drawn]]:
    """Yield the follow-ups that were over, as far as asking goes, before the window began; the newest first."""
    start = heard.start or datetime.max.replace(tzinfo=UTC)
    wanted = Q(source__in=sources_of(snapshot, heard), phase__gt=1, asked_at__gte=start - OLDEST) & ~Q(of="")
    fields = ("of", "pk", "of_whole", "asked_at", "reminders", "outcome")
    found = Asking.objects.filter(wanted).annotate(of_whole=WHOLE).values_list(*fields)
    by_round: dict[str, list[_Drawn]] = defaultdict(list)
    for of, pk, number, asked_at, reminders, outcome in found.iterator(chunk_size=READ_CHUNK):
        person = NOBODY + pk if number is None else number
        by_round[of].append(_Drawn(person, asked_at, reminders, outcome == AskingOutcome.ANSWERED))
    over = [each for each in by_round.values() if max(drawn.asked_at for drawn in each) < start]
    yield from sorted(over, key=_begun, reverse=True)


def _begun(drawn: list[_Drawn]) -> datetime:
    return min(each.asked_at for each in drawn)


def _heard_in(snapshot: Snapshot, heard: Heard, drawn: list[_Drawn]) -> Round:
    """Return what those drawn answered in that follow-up, before the window.

    As in the figure, an answer is counted in with others and told of nobody.
    """
    first = _begun(drawn)
    sql = f"""
        SELECT k.party_id AS person, arg_min(signals.value, signals.occurred_at)::DOUBLE AS score
        FROM signals JOIN {KNOWN} k ON signals.party = k.party
        WHERE {measure_sql(heard)} AND {SECOND_PHASE} AND signals.state = 'answered' AND signals.value IS NOT NULL
          AND {before_sql(heard.start or first)}
          AND signals.occurred_at >= TIMESTAMPTZ {literal(first.isoformat())}
        GROUP BY k.party_id ORDER BY k.party_id
    """  # noqa: S608 -- literals of answers.py
    table = snapshot.run(sql, {KNOWN: party_map()})
    known = np.asarray(table["person"].to_numpy(), dtype=np.int64)
    person = np.array([each.person for each in drawn], dtype=np.int64)
    score = looked_up(known, np.asarray(table["score"].to_numpy(), dtype=float), person, np.nan)
    return Round(
        at=first,
        person=person,
        score=np.where([each.answered for each in drawn], score, np.nan),
        reminders=np.array([each.reminders for each in drawn], dtype=np.int64),
    )


def _lesson(snapshot: Snapshot, heard: Heard, frame: Frame, followed: Round, ordinary: int) -> Lesson:
    """Return the lesson of those heard who still belong to everybody; of the others nothing is known in today's terms.

    Dealings and the earlier score are of the time before that follow-up; what the customer database says is of today.
    """
    place = np.minimum(np.searchsorted(frame.person, followed.person), len(frame) - 1)
    known = ~np.isnan(followed.score) & (frame.person[place] == followed.person)
    rows, person = place[known], followed.person[known]
    weighing, whole = weigh(snapshot, heard), frame.known.x
    who, scores = earlier_scores(snapshot, replace(heard, start=followed.at))
    return Lesson(
        x=as_today(whole if weighing is None else weighing.x, whole, rows, _dealings(snapshot, followed, person)),
        earlier=looked_up(who, scores, person, np.nan),
        score=followed.score[known],
        at_once=followed.reminders[known] <= ordinary,
    )


def _dealings(snapshot: Snapshot, followed: Round, person: Codes) -> Features:
    """Return the dealings of the year before that follow-up, as levels."""
    acts = acts_before(snapshot, followed.at)
    days = looked_up(acts.person, acts.days, person, np.nan)
    orders, value = (looked_up(acts.person, each, person, 0.0) for each in (acts.orders, acts.value))
    return Features({SEEN: seen_of(days), ORDERS: orders_of(orders), VALUE: value_of(value)})
