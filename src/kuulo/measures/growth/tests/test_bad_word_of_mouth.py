"""What the unhappy may cost by what they say: a chain of ranges, carried through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kuulo.base.errors import InputError
from kuulo.measures.growth.figures import Terms, figure
from kuulo.measures.growth.mouth import ASSUMPTIONS, word_of_mouth

pytestmark = pytest.mark.pure
TERMS = Terms()
UNHAPPY = figure("share@1", (0.2, 0.18, 0.22), 900, "wilson", TERMS, se=0.01)
WORTH = figure("revenue_per_customer@1", (500.0, 400.0, 600.0), 900, "t", TERMS, se=25.0)


def test_ranges_are_carried_to_the_end() -> None:
    found = word_of_mouth(customers=1000, unhappy=UNHAPPY, worth=WORTH, terms=TERMS)
    assert found.cost.low < found.cost.value < found.cost.high  # type: ignore[operator]
    middle = 1000 * 0.2 * 0.45 * 3.5 * 0.085 * 0.225 * 500
    assert 0.5 * middle < found.cost.value < middle  # type: ignore[operator]  # a product of ranges is skewed
    assert [swing.key for swing in found.swings][:2] != ["unhappy", "worth"]
    assert "not a measurement" in str(found.sentence)
    assert found.cost == word_of_mouth(customers=1000, unhappy=UNHAPPY, worth=WORTH, terms=TERMS).cost


def test_certain_assumptions_leave_only_the_uncertainty_of_the_data() -> None:
    sure = tuple(replace(each, low=(each.low + each.high) / 2, high=(each.low + each.high) / 2) for each in ASSUMPTIONS)
    found = word_of_mouth(customers=1000, unhappy=UNHAPPY, worth=WORTH, assumptions=sure, terms=TERMS)
    assert found.cost.value == pytest.approx(1000 * 0.2 * 0.45 * 3.5 * 0.085 * 0.225 * 500, rel=0.02)
    assert [swing.key for swing in found.swings][:2] == ["worth", "unhappy"]


def test_a_range_that_is_upside_down_is_refused() -> None:
    wrong = (replace(ASSUMPTIONS[0], low=0.9, high=0.1), *ASSUMPTIONS[1:])
    with pytest.raises(InputError, match=r"0\.9–0\.1"):
        word_of_mouth(customers=1000, unhappy=UNHAPPY, worth=WORTH, assumptions=wrong, terms=TERMS)


def test_without_a_share_or_a_worth_there_is_no_cost() -> None:
    nothing = replace(WORTH, value=None, low=None, high=None)
    found = word_of_mouth(customers=1000, unhappy=UNHAPPY, worth=nothing, terms=TERMS)
    assert found.cost.value is None
    assert found.swings == ()
