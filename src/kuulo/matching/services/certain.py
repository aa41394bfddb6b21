"""Linking at once what is one beyond doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.customers.queries.records import keys_version, party_records
from kuulo.customers.rules import LinkKind, Purpose
from kuulo.customers.rules.records import PartyRecord
from kuulo.matching.models import MatchSettings, Proposal
from kuulo.matching.queries.settings import certain_to, wishes_in_force
from kuulo.matching.rules.certain import CertainPair, Told, certain_pairs
from kuulo.matching.rules.proposals import fingerprint
from kuulo.matching.rules.records import record_row
from kuulo.matching.services.deciding import accept_proposal
from kuulo.matching.services.proposing import MACHINE, FoundPair, settle_parted, write_proposals


@dataclass(frozen=True, slots=True)
class CertainReport:
    """How many pairs were linked, left to people because somebody had decided on them, and keys that many share."""

    linked: int = 0
    left: int = 0
    shared_by_many: int = 0


def link_certain(*, now: datetime | None = None) -> CertainReport:
    """Link parties that share a key beyond doubt; a repeat finds nothing more.

    Pairs that somebody parted stay parted while their data are the same, and are then proposed rather than linked.
    Nothing is read where no key was told since the last time.
    """
    version = keys_version()
    wishes = wishes_in_force()
    if version == certain_to() or not wishes.link_certain:
        return CertainReport()
    moment = now or timezone.now()
    settle_parted(now=moment)
    # To keep the register true is part of serving the people in it.
    report = link_records(
        party_records(purpose=Purpose.SERVICE), personal_ids=wishes.personal_ids, run_id=None, now=moment
    )
    note_certain_to(keys_version(), now=moment)
    return report


@transaction.atomic
def link_records(
    records: Mapping[int, PartyRecord], *, personal_ids: bool, run_id: int | None, now: datetime
) -> CertainReport:
    """Link those of the records that share a key beyond doubt."""
    kinds = {number: record.kind.value for number, record in records.items()}
    emails = ((number, address) for number, record in records.items() for address in record.verified)
    found = certain_pairs(_told(records), emails, kinds, personal_ids=personal_ids)
    pairs = [_found(pair, records) for pair in found.pairs]
    written = write_proposals(pairs, run_id=run_id, now=now)
    # What somebody has looked at before is somebody's to decide again.
    untouched = Proposal.objects.filter(pk__in=written.open, history=[]).order_by("pk").values_list("pk", flat=True)
    linked = [accept_proposal(proposal_id=number, by=MACHINE, now=now) for number in untouched]
    return CertainReport(len(linked), len(pairs) - len(linked), found.shared_by_many)


def note_certain_to(version: str, *, now: datetime) -> None:
    """Write down up to which state of the keys parties were linked."""
    MatchSettings.objects.update_or_create(
        pk=1, defaults={"certain_to": version}, create_defaults={"certain_to": version, "changed_at": now}
    )


def _told(records: Mapping[int, PartyRecord]) -> Iterator[Told]:
    for number, record in records.items():
        for scheme, value in record.identifiers:
            yield Told(number, scheme, value)
        for name, value in record.attributes.items():
            yield Told(number, name, value)


def _found(pair: CertainPair, records: Mapping[int, PartyRecord]) -> FoundPair:
    return FoundPair(
        first=pair.first,
        second=pair.second,
        probability=1.0,
        fingerprint=fingerprint(record_row(records[pair.first]), record_row(records[pair.second])),
        kind=LinkKind.DETERMINISTIC,
        rule=pair.rule.value,
    )
