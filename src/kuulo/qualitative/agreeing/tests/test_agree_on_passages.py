"""Use case: two people code the same interview blind, and see how far they agree and where they differ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import DefinitionError
from kuulo.qualitative.agreeing import (
    Cut,
    Given,
    Segment,
    alpha,
    kappa,
    marked_by,
    meetings,
    pooled_alpha,
    rate,
    segments,
)

pytestmark = pytest.mark.pure

TEXT = "Haastattelija: Miten meni?\nAino: Odotin kauan. Hinta nousi taas! Sitten soitin…\n\nHaastattelija: Niinkö?"
TURNS = [(0, 26), (27, 80), (82, 104)]


def test_a_text_is_cut_into_turns_or_sentences() -> None:
    turns = segments("s", TEXT, TURNS, Cut.TURN)
    assert [TEXT[each.start : each.end] for each in turns][1].startswith("Aino: Odotin")
    parts = segments("s", TEXT, TURNS, Cut.SENTENCE)
    said = [TEXT[each.start : each.end] for each in parts]
    assert said[1:4] == ["Aino: Odotin kauan.", "Hinta nousi taas!", "Sitten soitin…"]
    assert [each.block for each in parts] == [0, 1, 1, 1, 2]


def test_without_turns_paragraphs_take_their_place() -> None:
    assert len(segments("s", TEXT, [], Cut.TURN)) == 3
    assert segments("s", " \n\n ", [], Cut.SENTENCE) == ()


def test_a_segment_has_the_code_where_half_of_it_or_of_the_passage_lies_in_it() -> None:
    cut = (Segment("s", 0, 20, 0), Segment("s", 21, 40, 0), Segment("t", 0, 20, 1))
    assert rate(cut, [("s", 3, 8)]).tolist() == [True, False, False], "a word within a sentence"
    assert rate(cut, [("s", 0, 24)]).tolist() == [True, False, False], "a stray end of a passage"
    assert rate(cut, [("s", 0, 32)]).tolist() == [True, True, False]
    assert rate(cut, [("s", 0, 6), ("s", 4, 10), ("u", 0, 5)]).tolist() == [True, False, False]
    assert rate(cut, []).tolist() == [False, False, False]


def test_kappa_of_a_table_worked_by_hand() -> None:
    # 20 both, 5 first only, 10 second only, 15 neither: po 0.70, pe 0.50, kappa 0.40.
    first = np.array([True] * 25 + [False] * 25)
    second = np.array([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)
    figure = kappa(first, second, range(50))
    assert figure.value == pytest.approx(0.4)
    assert figure.low is not None
    assert figure.high is not None
    # The large-sample interval (Fleiss, Cohen & Everitt 1969) is 0.15 … 0.65 here.
    assert figure.low == pytest.approx(0.15, abs=0.06)
    assert figure.high == pytest.approx(0.65, abs=0.06)
    assert (figure.n, figure.definition, figure.method) == (50, "kappa-of-passages@1", "resampled")


def test_alpha_of_a_table_worked_by_hand() -> None:
    # Krippendorff (2011), section A: two observers, binary data of ten units: alpha 0.095.
    first = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], dtype=bool)
    second = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0], dtype=bool)
    assert alpha([first, second], range(10)).value == pytest.approx(0.095, abs=0.0005)
    assert pooled_alpha({"a": [first, second], "b": [first, second]}, range(10)).value == pytest.approx(0.095, abs=5e-4)


def test_segments_of_one_turn_make_the_interval_wider_than_single_ones() -> None:
    first = np.repeat(np.array([True, False] * 20), 5)
    second = np.repeat(np.array([True, False, True, True] * 10), 5)
    together = kappa(first, second, np.repeat(np.arange(40), 5).tolist())
    apart = kappa(first, second, range(200))
    assert together.value == apart.value
    assert (together.high or 0) - (together.low or 0) > (apart.high or 0) - (apart.low or 0)


def test_full_agreement_is_one_and_never_of_width_zero() -> None:
    same = np.array([True, False] * 10)
    for figure in (kappa(same, same, range(20)), alpha([same, same, same], range(20))):
        assert figure.value == 1.0
        assert figure.high == 1.0
        assert figure.low is not None
        assert 0.7 < figure.low < 1.0


def test_where_all_chose_the_same_nothing_is_told() -> None:
    never = np.zeros(12, dtype=bool)
    for figure in (kappa(never, never, range(12)), alpha([never, never], range(12))):
        assert figure.value is None
        assert "chance agreement" in str(figure.notes[0])
    assert alpha([never], range(12)).value is None
    assert kappa(never[:0], never[:0], []).value is None


def test_coders_of_different_segments_are_refused() -> None:
    with pytest.raises(DefinitionError):
        kappa(np.zeros(3, dtype=bool), np.zeros(4, dtype=bool), range(3))


FLAGS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=4, max_size=40)


@given(FLAGS)
def test_figures_are_symmetric_and_within_their_intervals(rows: list[tuple[bool, bool, bool]]) -> None:
    one, two, three = (np.array(column) for column in zip(*rows, strict=True))
    blocks = [place // 2 for place in range(len(rows))]
    assert kappa(one, two, blocks).value == pytest.approx(kappa(two, one, blocks).value, nan_ok=True)
    figure = alpha([one, two, three], blocks)
    assert figure.value == pytest.approx(alpha([three, one, two], blocks).value)
    if figure.value is not None:
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= figure.high <= 1.0


def test_passages_that_hang_together_meet_and_their_core_is_what_most_marked() -> None:
    said = [
        Given("s", 0, 20, "price", "aino"),
        Given("s", 5, 25, "price", "berit"),
        Given("s", 40, 50, "price", "aino"),
        Given("s", 0, 20, "wait", "berit"),
    ]
    found = meetings(said, ["aino", "berit"])
    assert [(each.code, each.start, each.end, each.agreed) for each in found] == [
        ("wait", 0, 20, False),
        ("price", 0, 25, True),
        ("price", 40, 50, False),
    ]
    assert found[1].core == (5, 20)
    assert found[2].coders == {"aino"}
    assert marked_by(said, "aino", "price") == [("s", 0, 20), ("s", 40, 50)]
    assert len({each.key for each in found}) == 3


def test_one_code_on_passages_that_only_touch_at_their_ends_is_two_meetings() -> None:
    said = [Given("s", 0, 20, "price", "aino"), Given("s", 20, 30, "price", "berit")]
    assert [each.agreed for each in meetings(said, ["aino", "berit"])] == [False, False]
