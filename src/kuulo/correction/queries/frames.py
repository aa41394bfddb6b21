"""Everybody behind a figure, from the customer database, the lake and the ledger of who was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone
from numpy.typing import NDArray

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.correction.queries.behaviour import acts_before, earlier_scores, looked_up
from kuulo.correction.queries.ledger import Asked, asked_in
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.seen import Seen, extreme_sql, look, weighted_key
from kuulo.correction.rules.attributes import (
    EARLIER,
    ORDERS,
    SEEN,
    SENTENCES,
    TOUCHPOINT,
    VALUE,
    Known,
    earlier_of,
    known_of,
    levels_of,
    orders_of,
    seen_of,
    value_of,
)
from kuulo.correction.rules.frames import FollowUp, Frame
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import customers_on, parties_known
from kuulo.lake.queries import Snapshot

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
# Where fewer of the answers are known customers', the correction would be of a few for all.
LEAST_MATCHED: Final = 0.5


def frame_of(snapshot: Snapshot, heard: Heard) -> Frame | None:
    """Return everybody behind the figure; ``None`` where nobody knows who that is."""
    asked = asked_in(snapshot, heard)
    seen = look(snapshot, heard, asked.sources)
    MEMORY.of(weighted_key(snapshot, heard), lambda: seen.is_weighted)
    if heard.encounters:
        return _of_encounters(snapshot, heard, seen, asked)
    return _of_customers(snapshot, heard, seen, asked)


def _of_customers(snapshot: Snapshot, heard: Heard, seen: Seen, asked: Asked) -> Frame | None:
    """Return the customers at the end of the window, one row each."""
    day = heard.end.date() if heard.end is not None else None
    people = customers_on(day)
    person = np.asarray(people["party_id"].to_numpy(), dtype=np.int64)
    order = np.argsort(person)
    person, people = person[order], people.take(pa.array(order))
    place, inside = _places(person, seen.person)
    answered, total = seen.floats("answered"), float(seen.floats("answered").sum())
    matched = float(answered[inside].sum())
    if not len(person) or not total or matched < LEAST_MATCHED * total:
        return None
    known = _with_behaviour(snapshot, heard, known_of(people, heard.end or timezone.now()), person)
    rows = _Rows(len(person), place[inside], inside)
    states = _states(seen, asked, rows, person)
    happened = rows.laid(answered) > 0
    weights = rows.laid(seen.floats("weight")) if seen.is_weighted else np.ones(len(person))
    silent = ~happened if states is None else (states[0] > 0) & ~happened
    notes = _outside_note(total - matched)
    follow_up = _follow_up(seen, asked, rows, person, silent, heard.floor)
    since = silent & _asked_since(seen, asked, rows, person)
    if follow_up is not None and states is not None and since.any():
        # The follow-up was drawn among those who were silent then: it says nothing of who may answer still.
        follow_up = _follow_up(seen, asked, rows, person, silent & ~since, heard.floor)
        states = states[0] * ~since, states[1] * ~since
        notes = (
            *notes,
            say(_("Asked since the follow-up began, and left out of those asked: {count}."), count=int(since.sum())),
        )
    return Frame(
        person=person,
        known=known.known,
        count=np.ones(len(person)),
        answered=happened.astype(float),
        weight=np.where(happened, weights, 0.0),
        score=np.where(happened, rows.laid(seen.floats("score")), np.nan),
        points=np.where(happened, rows.laid(seen.floats("points")), np.nan),
        extreme=_extreme(
            heard, np.where(happened, rows.laid(seen.floats("extreme")) / np.maximum(rows.laid(answered), 1), 0.0)
        ),
        invited=None if states is None else np.maximum(states[0], happened),
        reached=None if states is None else np.maximum(states[1], happened),
        earlier=known.earlier,
        base=asked.base_among(person) if asked.sources or not seen.is_weighted else _base(weights, happened),
        follow_up=follow_up,
        outside=round(total - matched),
        answers=round(total),
        notes=notes,
        sentences=SENTENCES,
    )


def _outside_note(outside: float) -> tuple[Any, ...]:
    if not outside:
        return ()
    return (
        say(
            _("Answers from nobody who was a customer at the end: {count}. They count in the raw figure alone."),
            count=round(outside),
        ),
    )


def _base(weights: Floats, happened: NDArray[np.bool_]) -> Floats:
    """Return how many each stands for, as the answers say; the silent stand for as many as the answers on average."""
    return np.where(happened, weights, weights[happened].mean() if happened.any() else 1.0)


def _extreme(heard: Heard, counts: Floats) -> Floats | None:
    return counts if extreme_sql(heard.definition) is not None else None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows seen in the lake lie in the frame."""

    size: int
    place: Codes
    inside: NDArray[np.bool_]

    def laid(self, values: Floats) -> Floats:
        """Return values seen as values of the frame, 0 where nothing was seen."""
        found = np.zeros(self.size)
        found[self.place] = np.nan_to_num(values[self.inside])
        return found


def _places(known: Codes, wanted: Codes) -> tuple[Codes, NDArray[np.bool_]]:
    if not len(known):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return place, known[place] == wanted


def _states(seen: Seen, asked: Asked, rows: _Rows, person: Codes) -> tuple[Floats, Floats] | None:
    """Return who was asked and whom it reached, 0 or 1; nothing where a source notes nobody's silence."""
    if not all(silent or source in asked.sources for source, silent in seen.silent.items()):
        return None
    invited = np.minimum(rows.laid(seen.floats("asked")), 1.0)
    reached = np.minimum(rows.laid(seen.floats("reached")), 1.0)
    return np.maximum(invited, asked.invited_among(person)), np.maximum(reached, asked.reached_among(person))


def _asked_since(seen: Seen, asked: Asked, rows: _Rows, person: Codes) -> NDArray[np.bool_]:
    """Return who was first asked after the latest follow-up began."""
    began = asked.at[asked.second] if asked.second.any() else seen.floats("latest2_at")
    if not len(began) or np.isnan(began).all():
        return np.zeros(len(person), dtype=bool)
    first = asked.first_at_among(person)
    here = seen.floats("first_at")[rows.inside]
    first[rows.place] = np.fmin(first[rows.place], here)
    return first > np.nanmax(began)


def _follow_up(
    seen: Seen, asked: Asked, rows: _Rows, person: Codes, silent: NDArray[np.bool_], floor: int
) -> FollowUp | None:
    """Return the follow-up among those who are silent; nothing where nobody answered it, or fewer than the floor."""
    answered = (rows.laid(seen.floats("answered2")) > 0) & silent
    drawn = ((rows.laid(seen.floats("drawn2")) > 0) | asked.drawn_among(person) | answered) & silent
    if answered.sum() < max(floor, 1):
        return None
    weight = rows.laid(seen.floats("weight2"))
    weight = np.where(weight > 0, weight, asked.weight_among(person))
    if drawn.any() and (weight[drawn] > 0).all():
        # Those drawn stand for all who were silent when they were drawn.
        weight = weight * float(silent.sum()) / float(weight[drawn].sum())
    points = np.where(answered, rows.laid(seen.floats("points2")), np.nan)
    return FollowUp(drawn=drawn, weight=weight, answered=answered, score=points)


@dataclass(frozen=True, slots=True)
class _Lived:
    known: Known
    earlier: Floats


def _with_behaviour(snapshot: Snapshot, heard: Heard, known: Known, person: Codes) -> _Lived:
    """Lay what each did and answered before the window beside what is known; without a beginning there is no before."""
    nothing = np.full(len(person), np.nan)
    if heard.start is None:
        return _Lived(known, nothing)
    acts = acts_before(snapshot, heard.start)
    if len(acts.person):
        days = looked_up(acts.person, acts.days, person, np.nan)
        orders, value = (looked_up(acts.person, each, person, 0.0) for each in (acts.orders, acts.value))
        known = known.joined(SEEN, seen_of(days))
        if orders.any():
            known = known.joined(ORDERS, orders_of(orders)).joined(VALUE, value_of(value))
    who, scores = earlier_scores(snapshot, heard)
    earlier = looked_up(who, scores, person, np.nan)
    if not np.isnan(earlier).all():
        known = known.joined(EARLIER, earlier_of(earlier, heard.definition))
    return _Lived(known, earlier)


def _of_encounters(snapshot: Snapshot, heard: Heard, seen: Seen, asked: Asked) -> Frame | None:
    """Return the encounters asked about, one row a person and touchpoint, where it was noted who was asked."""
    if not all(silent or source in asked.sources for source, silent in seen.silent.items()) or not seen.silent:
        return None
    table = asked.with_silent(seen.table)
    seen = replace(seen, table=table)
    answered, count = seen.floats("answered"), seen.floats("asked")
    person = seen.person
    kept = count > 0
    if not answered.sum() or answered.sum() == count.sum():
        return None
    person, table = person[kept], table.filter(pa.array(kept))
    seen = replace(seen, table=table)
    answered, count = seen.floats("answered"), seen.floats("asked")
    people = _people_of(person)
    lived = _with_behaviour(snapshot, heard, known_of(people, heard.end or timezone.now()), person)
    held, _lumped = levels_of(table["touchpoint"])
    known = lived.known
    if held is not None and len(held.levels) > 1:
        known = known.joined(TOUCHPOINT, held)
    weights = np.nan_to_num(seen.floats("weight")) if seen.is_weighted else np.ones(len(person))
    return Frame(
        person=person,
        touchpoint=tuple(table["touchpoint"].to_pylist()),
        known=known,
        count=count,
        answered=answered,
        weight=weights * answered,
        score=seen.floats("score"),
        points=seen.floats("points"),
        extreme=_extreme(heard, seen.floats("extreme")),
        invited=count,
        reached=seen.floats("reached"),
        earlier=lived.earlier,
        answers=round(float(answered.sum())),
        sentences=SENTENCES,
    )


def _people_of(person: Codes) -> pa.Table:
    """Return what the customer database says of each row; nothing of those it does not know."""
    everybody = parties_known()
    places = pc.index_in(pa.array(person), value_set=everybody["party_id"].combine_chunks())
    return everybody.take(places)
