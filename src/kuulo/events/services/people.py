"""What events say about who is who, written down with the customers: as far as source and consent allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from kuulo.base.errors import InputError
from kuulo.customers import queries as parties
from kuulo.customers import services as customers
from kuulo.customers.rules import ContactRow, IdentityRow, PartyRow, Purpose, RelationRow, Stage
from kuulo.events.rules.consents import Word
from kuulo.events.rules.people import group_of, person_of
from kuulo.events.rules.signals import ANONYMOUS, Told
from kuulo.events.rules.sources import Channel, SourceView, Traits

LOGIN: Final = "login"
ALIAS: Final = "alias"
TRACES: Final = "traces"


@dataclass(frozen=True, slots=True)
class Said:
    """One event of a source, as far as it says who is who."""

    source: SourceView
    told: Told


@dataclass(slots=True)
class People:
    """The parties that a part of the log speaks of, and whether their data may be used for profiling."""

    now: datetime
    ids: dict[str, int] = field(default_factory=dict)
    agreed: dict[int, bool] = field(default_factory=dict)
    wrong: list[tuple[Said, InputError]] = field(default_factory=list)

    def look(self, identifiers: Iterable[str]) -> None:
        """Find the parties of the identifiers, and their consent."""
        self.ids.update(parties.party_ids_of(set(identifiers) - self.ids.keys()))
        unknown = set(self.ids.values()) - self.agreed.keys()
        self.agreed.update(parties.may_use_many(unknown, Purpose.PROFILING, now=self.now))

    def covers(self, said: Said) -> bool:
        """Return whether consent covers joining: the event grants profiling, or the party has given it."""
        if said.told.word is not Word.UNSAID:
            return said.told.word is Word.GRANTED
        return self.agreed.get(self.ids.get(said.told.user, 0), False)

    def takes_traits(self, said: Said) -> bool:
        """Return whether what the event tells about the person is written down."""
        if said.source.traits is Traits.ALWAYS:
            return said.told.word is not Word.DENIED
        return said.source.traits is Traits.CONSENT and self.covers(said)


def keep_people(events: Sequence[Said], *, now: datetime) -> list[tuple[Said, InputError]]:
    """Write down what the events say about persons, inside the caller's transaction; return what could not be used.

    The same events again change nothing.
    """
    named = [said for said in events if said.told.user]
    people = People(now)
    if named:
        people.look(said.told.user for said in named)
        _make_prospects(people, named)
        _note_identities(people, named)
        _keep_traits(people, named)
        _keep_groups(people, named)
    return people.wrong


def _make_prospects(people: People, named: Sequence[Said]) -> None:
    rows: dict[str, PartyRow] = {}
    for said in named:
        user = said.told.user
        if user not in people.ids and user not in rows and said.source.creates_parties:
            rows[user] = PartyRow(identifier=user, stage=Stage.PROSPECT)
    if rows:
        customers.register_parties(rows.values(), source=TRACES, now=people.now)
        people.look(rows)


def _note_identities(people: People, named: Sequence[Said]) -> None:
    rows: dict[tuple[str, str], IdentityRow] = {}
    for said in named:
        told = said.told
        if told.user in people.ids and people.covers(said):
            for also, rule in _also(said, people):
                rows.setdefault((told.user, also), IdentityRow(known=told.user, also=also, rule=rule, at=told.at))
    if rows:
        customers.note_identities(rows.values())


def _also(said: Said, people: People) -> Iterable[tuple[str, str]]:
    """Yield the other identifiers an event gives its user.

    An earlier id that is another customer's joins the two only where it comes from a server: in a browser anybody can
    read the write key and name whom they like.
    """
    told = said.told
    if told.anonymous:
        yield told.anonymous, LOGIN
    if told.type != "alias" or not told.other:
        return
    people.look([told.other])
    if told.other not in people.ids:
        yield f"{ANONYMOUS}:{told.other.partition(':')[2]}", ALIAS
    elif said.source.channel is Channel.SERVER:
        yield told.other, ALIAS


def _keep_traits(people: People, named: Sequence[Said]) -> None:
    rows: list[tuple[Said, PartyRow]] = []
    contacts: list[ContactRow] = []
    for said in _in_order(named, "identify"):
        told = said.told
        if told.user not in people.ids or not people.takes_traits(said) or not told.traits:
            continue
        try:
            person = person_of(told.user, told.traits)
        except InputError as error:
            people.wrong.append((said, error))
            continue
        people.wrong += [(said, error) for error in person.wrong]
        rows.append((said, person.party))
        contacts += person.contacts
    _register(people, rows)
    if contacts:
        customers.register_contacts(contacts, now=people.now, source=TRACES)


def _keep_groups(people: People, named: Sequence[Said]) -> None:
    groups: list[tuple[Said, PartyRow]] = []
    relations: dict[tuple[str, str], RelationRow] = {}
    for said in _in_order(named, "group"):
        told = said.told
        known = told.user in people.ids and told.other not in {"", told.user}
        if not known or not people.takes_traits(said):
            continue
        try:
            group, kind = group_of(told.other, told.traits)
        except InputError as error:
            people.wrong.append((said, error))
            continue
        groups.append((said, group))
        relations[told.user, told.other] = RelationRow(identifier=told.user, other=told.other, kind=kind)
    _register(people, groups)
    if relations:
        customers.register_relations(relations.values(), source=TRACES)


def _register(people: People, rows: Sequence[tuple[Said, PartyRow]]) -> None:
    """Write rows down together, or one by one where one of them cannot be used: it must not take the others along."""
    try:
        with transaction.atomic():
            customers.register_parties([row for _said, row in rows], source=TRACES, now=people.now)
    except InputError as error:
        if len(rows) == 1:
            people.wrong.append((rows[0][0], error))
            return
        for one in rows:
            _register(people, [one])


def _in_order(named: Sequence[Said], kind: str) -> list[Said]:
    return sorted((said for said in named if said.told.type == kind), key=lambda said: said.told.at)
