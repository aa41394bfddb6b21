"""What rooms hold about one person: found, handed out and erased through one registry; pure.

Every room that keeps anything about a person says so with `PersonStore`s, and of every other table why it holds nothing
(``WITHOUT_PERSONS``). The room `rights` walks them all: export (GDPR 15, 20) and erasure (GDPR 17) cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kuulo.base.texts import Text
from kuulo.customers.rules.contacts import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKey:
    """Everything by which a room finds what it holds about one person.

    Attributes:
        party_ids: The party and all that were found to be the same.
        identifiers: ``scheme:value`` of all of them, as signals carry them.
        addresses: Channel and address, as they are kept.
        names: What the person is called.
    """

    party_ids: tuple[int, ...]
    identifiers: tuple[str, ...] = ()
    addresses: tuple[tuple[Channel, str], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What an erasure removed from one store; ``kept`` says what had to stay and why."""

    rows: int = 0
    files: int = 0
    kept: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStore:
    """One place where something about persons is kept.

    Attributes:
        name: Room and thing, such as ``responses.answers``.
        title: What it is called on the person's own page; a marked text.
        tables: The tables it answers for, as ``app_label.Model``; empty for what lies in files or in the lake.
        export: Yields what is held about the person: plain values only (text, numbers, dates, lists, mappings).
        erase: Removes it, inside the caller's transaction where it is in the database; a repeat removes nothing more.
        order: Stores with smaller numbers are erased first; the parties themselves come last, with 100.
    """

    name: str
    title: str
    tables: frozenset[str]
    export: Callable[[PersonKey], Iterable[Mapping[str, object]]]
    erase: Callable[[PersonKey, datetime], Removed]
    order: int = 50
