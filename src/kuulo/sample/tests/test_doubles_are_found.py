"""Use case: those who came a second time by the web form are found in the customer database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kuulo.customers.queries import party_ids_of
from kuulo.customers.services import register_contacts, register_parties
from kuulo.matching.models import Proposal
from kuulo.matching.services import find_matches
from kuulo.sample.doubles import double_contacts, double_parties, doubles, identifier_of
from kuulo.sample.generate import generate_sample
from kuulo.sample.signals import contacts_of, parties_of, party_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def test_every_double_is_proposed_and_hardly_anybody_else() -> None:
    sample = generate_sample(now=NOW)
    register_parties([*parties_of(sample, "fi"), *double_parties(sample)])
    register_contacts([*contacts_of(sample), *double_contacts(sample)], now=NOW)
    run = find_matches()
    two = [(identifier_of(each), party_of(each.customer)) for each in doubles(sample)]
    true = {frozenset(party_ids_of(both).values()) for both in two}
    found = {frozenset(pair) for pair in Proposal.objects.values_list("first_id", "second_id")}
    assert run.finished_at is not None
    assert len(found & true) >= 0.9 * len(true)
    assert len(found - true) <= 0.1 * len(true)
