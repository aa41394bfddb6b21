"""Did those who were silent leave more often than expected of them?"""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.base.errors import ColumnError
from kuulo.measures.correction import later_check

pytestmark = pytest.mark.pure


def test_more_than_expected_is_said() -> None:
    left = np.arange(1000) < 150
    found = later_check(np.full(1000, 0.1), left)
    assert found.value == pytest.approx(0.05)
    assert found.se == pytest.approx(np.sqrt(0.15 * 0.85 / 999))
    assert str(found.trust) == (
        "The silent left more often than expected (15.0 % against 10.0 %): they were less content."
    )


def test_fewer_than_expected_is_said() -> None:
    assert "less often" in str(later_check(np.full(1000, 0.1), np.arange(1000) < 40).trust)


def test_no_difference_is_said_and_none_who_left_is_not_certain() -> None:
    found = later_check(np.full(20, 0.03), np.zeros(20, dtype=bool))
    assert "no difference can be seen" in str(found.trust)
    assert found.se == pytest.approx(np.sqrt(0.03 * 0.97 / 20))


@pytest.mark.parametrize("chance", [[0.1], [0.5, 1.2], [np.nan, 0.1]])
def test_chances_that_are_none_are_refused(chance: list[float]) -> None:
    with pytest.raises(ColumnError, match="two persons or more"):
        later_check(np.array(chance), np.zeros(len(chance), dtype=bool))
