"""The invented company decided on a belief, was wrong, and can see why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from kuulo.claims.models import Claim
from kuulo.claims.queries import claim
from kuulo.decisions.models import Decision
from kuulo.decisions.queries import decision
from kuulo.decisions.rules.checking import Proposal
from kuulo.decisions.services import compute_check
from kuulo.sample.services import load_sample
from kuulo.studies.queries import participants_of, study
from kuulo.studies.rules import StudyState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_decision_failed_and_the_diary_speaks_against_what_it_rested_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    load_sample(now=NOW, customers=1200, language="fi")
    belief, insight, goal = (claim(row.number) for row in Claim.objects.order_by("pk")[:3])
    number = str(Decision.objects.earliest("pk"))
    assert (belief.standing.supporting, belief.standing.opposing) == (1, 3)
    assert (insight.standing.supporting, insight.standing.opposing) == (4, 0)
    assert goal.standing.is_empty
    assert decision(number).claims
    assert compute_check(number=number, now=NOW).proposal is Proposal.FAILED


def test_both_studies_have_people_who_agreed() -> None:
    load_sample(now=NOW, customers=1200, language="sv")
    interviews, diary = study("hur-forstas-fakturan"), study("vad-hander-nar-fakturan-kommer")
    assert (interviews.state, diary.state) == (StudyState.REPORTED, StudyState.RUNNING)
    assert [len(participants_of(each.slug)) for each in (interviews, diary)] == [2, 4]
    assert all(who.consent_version for each in (interviews, diary) for who in participants_of(each.slug))
