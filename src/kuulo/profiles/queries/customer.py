"""One customer as its page shows it: who it is, what is open, what can be said, and a piece of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.queries import consents_of, identifiers_of, party
from kuulo.customers.rules import ConsentView, PartyView, Permission, Purpose
from kuulo.invitations.queries import MessageView
from kuulo.profiles.queries.facts import facts_of, permissions_of
from kuulo.profiles.queries.noted import messages_of, noted_entries
from kuulo.profiles.queries.signals import PartySignals, Showing, signals_of
from kuulo.profiles.queries.timeline import opened_entry, signal_entries
from kuulo.profiles.rules.asking import Asked
from kuulo.profiles.rules.entries import FROM_LAKE, TRACES, Entry, Family, Piece, merge
from kuulo.profiles.rules.facts import Facts
from kuulo.profiles.rules.matters import Matter, Step, next_step, open_matters
from kuulo.profiles.rules.statements import Statement, summary

PIECE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One look at one customer: its card and its signals, of one version of the lake.

    Attributes:
        permissions: What the data may be used for, by purpose, with the words why.
        signals: None where the customer objected to being served from them.
    """

    party: PartyView
    permissions: Mapping[Purpose, Permission]
    signals: PartySignals | None
    messages: tuple[MessageView, ...]
    now: datetime

    @property
    def allowed(self) -> frozenset[Purpose]:
        """Return the purposes the data may be used for."""
        return frozenset(purpose for purpose, told in self.permissions.items() if told.allowed)

    @property
    def families(self) -> frozenset[Family]:
        """Return the kinds of entries that may be shown."""
        if Purpose.SERVICE not in self.allowed:
            return frozenset(Family) - FROM_LAKE
        return frozenset(Family) if Purpose.PROFILING in self.allowed else frozenset(Family) - TRACES

    @property
    def withheld(self) -> tuple[Text, ...]:
        """Return what is not shown, and why."""
        notes = []
        if Purpose.SERVICE not in self.allowed:
            notes.append(
                say(
                    _("Answers, purchases and meetings are not shown: {why}"),
                    why=self.permissions[Purpose.SERVICE].why,
                )
            )
        if Purpose.PROFILING not in self.allowed:
            notes.append(
                say(
                    _("Web events, and sentences about habits, are not shown: {why}"),
                    why=self.permissions[Purpose.PROFILING].why,
                )
            )
        return tuple(notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What can be said of a customer: sentences, what is open, the step that suggests itself."""

    statements: tuple[Statement, ...] = ()
    matters: tuple[Matter, ...] = ()
    step: Step | None = None
    facts: Facts | None = None


def meet(party_id: int, *, now: datetime, showing: Showing = Showing.MASKED) -> Meeting:
    """Return one look at a customer.

    Args:
        party_id: The customer's number.
        now: The moment.
        showing: How the customer's words are shown; as written only to who may see them so.

    Raises:
        NotFoundError: There is none of this number.
    """
    found = party(party_id, purpose=Purpose.SERVICE)
    permissions = permissions_of(found.party_id, now)
    may_serve = permissions[Purpose.SERVICE].allowed
    return Meeting(
        party=found,
        permissions=permissions,
        signals=signals_of(identifiers_of(found.party_id), showing=showing, name=found.name) if may_serve else None,
        messages=messages_of(found),
        now=now,
    )


def tell(meeting: Meeting) -> Told:
    """Return what can be said of a customer, within what was agreed to."""
    if meeting.signals is None:
        return Told()
    facts = facts_of(meeting.party, meeting.signals, meeting.messages, meeting.allowed, meeting.now)
    return Told(
        statements=summary(facts, meeting.now),
        matters=open_matters(facts, meeting.now),
        step=next_step(facts, meeting.now),
        facts=facts,
    )


def piece_of(meeting: Meeting, asked: Asked, *, limit: int = PIECE) -> Piece:
    """Return a piece of the timeline: what is asked for and may be shown, newest first."""
    families = meeting.families
    noted = noted_entries(meeting.party, meeting.messages)
    entries = [entry for entry in noted if entry.family in families and asked.lets_through(entry)]
    if meeting.signals is not None:
        entries += signal_entries(meeting.signals, asked, families=families & FROM_LAKE, limit=limit + 1)
    return merge(entries, before=asked.before, limit=limit)


def entry_of(meeting: Meeting, key: str, at: datetime) -> Entry:
    """Return one entry of the timeline with all its lines.

    Raises:
        NotFoundError: There is no such entry, or it may not be shown.
    """
    if meeting.signals is not None:
        found = opened_entry(meeting.signals, key, at, families=meeting.families & FROM_LAKE)
        if found is not None:
            return found
    raise NotFoundError(
        _("There is no such entry on this timeline."), _("It may be withheld, or have been erased."), key=key[:80]
    )


def consents_now(party_id: int, now: datetime) -> tuple[ConsentView, ...]:
    """Return the consents of a party, newest first."""
    return consents_of(party_id, now=now)
