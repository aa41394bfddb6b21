"""Small groups lean on the rest; large ones do not."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.base.errors import ColumnError
from kuulo.measures.correction import Features, Method, correct, multilevel_groups
from kuulo.measures.correction.design import Bands
from kuulo.measures.correction.multilevel import fit_mixed
from kuulo.measures.correction.tests.makers import LEVELS, MEAN, NPS, invented, net, people_of

pytestmark = pytest.mark.pure


def test_variances_of_a_balanced_layout_are_those_of_the_analysis_of_variance() -> None:
    generator = np.random.default_rng(8)
    groups, each = 12, 10
    group = np.repeat(np.arange(groups), each)
    y = generator.normal(0, 2, groups)[group] + generator.normal(0, 1, groups * each)
    found = fit_mixed(Bands(("group",), (group,), (groups,)), np.ones(len(y), dtype=bool), y, np.ones(len(y)))
    means = y.reshape(groups, each).mean(axis=1)
    within = ((y - means[group]) ** 2).sum() / (groups * (each - 1))
    between = each * means.var(ddof=1)
    assert found.within == pytest.approx(within, rel=1e-3)
    assert found.between[0] == pytest.approx((between - within) / each, rel=1e-3)
    drawn = found.between[0] / (found.between[0] + found.within / each)
    assert found.effects[1:] == pytest.approx(drawn * (means - means.mean()), abs=1e-3)


def test_with_many_answers_a_groups_figure_is_its_own() -> None:
    codes = [0] * 4000 + [1] * 4000 + [2] * 4000
    score = ([5.0, 4.0] * 1000 + [None] * 2000) + ([3.0, 4.0] * 1000 + [None] * 2000) + ([1.0, 2.0] * 2000)
    found = multilevel_groups(people_of(codes=codes, score=score), MEAN, "segment")
    assert [found[name].value for name in LEVELS] == pytest.approx([4.5, 3.5, 1.5], abs=0.005)
    assert found["home"].se == pytest.approx(0.5 / np.sqrt(2000), rel=0.05)
    assert found["home"].n == 2000


def test_a_group_of_few_is_drawn_to_the_rest() -> None:
    generator = np.random.default_rng(3)
    codes = [0] * 500 + [1] * 500 + [2] * 4
    mean = np.array([3.2, 2.8, 4.9])[codes]
    score = list(np.clip(np.rint(mean + generator.normal(0, 1, len(codes))), 1, 5))
    found = multilevel_groups(people_of(codes=codes, score=score), MEAN, "segment")
    alone = float(np.mean(score[-4:]))
    assert found["farm"].value is not None
    assert 3 < found["farm"].value < alone
    assert (found["farm"].se or 0) > (found["home"].se or 0)


def test_the_whole_frame_counts_those_who_did_not_answer() -> None:
    people, score = invented(4000)
    found = correct(people, NPS, Method.MULTILEVEL).estimate
    assert found.value == pytest.approx(net(score), abs=5)
    assert (found.raw or 0) > net(score) + 15


def test_without_features_it_is_the_mean() -> None:
    people = people_of(codes=[0, 0, 0, 0], score=[1.0, 2.0, 3.0, None], x=Features())
    assert correct(people, MEAN, Method.MULTILEVEL).estimate.value == pytest.approx(2.0)


def test_an_attribute_that_is_not_there_is_named() -> None:
    people, _score = invented(300)
    with pytest.raises(ColumnError, match=r"no attribute “region”.*segment"):
        multilevel_groups(people, NPS, "region")
