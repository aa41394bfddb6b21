"""Replicate weights: near the linear variance where both hold, and refused where they cannot be drawn."""

from __future__ import annotations

import pytest

from kuulo.base.errors import ColumnError
from kuulo.measures.correction import Method, Replicates, correct, replicated
from kuulo.measures.correction.tests.makers import MEAN, NPS, invented, people_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("method", [Method.RAW, Method.RAKED])
@pytest.mark.parametrize("plan", [Replicates("bootstrap", 150), Replicates("jackknife", 150)])
def test_replicates_agree_with_linearisation(method: Method, plan: Replicates) -> None:
    people, _score = invented(2000)
    linear = correct(people, NPS, method).estimate
    again = replicated(people, NPS, method, replicates=plan)
    assert again.value == linear.value
    assert again.se == pytest.approx(linear.se, rel=0.2)
    assert again.method == f"{linear.method}, {plan.kind}"


def test_leaving_each_person_out_gives_the_variance_of_a_mean() -> None:
    scores = [1.0, 2.0, 3.0, 5.0, 5.0, 4.0]
    found = replicated(people_of(codes=[0] * 6, score=scores), MEAN, Method.RAW, replicates=Replicates("jackknife", 6))
    assert found.se == pytest.approx(correct(people_of(codes=[0] * 6, score=scores), MEAN, Method.RAW).estimate.se)


def test_more_groups_than_persons_are_refused() -> None:
    with pytest.raises(ColumnError, match="7 replicates of 6 persons"):
        replicated(people_of(codes=[0] * 6, score=[1.0] * 6), MEAN, Method.RAW, replicates=Replicates("jackknife", 7))
