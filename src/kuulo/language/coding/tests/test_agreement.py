"""Use case: two or more persons code the same comments; how far do they agree beyond chance?"""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.base.errors import DefinitionError
from kuulo.language.coding import Level, alpha, kappa

pytestmark = pytest.mark.pure

# Krippendorff (2011), section C: four observers, twelve units, with gaps; alpha by level is printed there.
OBSERVERS: list[list[int | None]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("level", "printed"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)]
)
def test_alpha_is_that_of_its_author(level: Level, printed: float) -> None:
    figure = alpha(OBSERVERS, level)
    assert figure.value == pytest.approx(printed, abs=5e-4)
    assert figure.n == 11
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < printed < figure.high + 1e-9


def test_alpha_of_sets_counts_what_they_share() -> None:
    one = [frozenset("ab"), frozenset("a"), frozenset(), frozenset("c")]
    near = [frozenset("a"), frozenset("a"), frozenset(), frozenset("c")]
    far = [frozenset("d"), frozenset("a"), frozenset(), frozenset("c")]
    likeness = [alpha([one, other], Level.SETS).value for other in (one, near, far)]
    assert likeness[0] == pytest.approx(1.0)
    assert None not in likeness
    assert likeness == sorted(likeness, key=lambda value: -(value or 0.0))
    assert len(set(likeness)) == 3


def test_kappa_is_that_of_the_handbook() -> None:
    # Fleiss, Levin & Paik (2003), table 18.1: kappa .676 of 100 subjects
    table = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    first = [i for i, row in enumerate(table) for count in row for _ in range(count)]
    second = [j for row in table for j, count in enumerate(row) for _ in range(count)]
    figure = kappa(first, second)
    assert figure.value == pytest.approx(0.676, abs=5e-4)
    assert figure.se == pytest.approx(0.087, abs=2e-3)


def test_full_agreement_is_not_taken_for_certain() -> None:
    figure = kappa([1, 0, 1, 0, 1, 1, 0, 0], [1, 0, 1, 0, 1, 1, 0, 0])
    assert figure.value == 1.0
    assert figure.low is not None
    assert figure.low < 0.9
    assert "fewer than 30" in str(figure.notes[0])


def test_by_chance_there_is_no_agreement() -> None:
    rng = np.random.default_rng(0)
    figure = kappa(rng.integers(0, 2, 2_000).tolist(), rng.integers(0, 2, 2_000).tolist())
    assert figure.value == pytest.approx(0.0, abs=0.06)


def test_where_nothing_can_be_told_it_is_said_why() -> None:
    assert kappa([], []).value is None
    assert kappa([1, 1], [1, 1]).value is None
    assert alpha([[1, None], [None, 1]]).value is None
    assert "No comment was coded by two" in str(alpha([[1, None], [None, 1]]).notes[0])
    with pytest.raises(DefinitionError, match="1 and 2 codings"):
        kappa([1], [1, 2])
