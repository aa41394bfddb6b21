"""Finding parties by what somebody remembers of them: a name, a customer number, an e-mail address, a phone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from kuulo.base.errors import InputError
from kuulo.customers.models import Consent, ContactPoint, Identifier, Party
from kuulo.customers.queries.consents import may_use_many
from kuulo.customers.queries.wholes import WHOLE_OF_PARTY, chunks
from kuulo.customers.rules import (
    CONSENT_ONLY,
    Channel,
    ConsentState,
    Found,
    PartyKind,
    PartyLine,
    Purpose,
    Stage,
    check_address,
)
from kuulo.customers.rules.names import fold
from kuulo.customers.rules.stages import STRONGEST, strongest

# A beginning that more things share than this says too little; the name will tell.
MOST_HITS: Final = 500
SHORTEST_BEGINNING: Final = 2
AFTER_ALL_SIGNS: Final = "\U0010ffff"


def find_parties(  # noqa: PLR0913 -- each narrows the list by itself, and every one can be left out
    *,
    purpose: Purpose,
    text: str = "",
    kind: PartyKind | None = None,
    stage: Stage | None = None,
    among: Collection[int] | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Found:
    """Return parties in the order they came, a page at a time; each whole once.

    Whom the text names exactly, by a customer number or another identifier, comes first.

    Args:
        purpose: What the list is for. For a purpose that rests on consent alone, those without it are left out.
        text: Beginnings of words of the name (diacritics do not count), or the beginning of an identifier, with or
            without its scheme, or of an e-mail address, or a phone number in any form; empty finds everybody.
        kind: Persons, organisations or households only.
        stage: Prospects, active or former customers only.
        among: Numbers of the only parties to be looked at.
        after: The ``next`` of the page before.
        limit: The most lines of a page.
    """
    wanted = _wanted(text, kind, stage)
    candidates = _agreed(purpose, among) if purpose in CONSENT_ONLY else among
    named = _named_exactly(text.strip(), max(limit - 1, 1))
    first = _first(_wanted("", kind, stage), candidates, named, purpose) if named and after is None else []
    if named:
        wanted &= ~Q(pk__in=named)
    room = limit - len(first)
    kept: list[Party] = []
    at = after
    while len(kept) <= room:
        rows = _page(wanted, candidates, at, limit + 1)
        kept += _allowed(rows, purpose)
        if len(rows) <= limit:
            break
        at = rows[-1].pk
    page = kept[:room]
    following = (page[-1].pk if page else 0) if len(kept) > room else None
    return Found(lines=tuple(_lines([*first, *page])), next=following)


def _first(wanted: Q, candidates: Collection[int] | None, named: Sequence[int], purpose: Purpose) -> list[Party]:
    """Return those named exactly that may be shown and belong to the list."""
    chosen = [number for number in named if candidates is None or number in candidates]
    return _allowed(_in_order(wanted & Q(pk__in=chosen), len(chosen)), purpose)


def _named_exactly(text: str, most: int) -> list[int]:
    """Return the wholes of which an identifier, with or without its scheme, is exactly the text."""
    if not text:
        return []
    scheme, _colon, value = text.partition(":")
    told = Identifier.objects.filter(Q(value=text) | Q(scheme=scheme, value=value.strip()))
    return list(told.annotate(of=WHOLE_OF_PARTY).order_by("of").values_list("of", flat=True).distinct()[:most])


def _wanted(text: str, kind: PartyKind | None, stage: Stage | None) -> Q:
    wanted = Q(whole=None)
    if kind is not None:
        wanted &= Q(kind=kind)
    if stage is not None:
        wanted &= _stands(stage)
    words = fold(text).split()
    if not words:
        return wanted & Q(pk__in=_otherwise_named(text.strip())) if text.strip() else wanted
    named = Q()
    for word in words:
        named &= Q(name_key__contains=f" {word}")
    others = _otherwise_named(text.strip())
    return wanted & (named | Q(pk__in=others)) if others else wanted & named


def _stands(stage: Stage) -> Q:
    """Return the condition that a whole stands there: its own row or a part of it does, and none stands further."""
    further = STRONGEST[: STRONGEST.index(stage)]
    parts = Party.objects.filter(whole_id=OuterRef("pk"))
    held = Q(stage=stage) | Q(Exists(parts.filter(stage=stage)))
    return held & ~Q(stage__in=further) & ~Q(Exists(parts.filter(stage__in=further))) if further else held


def _otherwise_named(text: str) -> list[int]:
    """Return the wholes of which an identifier, e-mail address or phone number begins as the text."""
    if len(text) < SHORTEST_BEGINNING:
        identifiers = Identifier.objects.filter(value=text)
        return list(identifiers.annotate(of=WHOLE_OF_PARTY).values_list("of", flat=True)[:MOST_HITS])
    scheme, _colon, value = text.partition(":")
    named = begins("value", text)
    if value and scheme.isidentifier():
        named |= Q(scheme=scheme) & begins("value", value.strip())
    reached = begins("value", text) | begins("value", text.lower())
    with suppress(InputError):
        reached |= Q(channel=Channel.SMS, value=check_address(Channel.SMS, text))
    sources = (Identifier.objects.filter(named), ContactPoint.objects.filter(reached))
    found: set[int] = set()
    for rows in sources:
        found.update(rows.annotate(of=WHOLE_OF_PARTY).values_list("of", flat=True)[:MOST_HITS])
    return sorted(found)


def begins(field: str, text: str) -> Q:
    """Return the condition that a column begins with a text, written so that the database uses the column's index.

    PostgreSQL finds beginnings in an index made for patterns; SQLite compares bytes, so that a range will do.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER_ALL_SIGNS})
    return Q(**{f"{field}__startswith": text})


def _page(wanted: Q, among: Collection[int] | None, after: int | None, most: int) -> list[Party]:
    """Return the next wholes; of many numbers to look among, as many at a time as a statement bears."""
    later = wanted if after is None else wanted & Q(pk__gt=after)
    if among is None:
        return _in_order(later, most)
    found: list[Party] = []
    for chunk in chunks(sorted(number for number in set(among) if after is None or number > after)):
        found += _in_order(later & Q(pk__in=chunk), most - len(found))
        if len(found) == most:
            break
    return found


def _in_order(wanted: Q, most: int) -> list[Party]:
    # The numbers first: they come from the index `party_search` alone, and the wide rows are read for one page only.
    numbers = list(Party.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)[:most])
    return list(Party.objects.filter(pk__in=numbers).order_by("pk").only("pk", "name", "kind", "stage", "since"))


def _lines(rows: Sequence[Party]) -> list[PartyLine]:
    numbers = [row.pk for row in rows]
    parts: dict[int, list[Party]] = {row.pk: [row] for row in rows}
    for part in Party.objects.filter(whole_id__in=numbers).order_by("pk").defer("attributes"):
        parts[part.whole_id or part.pk].append(part)
    first: dict[int, str] = {}
    # By the numbers of the parts: asked through the party, the whole table of identifiers would be read.
    whole = {part.pk: number for number, each in parts.items() for part in each}
    named = Identifier.objects.filter(party_id__in=list(whole)).order_by("pk")
    for number, scheme, value in named.values_list("party_id", "scheme", "value"):
        first.setdefault(whole[number], f"{scheme}:{value}")
    return [
        PartyLine(
            party_id=row.pk,
            name=next((each.name for each in parts[row.pk] if each.name), ""),
            kind=PartyKind(row.kind),
            stage=strongest(Stage(each.stage) for each in parts[row.pk]),
            identifier=first.get(row.pk, ""),
            since=min((each.since for each in parts[row.pk] if each.since), default=None),
        )
        for row in rows
    ]


def _agreed(purpose: Purpose, among: Collection[int] | None) -> set[int]:
    """Return the wholes that may be allowed: those who ever gave a consent that nobody ended."""
    given = Consent.objects.filter(purpose=purpose, state=ConsentState.GIVEN).annotate(of=WHOLE_OF_PARTY)
    agreed = set(given.values_list("of", flat=True))
    return agreed if among is None else agreed & set(among)


def _allowed(rows: Sequence[Party], purpose: Purpose) -> list[Party]:
    if purpose not in CONSENT_ONLY:
        return list(rows)
    allowed = may_use_many([row.pk for row in rows], purpose)
    return [row for row in rows if allowed[row.pk]]
