"""Keeping erased persons out: only keyed digests stay, so that an objection holds and no list brings anybody back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kuulo.customers.models import KeptOut
from kuulo.customers.queries.kept_out import address_identifier, kept_out_digest
from kuulo.customers.rules import PersonKey


def keep_out(key: PersonKey, *, now: datetime) -> None:
    """Remember that the person is not to come back under any identifier or address; a repeat changes nothing."""
    addresses = (address_identifier(channel, value) for channel, value in key.addresses)
    digests = {kept_out_digest(each) for each in (*key.identifiers, *addresses) if each}
    rows = [KeptOut(digest=digest, noted_at=now) for digest in sorted(digests)]
    KeptOut.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def let_in(identifiers: Iterable[str]) -> None:
    """Forget that identifiers are kept out: their person has come back, and somebody writes that down by hand."""
    KeptOut.objects.filter(digest__in=[kept_out_digest(each) for each in identifiers if each]).delete()
