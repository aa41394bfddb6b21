"""People as read from a list, on their way into the customer database: chunk by chunk, each all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.queries import address_identifier, kept_out_among, party_ids_of
from kuulo.customers.rules import ConsentRow, Counts, IdentityRow, PartyRow, merge_rows
from kuulo.customers.services import (
    note_identities,
    register_consents,
    register_contacts,
    register_parties,
    register_relations,
)
from kuulo.feeds.rules.people import Person
from kuulo.feeds.rules.remarks import Remark
from kuulo.feeds.services.samples import Watching

CHUNK: Final = 2_000
NONE: Final = Counts()
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who tells what is registered, and when.

    Attributes:
        source: The feed's name for its rows.
        version: What consents of this delivery are said to have agreed to.
        now: When.
    """

    source: str
    version: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What became of the people of a list."""

    parties: Counts = NONE
    contacts: Counts = NONE
    consents: Counts = NONE
    relations: Counts = NONE

    def __add__(self, other: Registered) -> Registered:
        return Registered(
            parties=self.parties + other.parties,
            contacts=self.contacts + other.contacts,
            consents=self.consents + other.consents,
            relations=self.relations + other.relations,
        )


def quiet(done: int, total: int) -> None:
    """Tell nobody how far it has come."""
    del done, total


def register_people(people: Sequence[Person], telling: Telling, progress: Progress = quiet) -> Registered:
    """Take people into the customer database, chunk by chunk; the same people again change nothing."""
    done = Registered()
    for start, chunk in _chunks(people):
        progress(start, len(people))
        with transaction.atomic():
            done += _register(chunk, telling)
    # After everybody: a relation may lead to somebody of a later chunk.
    for _start, chunk in _chunks(people):
        done += _relate(chunk, telling)
    progress(len(people), len(people))
    return done


def try_people(people: Sequence[Person], telling: Telling) -> tuple[Registered, Watching]:
    """Return what taking people in would do, with examples; nothing of it stays."""
    done, watching = Registered(), Watching()
    coming = {person.party.identifier for person in people}
    for _start, chunk in _chunks(people):
        with transaction.atomic():
            identifiers = [person.party.identifier for person in chunk]
            watching.before(identifiers)
            done += _register(chunk, telling)
            done += _relate(chunk, telling, coming=coming)
            watching.after(identifiers)
            transaction.set_rollback(True)
    return done, watching


def without_erased(people: Sequence[Person]) -> tuple[list[Person], list[Remark]]:
    """Return the people but those who had everything erased, and why these are left out.

    They are known by an address too: under another customer number they are the same.
    """
    erased = kept_out_among({identifier for person in people for identifier in _names_of(person)})
    if not erased:
        return list(people), []
    kept = [person for person in people if not erased & _names_of(person)]
    kept_lines = {person.line for person in kept}
    reason = say(_("This person had everything erased and is not taken in again. Take the row out of the list."))
    left = [person.line for person in people if person.line not in kept_lines]
    return kept, [Remark(line=line, reason=reason, rest_taken=False) for line in left]


def _names_of(person: Person) -> set[str]:
    addresses = {address_identifier(row.channel, row.value) for row in person.contacts if row.value}
    return {person.party.identifier, *person.also, *addresses} - {""}


def _chunks(people: Sequence[Person]) -> Iterator[tuple[int, list[Person]]]:
    """Yield people in chunks, all rows of one customer in the same chunk, with how many came before."""
    by_party: dict[str, list[Person]] = {}
    for person in people:
        by_party.setdefault(person.party.identifier, []).append(person)
    chunk: list[Person] = []
    before = 0
    for rows in by_party.values():
        if len(chunk) >= CHUNK:
            yield before, chunk
            before, chunk = before + len(chunk), []
        chunk.extend(rows)
    if chunk:
        yield before, chunk


def _register(people: Sequence[Person], telling: Telling) -> Registered:
    parties = register_parties(_parties(people), source=telling.source, now=telling.now)
    note_identities(_identities(people, telling))
    return Registered(
        parties=parties,
        contacts=register_contacts(
            (row for person in people for row in person.contacts), now=telling.now, source=telling.source
        ),
        consents=register_consents(_consents(people, telling)),
    )


def _parties(people: Sequence[Person]) -> Iterator[PartyRow]:
    """Yield people, and the organisations they work for that nobody knows yet."""
    organisations = {row.identifier: row for person in people if (row := person.organisation)}
    known = party_ids_of(set(organisations))
    # One row a customer: merged here, so that a customer counts once.
    yield from merge_rows(person.party for person in people).values()
    yield from (row for identifier, row in organisations.items() if identifier not in known)


def _identities(people: Sequence[Person], telling: Telling) -> Iterator[IdentityRow]:
    for person in people:
        for identifier in person.also:
            yield IdentityRow(known=person.party.identifier, also=identifier, rule="list", at=telling.now)


def _relate(people: Sequence[Person], telling: Telling, *, coming: Collection[str] = ()) -> Registered:
    """Register relations to parties that are known; whom nobody knows is related to nobody.

    ``coming``: parties of the same list that a trial has not written; relations to them would be new.
    """
    rows = [row for person in people for row in person.relations]
    if not rows:
        return Registered()
    known = party_ids_of({end for row in rows for end in (row.identifier, row.other)})
    # Found to be one and the same, a party has no relation with itself.
    told = [row for row in rows if row.other in known and known[row.other] != known.get(row.identifier)]
    counts = register_relations(told, source=telling.source)
    to_come = sum(row.other not in known and row.other in coming for row in rows)
    return Registered(relations=counts + Counts(new=to_come))


def _consents(people: Sequence[Person], telling: Telling) -> Iterator[ConsentRow]:
    # The last word of a list about one customer and purpose counts.
    said: Mapping[tuple[str, str], ConsentRow] = {
        (person.party.identifier, purpose.value): ConsentRow(
            identifier=person.party.identifier,
            state=state,
            at=telling.now,
            purpose=purpose,
            text_version=telling.version,
        )
        for person in people
        for purpose, state in person.consents.items()
    }
    yield from said.values()


def consent_version(name: str, now: datetime) -> str:
    """Return what consents of a list are said to have agreed to: the list and its day."""
    return f"{name} {timezone.localtime(now).date().isoformat()}"[:120]


def same_party_remarks(people: Iterable[Person]) -> list[Remark]:
    """Return a remark for each row that was laid over an earlier one of the same customer."""
    met: dict[str, int] = {}
    remarks = []
    for person in people:
        first = met.setdefault(person.party.identifier, person.line)
        if first != person.line:
            reason = say(_("The same customer stands in line {first}: this row was laid over it."), first=first)
            remarks.append(Remark(line=person.line, reason=reason, rest_taken=True))
    return remarks


__all__ = [
    "Registered",
    "Telling",
    "consent_version",
    "register_people",
    "same_party_remarks",
    "try_people",
    "without_erased",
]
