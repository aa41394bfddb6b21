"""The facts of one customer, gathered for the summary, the page and the service profile."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localtime

from kuulo.customers.queries import may_use
from kuulo.customers.rules import AddressState, PartyView, Permission, Purpose
from kuulo.invitations.queries import MessageView
from kuulo.profiles.queries.noted import invitation_key, stage_key, stage_moment
from kuulo.profiles.queries.places import Partition
from kuulo.profiles.queries.signals import PartySignals, literal, newest
from kuulo.profiles.rules.entries import CONFIDENTIAL, Family, kind_family
from kuulo.profiles.rules.facts import Bought, Facts, Met, Place, Score, Seen, Waiting, Words

CONTACT: Final = "contact"
"""The question of the ready-made questionnaires whether the person may be contacted because of the answers."""
MOST_RECENT: Final = 120
RECENT_SQL: Final = """
    SELECT signal_id, kind, occurred_at, source, channel, touchpoint, response_id, question, definition, value, text,
           scale_min, scale_max, direction, language, promise
    FROM signals WHERE {mine} AND kind IN ({kinds}) AND state = 'answered'
    ORDER BY occurred_at DESC, signal_id LIMIT {most:d}
"""
ORDERS_SQL: Final = """
    SELECT source, response_id, any_value(signal_id) AS signal_id, max(occurred_at) AS bought, sum(value) AS value
    FROM signals WHERE {mine} AND kind = 'purchase' GROUP BY source, response_id,
    CASE WHEN response_id = '' THEN signal_id END ORDER BY bought
"""
SEEN_SQL: Final = """
    SELECT signal_id, source, occurred_at, question, text,
           coalesce(nullif(response_id, ''), attributes['session_id'], '') AS session
    FROM signals WHERE {mine} AND kind IN ('page_view', 'screen_view') ORDER BY occurred_at DESC, signal_id LIMIT 1
"""

Row = Mapping[str, Any]


def permissions_of(party_id: int, now: datetime) -> dict[Purpose, Permission]:
    """Return what a party's data may be used for on these pages, each purpose asked by name."""
    return {
        Purpose.SERVICE: may_use(party_id, Purpose.SERVICE, now=now),
        Purpose.PROFILING: may_use(party_id, Purpose.PROFILING, now=now),
    }


def facts_of(
    party: PartyView,
    signals: PartySignals,
    messages: Sequence[MessageView],
    allowed: frozenset[Purpose],
    now: datetime,
) -> Facts:
    """Return what is known of a party, as far as its data may be used."""
    may_profile = Purpose.PROFILING in allowed
    recent = _recent(signals)
    stage = next((each for each in reversed(party.stages) if each.stage is party.stage), None)
    return Facts(
        name=party.name,
        stage=party.stage,
        since=party.since,
        until=party.until,
        ended_reason=party.ended_reason,
        stage_place=Place(stage_key(stage), stage_moment(stage)) if stage else None,
        waiting=waiting_of(messages, now),
        bounced=tuple(each.value for each in party.contacts if each.state is AddressState.BOUNCED),
        bought=_bought(signals) if may_profile else None,
        seen=_seen(signals) if may_profile else None,
        allowed=allowed,
        **_heard(recent),
    )


def waiting_of(messages: Sequence[MessageView], now: datetime) -> tuple[Waiting, ...]:
    """Return the invitations that wait for an answer, newest first, by their first message."""
    return tuple(
        Waiting(
            instrument=message.instrument,
            until=message.expires_at,
            place=Place(invitation_key(message), localtime(message.sent_at)),
        )
        for message in messages
        if message.number == 0 and message.waits(now)
    )


def _recent(signals: PartySignals) -> list[Row]:
    """Return the newest answers, comments and meetings: of each kind from the newest months that hold a few."""
    kinds = {kind for kind in signals.kinds() if kind_family(kind) in {Family.ANSWER, Family.ENCOUNTER, Family.MESSAGE}}
    if not kinds:
        return []
    places: set[Partition] = set()
    for kind in kinds:
        places |= newest(signals.places, {kind}, at_least=8 if kind == "answer" else 1)
    named = ", ".join(literal(kind) for kind in sorted(kinds))
    sql = RECENT_SQL.format(mine=signals.mine(), kinds=named, most=MOST_RECENT)
    return signals.worded(signals.ask(sql, frozenset(places)).to_pylist())


def _heard(recent: Sequence[Row]) -> dict[str, Any]:
    """Return what follows from the newest answers and meetings; what was given in confidence is named, not shown."""
    open_rows = [row for row in recent if row["promise"] != CONFIDENTIAL]
    answers = [row for row in open_rows if kind_family(row["kind"]) is Family.ANSWER]
    met = next((row for row in open_rows if kind_family(row["kind"]) in {Family.ENCOUNTER, Family.MESSAGE}), None)
    secret = next((row for row in recent if row["promise"] == CONFIDENTIAL), None)
    contact = next((row for row in answers if row["question"] == CONTACT), None)
    said = next((row for row in answers if row["kind"] == "comment" and (row["text"] or "").strip()), None)
    return {
        "score": next((score for score in map(_score, answers) if score is not None), None),
        "words": _words(said) if said else None,
        "in_confidence": place_of(secret) if secret else None,
        "wants_contact": place_of(contact) if contact and contact["value"] == 1 else None,
        "met": _met(met) if met else None,
    }


def place_of(row: Row) -> Place:
    """Return where on the timeline a signal stands."""
    family = kind_family(row["kind"]).value
    bundle = row["response_id"]
    key = f"{family}|{row['source']}|{bundle}" if bundle else f"{family}|{row['signal_id']}"
    # Days are told as the reader counts them.
    return Place(key, localtime(row["occurred_at"]))


def _score(row: Row) -> Score | None:
    if row["definition"] is None or None in (row["value"], row["scale_min"], row["scale_max"]):
        return None
    return Score(
        question=row["question"],
        definition=row["definition"],
        value=row["value"],
        low=row["scale_min"],
        high=row["scale_max"],
        direction=row["direction"] or 1,
        touchpoint=row["touchpoint"] or "",
        place=place_of(row),
    )


def _words(row: Row) -> Words:
    return Words(
        text=row["text"].strip(),
        language=row["language"] or "",
        touchpoint=row["touchpoint"] or "",
        place=place_of(row),
    )


def _met(row: Row) -> Met:
    return Met(kind=row["kind"], touchpoint=row["touchpoint"] or "", channel=row["channel"] or "", place=place_of(row))


def _bought(signals: PartySignals) -> Bought | None:
    places = _all_of(signals, {"purchase"})
    if not places and "purchase" not in signals.kinds():
        return None
    orders = signals.ask(ORDERS_SQL.format(mine=signals.mine()), places).to_pylist()
    kept = [order for order in orders if (order["value"] or 0) > 0]
    if not kept:
        return None
    last = kept[-1]
    key = f"purchase|{last['source']}|{last['response_id']}" if last["response_id"] else f"purchase|{last['signal_id']}"
    return Bought(
        value=sum(order["value"] or 0.0 for order in orders),
        days=tuple(localtime(order["bought"]).date() for order in kept),
        place=Place(key, localtime(last["bought"])),
    )


def _seen(signals: PartySignals) -> Seen | None:
    kinds = signals.kinds() & {"page_view", "screen_view"}
    if not kinds:
        return None
    places = newest(signals.places, kinds, at_least=1)
    rows = signals.ask(SEEN_SQL.format(mine=signals.mine()), places).to_pylist()
    if not rows:
        return None
    row = rows[0]
    key = f"web|{row['source']}|{row['session']}" if row["session"] else f"web|{row['signal_id']}"
    return Seen(page=row["text"] or row["question"], place=Place(key, localtime(row["occurred_at"])))


def _all_of(signals: PartySignals, kinds: Collection[str]) -> frozenset[Partition]:
    return frozenset(place for place in signals.places if place[0] in kinds)
