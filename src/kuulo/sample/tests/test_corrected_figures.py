"""Use case: figures of the sample company, corrected for who did not answer, beside what is true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kuulo.correction.queries import MEMORY, Heard, corrected_groups, listen
from kuulo.lake.queries import open_snapshot
from kuulo.lake.services import seal
from kuulo.measures.correction import Method
from kuulo.measures.definitions import DEFINITIONS
from kuulo.sample.generate import generate_sample
from kuulo.sample.services import store_company
from kuulo.sample.truth import RECENT_DAYS, truth_of

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def heard(definition: str, *, encounters: bool, days: float = 0.0) -> Heard:
    end = NOW - timedelta(days=days)
    return Heard(
        key="sample",
        definition=DEFINITIONS[definition],
        recorded=(definition,),
        start=end - timedelta(days=RECENT_DAYS),
        end=end,
        encounters=encounters,
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_corrected_figures_come_nearer_to_what_is_true() -> None:
    MEMORY.forget()
    sample = generate_sample(now=NOW)
    truth = truth_of(sample, "en")["measures"]
    with transaction.atomic():
        store_company(sample, "en")
    seal()
    with open_snapshot() as snapshot:
        recommend = listen(snapshot, heard("nps@1", encounters=False))
        before = corrected_groups(snapshot, heard("nps@1", encounters=False, days=RECENT_DAYS))[None]
        satisfied = corrected_groups(snapshot, heard("csat.top2@1", encounters=True))[None]
    true = truth["nps@1"]["recent"]["true"]  # type: ignore[index] # plain values
    raw, raked, two_phase = (recommend.by_method[each] for each in (Method.RAW, Method.RAKED, Method.TWO_PHASE))
    assert raw.value == pytest.approx(truth["nps@1"]["recent"]["answered"], abs=2)  # type: ignore[index] # as above
    assert abs(two_phase.value - true) < abs(raked.value - true) < abs(raw.value - true)
    assert two_phase.low < true < two_phase.high
    assert recommend.chosen.method == Method.TWO_PHASE
    assert before.low < truth["nps@1"]["before"]["true"] < before.high  # type: ignore[index] # as above
    assert abs(before.value - truth["nps@1"]["before"]["true"]) < 6  # type: ignore[index] # as above
    assert abs(satisfied.value - truth["csat.top2@1"]["recent"]["true"]) < abs(  # type: ignore[index] # as above
        satisfied.raw - truth["csat.top2@1"]["recent"]["true"]  # type: ignore[index] # as above
    )
    assert recommend.bounds is not None
    assert recommend.bounds.low < true < recommend.bounds.high


@pytest.mark.pure
def test_the_silent_were_called_and_answer_in_no_file() -> None:
    sample = generate_sample(now=NOW)
    called = sample.months_called
    assert not (called.invited & sample.months_asked.answered).any()
    assert (called.invited <= sample.months_asked.invited).all()
    answered = sum(response.state == "answered" for response in sample.calls)
    assert 0.4 < answered / len(sample.calls) < 0.6
    assert {response.channel for response in sample.calls} == {"phone"}
    assert {response.phase for response in sample.responses} == {1}
    assert {response.phase for response in sample.calls} == {2}
    assert len(sample.calls) == called.invited.sum() > 600
