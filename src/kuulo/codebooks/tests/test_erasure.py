"""Use case: a person asks what is held of them, and to be erased: their comments' codes go too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kuulo.codebooks.models import Coding, Proposal, Queued
from kuulo.codebooks.services import PERSON_STORES
from kuulo.codebooks.tests.books import AINO, START, codebook
from kuulo.customers.rules.person_data import PersonKey
from kuulo.jobs.models import Job
from kuulo.lake.services import record_signals
from kuulo.words.tests.answers import comment

pytestmark = pytest.mark.django_db

(STORE,) = PERSON_STORES


def test_codes_of_what_a_person_said_are_handed_out_and_erased() -> None:
    made, theirs, other = codebook(), comment(1, "Hinta nousi"), comment(2, "Palvelu toimi")
    record_signals([theirs, other])
    for each in (theirs, other):
        Coding.objects.create(
            codebook_id=made.id, signal_id=each.signal_id, coder=AINO, codes=["price"], coded_at=START
        )
        Proposal.objects.create(codebook_id=made.id, signal_id=each.signal_id, code="staff", probability=0.7)
    Queued.objects.create(codebook_id=made.id, signal_id=theirs.signal_id, reason="lot", position=0)
    Queued.objects.create(codebook_id=made.id, signal_id="s", reason="unsure", position=1, near=[theirs.signal_id])
    key = PersonKey(party_ids=(), identifiers=("customer_id:1",))
    held = list(STORE.export(key))
    assert [row.get("codes") or row.get("proposed") for row in held] == [["price"], "staff"]
    assert all("coder" not in row for row in held)
    assert STORE.erase(key, datetime(2026, 7, 1, tzinfo=UTC)).rows == 3
    assert {row.signal_id for row in Coding.objects.all()} == {other.signal_id}
    assert {row.signal_id for row in Proposal.objects.all()} == {other.signal_id}
    assert Queued.objects.get().near == []
    assert Job.objects.filter(kind="codebooks.learn").exists()
    assert STORE.erase(key, datetime(2026, 7, 1, tzinfo=UTC)).rows == 0
