"""Looking for early adopters anew: proposals come and go, what people decided stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kuulo.accounts.queries import organisation
from kuulo.adopters.models import Adopter, Search
from kuulo.adopters.queries.uses import read_uses
from kuulo.adopters.rules import AdopterState, Again, Candidate, Found, again_of, find_adopters
from kuulo.adopters.rules.plain import to_plain
from kuulo.adopters.services.deciding import NAME, follow
from kuulo.customers.queries.consents import may_use_many
from kuulo.customers.queries.wholes import register_version
from kuulo.customers.rules import Purpose
from kuulo.lake.queries import open_snapshot

VERSION_LENGTH = 200


def search(*, now: datetime | None = None) -> int:
    """Look for early adopters unless nothing has changed since the last look; return how many are proposed.

    Raises:
        EngineError: The lake cannot be read.
    """
    moment = now or timezone.now()
    leave_out(now=moment)
    with open_snapshot() as snapshot:
        version = f"{snapshot.data_version} {register_version()}"[:VERSION_LENGTH]
        if Search.objects.filter(data_version=version).exists():
            return Adopter.objects.filter(state=AdopterState.PROPOSED).count()
        uses = read_uses(snapshot)
        found = find_adopters(uses)
        company = organisation()
        again = again_of(
            found.items,
            confidence=company.confidence,
            floor=company.anonymity_floor,
            data_version=snapshot.data_version,
        )
    keep(found, again, version, moment)
    return Adopter.objects.filter(state=AdopterState.PROPOSED).count()


@transaction.atomic
def leave_out(*, now: datetime) -> int:
    """Forget who does not agree to being profiled any more, and take them off the list; return how many."""
    parties = list(Adopter.objects.values_list("party_id", flat=True))
    allowed = may_use_many(parties, Purpose.PROFILING, now=now)
    gone = [party for party in parties if not allowed.get(party, False)]
    if gone:
        Adopter.objects.filter(party_id__in=gone).delete()
        follow(name=NAME, by="kuulo", now=now)
    return len(gone)


@transaction.atomic
def keep(found: Found, again: Again | None, version: str, now: datetime) -> None:
    """Keep what was found: new proposals beside what people decided; proposals that are none any more go."""
    wanted = {candidate.party: candidate for candidate in found.candidates}
    known = {row.party_id: row for row in Adopter.objects.select_for_update()}
    for party, row in known.items():
        row.still = party in wanted
        if party in wanted:
            _fill(row, wanted[party], now)
        row.save()
    fresh = [_fill(Adopter(party_id=party), one, now) for party, one in wanted.items() if party not in known]
    Adopter.objects.bulk_create(fresh, batch_size=500)
    Adopter.objects.filter(state=AdopterState.PROPOSED, still=False).delete()
    Search.objects.all().delete()
    told = {"by_chance": found.by_chance, **_again(again)}
    Search.objects.create(items=_items(found), again=told, data_version=version, made_at=now)


def _fill(row: Adopter, one: Candidate, now: datetime) -> Adopter:
    row.days, row.expected, row.chance, row.suggestions = one.days, one.expected, one.chance, one.suggestions
    row.reasons = [asdict(reason) | {"kind": reason.kind.value, "at": reason.at.isoformat()} for reason in one.reasons]
    row.found_at = now
    return row


def _items(found: Found) -> list[dict[str, Any]]:
    return [
        {"kind": item.kind.value, "name": item.name, "at": item.at.isoformat(), "users": item.users}
        for item in found.items
    ]


def _again(again: Again | None) -> Mapping[str, Any]:
    return {} if again is None else {"early": to_plain(again.early), "others": to_plain(again.others)}
