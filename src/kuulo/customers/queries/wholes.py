"""Which rows are one party: numbers, identifiers, and the map that signals are joined by.

Nothing here tells more of a person than a number or an identifier the asker had, or joins by; so nothing here asks for
a purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import pyarrow as pa
from django.db.models import F
from django.db.models.functions import Coalesce

from kuulo.customers.models import ContactPoint, Identifier, Party, Register
from kuulo.customers.rules import PARTY_COLUMN, Channel, PersonKey
from kuulo.customers.rules.names import name_key

IDS_CHUNK: Final = 5_000
READ_CHUNK: Final = 20_000
NUMBER_COLUMN: Final = "party_id"
WHOLE: Final = Coalesce(F("whole_id"), F("pk"))
WHOLE_OF_PARTY: Final = Coalesce(F("party__whole_id"), F("party_id"))


def register_version() -> str:
    """Return the token of the register's present content; empty while nobody was registered."""
    return Register.objects.values_list("version", flat=True).first() or ""


def whole_of(party_ids: Collection[int]) -> dict[int, int]:
    """Return the number of the whole of each party that is there; most parties are their own."""
    found: dict[int, int] = {}
    for chunk in chunks(sorted(set(party_ids))):
        found.update(Party.objects.filter(pk__in=chunk).annotate(of=WHOLE).values_list("pk", "of"))
    return found


def parts_of(party_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return all rows that are one with each party that is there, itself included, smallest number first."""
    whole = whole_of(party_ids)
    parts: dict[int, list[int]] = {number: [number] for number in set(whole.values())}
    for chunk in chunks(sorted(parts)):
        rows = Party.objects.filter(whole_id__in=chunk).order_by("pk").values_list("whole_id", "pk")
        for number, part in rows:
            if number is not None:
                parts[number].append(part)
    return {number: tuple(parts[of]) for number, of in whole.items()}


def party_ids_of(identifiers: Collection[str]) -> dict[str, int]:
    """Return the wholes that identifiers ``scheme:value`` name, by number; what names nobody is left out."""
    return _named(identifiers, WHOLE_OF_PARTY)


def rows_named(identifiers: Collection[str]) -> dict[str, int]:
    """Return the party's own rows that identifiers name: writers keep what is told where it was told of."""
    return _named(identifiers, F("party_id"))


def _named(identifiers: Collection[str], number: F | Coalesce) -> dict[str, int]:
    by_scheme: dict[str, list[str]] = defaultdict(list)
    for text in identifiers:
        scheme, _colon, value = text.partition(":")
        if scheme and value:
            by_scheme[scheme].append(value)
    found: dict[str, int] = {}
    for scheme, values in by_scheme.items():
        for chunk in chunks(sorted(set(values))):
            named = Identifier.objects.filter(scheme=scheme, value__in=chunk).annotate(of=number)
            found.update((f"{scheme}:{value}", of) for value, of in named.values_list("value", "of"))
    return found


def identifiers_of(party_id: int) -> tuple[str, ...]:
    """Return every ``scheme:value`` of the whole that a party is, in the order they were told."""
    rows = Identifier.objects.filter(party_id__in=parts_of([party_id]).get(party_id, ())).order_by("pk")
    return tuple(f"{scheme}:{value}" for scheme, value in rows.values_list("scheme", "value"))


def parties_at(channel: Channel, address: str) -> tuple[int, ...]:
    """Return the numbers of the wholes that have the address on the channel."""
    rows = ContactPoint.objects.filter(channel=channel, value=address).annotate(of=WHOLE_OF_PARTY)
    return tuple(sorted(set(rows.values_list("of", flat=True))))


def party_map() -> pa.Table:
    """Return the whole that each identifier names today: ``party`` (``scheme:value``, text) and ``party_id`` (int64).

    Signals keep the identifier they came with and are joined by this table at reading, so that links and their undoing
    rewrite no signal. It is read once for each version of the register.
    """
    return _map_of_version(register_version())


def person_key(party_id: int) -> PersonKey:
    """Return everything by which rooms find what they hold about the person; for export and erasure.

    An address or a name that somebody else has too tells nobody apart: it is left out, or one would be handed, or could
    have erased, what is the other's. People say both themselves on their own page, whosever they are.
    """
    parts = parts_of([party_id]).get(party_id, (party_id,))
    points = ContactPoint.objects.filter(party_id__in=parts).order_by("pk").values_list("channel", "value").distinct()
    names = Party.objects.filter(pk__in=parts).exclude(name="").order_by("pk").values_list("name", flat=True)
    addresses = dict.fromkeys((Channel(channel), value) for channel, value in points)
    return PersonKey(
        party_ids=parts,
        identifiers=identifiers_of(party_id),
        addresses=tuple(each for each in addresses if not _is_others(each, parts)),
        names=tuple(name for name in dict.fromkeys(names) if not _is_called(name, parts)),
    )


def _is_others(address: tuple[Channel, str], parts: Collection[int]) -> bool:
    channel, value = address
    return ContactPoint.objects.filter(channel=channel, value=value).exclude(party_id__in=parts).exists()


def _is_called(name: str, parts: Collection[int]) -> bool:
    """Return whether somebody else is called so, however it is written."""
    key = name_key(name)
    others = Party.objects.filter(name_key__contains=key).exclude(pk__in=parts).values_list("name", flat=True)
    return any(name_key(other) == key for other in others)


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values in lists short enough for one statement."""
    remaining = iter(values)
    while chunk := list(islice(remaining, IDS_CHUNK)):
        yield chunk


@lru_cache(maxsize=1)
def _map_of_version(version: str) -> pa.Table:
    parties: list[str] = []
    numbers: list[int] = []
    if version:
        rows = Identifier.objects.order_by("pk").annotate(of=WHOLE_OF_PARTY).values_list("scheme", "value", "of")
        for scheme, value, number in rows.iterator(chunk_size=READ_CHUNK):
            parties.append(f"{scheme}:{value}")
            numbers.append(number)
    return pa.table({PARTY_COLUMN: pa.array(parties, pa.string()), NUMBER_COLUMN: pa.array(numbers, pa.int64())})
