"""Use case: the slow methods are asked for, computed by the worker, and kept until the data change."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from kuulo.correction.models import KeptComparison
from kuulo.correction.queries import MEMORY, has_comparison, more_methods
from kuulo.correction.queries.comparing import version_of
from kuulo.correction.rules.comparisons import digest_of, figures_to_plain, heard_of_plain, heard_to_plain
from kuulo.correction.services import JOB_HANDLERS, ask_for_comparison
from kuulo.correction.tests.cast import customers, heard, record, told, uneven
from kuulo.jobs.services import JobContext
from kuulo.jobs.services.claims import claim_job
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Method

pytestmark = pytest.mark.django_db
KIND = "correction.compare"
SLOW = {Method.CALIBRATED, Method.PROPENSITY, Method.BOOSTED, Method.DOUBLY_ROBUST, Method.MULTILEVEL}


def worked() -> None:
    """Do the comparison that waits."""
    claim = claim_job([KIND], now=timezone.now() + timedelta(seconds=1), lease=timedelta(minutes=1))
    assert claim is not None
    JOB_HANDLERS[KIND](JobContext(claim, threading.Event()))


@pytest.mark.slow
def test_the_slow_methods_are_there_after_the_worker_was() -> None:
    uneven()
    with open_snapshot() as snapshot:
        before = more_methods(snapshot, heard())
        assert not has_comparison(snapshot, heard())
    assert not SLOW & set(before)
    first = ask_for_comparison(heard())
    assert ask_for_comparison(heard()) == first
    worked()
    with open_snapshot() as snapshot:
        assert has_comparison(snapshot, heard())
        found = more_methods(snapshot, heard(key="another reading"))
    assert set(before) | SLOW <= set(found)
    assert found[Method.RAKED].value == pytest.approx(before[Method.RAKED].value)
    assert found[Method.DOUBLY_ROBUST].value == pytest.approx(0.0, abs=12)
    assert found[Method.DOUBLY_ROBUST].trust is not None


def test_of_too_few_no_figure_is_computed_or_kept() -> None:
    names = list(customers({"north": 40, "south": 40}))
    record(told(name, 10.0 if place < 3 else None) for place, name in enumerate(names))
    ask_for_comparison(heard())
    worked()
    assert [kept.figures for kept in KeptComparison.objects.all()] == [{}]


def test_another_answer_makes_a_comparison_old() -> None:
    uneven()
    with open_snapshot() as snapshot:
        figures = figures_to_plain({Method.BOOSTED: more_methods(snapshot, heard())[Method.RAW]})
        KeptComparison.objects.create(
            heard=digest_of(heard()), data_version=version_of(snapshot), figures=figures, made_at=timezone.now()
        )
        assert Method.BOOSTED in more_methods(snapshot, heard())
    record([told("customer_id:199", 3.0, days=50)])
    MEMORY.forget()
    with open_snapshot() as snapshot:
        assert not has_comparison(snapshot, heard())
        assert not SLOW & set(more_methods(snapshot, heard()))


def test_what_was_heard_is_carried_as_plain_values() -> None:
    wanted = heard(sources=("a", "b"), question="q", end=None, encounters=True, is_newest=True)
    assert heard_of_plain(heard_to_plain(wanted), key="test") == wanted
