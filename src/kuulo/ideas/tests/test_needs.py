"""Size and value of those who need an idea: counted on customers whose truth is known, with intervals."""

from __future__ import annotations

import math

import pytest

from kuulo.base.errors import InputError, NotFoundError
from kuulo.ideas import services
from kuulo.ideas.queries import idea
from kuulo.ideas.rules import Known, Need
from kuulo.ideas.rules.needs import Reach, Terms, check_need, product, size_of, value_of
from kuulo.ideas.tests.cast import AT, CODE, CUSTOMERS, ILONA, company, kept
from kuulo.measures.growth.heavy import Mean

TERMS = Terms(confidence=0.95, floor=5, data_version="v1")
SPENT = Mean(value=100.0, low=90.0, high=112.0, se=5.0, n=20, method="t")


@pytest.mark.django_db
class TestOnACompany:
    """Forty customers, of whom half need it and spend 100 a year, the others 300."""

    @pytest.fixture(autouse=True)
    def customers(self) -> None:
        company()

    def weighed(self, need: Need) -> str:
        number = kept()
        services.set_need(number=number, need=need, by=ILONA, now=AT)
        assert services.weigh_ideas(now=AT) == 1
        return number

    def test_those_whose_comments_tell_of_it(self) -> None:
        found = idea(self.weighed(Need(known=Known.SAID, words=f"code:{CODE}")))
        assert found.size is not None
        assert found.value is not None
        # Twenty are known to need it, and half of the twenty quiet ones are reckoned to.
        assert found.size.value == pytest.approx(30.0)
        # By hand: Wilson for a half of 40 · 20 / 60, times 20, beside the twenty.
        assert found.size.low == pytest.approx(20 + 20 * 0.2636, abs=0.02)
        assert found.size.high == pytest.approx(20 + 20 * 0.7364, abs=0.02)
        assert (found.size.n, found.size.invited, found.size.answered) == (CUSTOMERS, 60, CUSTOMERS)
        assert found.value.value == pytest.approx(30 * 102.1, rel=1e-3)
        assert (found.value.low or 0.0) < 30 * 102 < (found.value.high or 0.0)

    def test_those_whose_last_answer_lies_in_a_range(self) -> None:
        found = idea(self.weighed(Need(known=Known.SCORED, measure="nps@1", low=0, high=6)))
        assert found.size is not None
        assert found.size.value == pytest.approx(30.0)

    def test_everybody_is_counted(self) -> None:
        found = idea(self.weighed(Need(known=Known.ALL)))
        assert found.size is not None
        assert found.value is not None
        assert (found.size.value, found.size.low, found.size.high) == (60, 60, 60)
        assert found.size.method == "counted"
        assert found.value.value == pytest.approx(sum(2 * ((50 if n <= 20 else 150) + n / 10) for n in range(1, 41)))

    def test_the_same_data_are_not_computed_twice(self) -> None:
        number = self.weighed(Need(known=Known.ALL))
        assert services.weigh_ideas(now=AT) == 0
        services.set_need(number=number, need=Need(known=Known.SAID, words=f"code:{CODE}"), by=ILONA, now=AT)
        assert idea(number).size is None, "what was computed for another need is not shown"
        assert services.weigh_ideas(now=AT) == 1

    def test_a_segment_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(NotFoundError):
            services.set_need(number=kept(), need=Need(segment="nobody"), by=ILONA, now=AT)


@pytest.mark.pure
class TestRules:
    """The same without a database."""

    def test_of_fewer_than_the_floor_nothing_is_told(self) -> None:
        reach = Reach(people=40, heard=4, needing=2, spent=SPENT)
        size = size_of(reach, Known.SAID, TERMS)
        assert size.withheld
        assert value_of(size, reach, TERMS).withheld
        assert size_of(Reach(people=4, heard=4, needing=4, spent=None), Known.ALL, TERMS).withheld

    def test_where_all_are_heard_nothing_is_unsure(self) -> None:
        size = size_of(Reach(people=40, heard=40, needing=20, spent=None), Known.SAID, TERMS)
        assert (size.value, size.low, size.high) == (20.0, 20.0, 20.0)

    def test_without_purchases_there_is_a_size_alone(self) -> None:
        reach = Reach(people=40, heard=40, needing=20, spent=None)
        size = size_of(reach, Known.SAID, TERMS)
        value = value_of(size, reach, TERMS)
        assert (size.value, value.value, value.withheld) == (20.0, None, False)

    def test_a_product_is_wider_than_either_part(self) -> None:
        value, low, high = product((100.0, 80.0, 125.0), (10.0, 8.0, 12.5))
        # On the log scale both parts are 0.2231 wide to either side: together 0.2231 × √2.
        half = math.log(1.25) * math.sqrt(2)
        assert value == 1000.0
        assert (low, high) == pytest.approx((1000 * math.exp(-half), 1000 * math.exp(half)))

    def test_a_product_with_nothing_reaches_down_to_nothing(self) -> None:
        assert product((10.0, 0.0, 20.0), (5.0, 4.0, 6.0))[1] == 0.0
        assert product((0.0, 0.0, 3.0), (5.0, 4.0, 6.0)) == (0.0, 0.0, 18.0)

    @pytest.mark.parametrize(
        "need",
        [
            Need(known=Known.SAID),
            Need(known=Known.SAID, words="feeling:good"),
            Need(known=Known.SCORED, measure="nps@1", low=7, high=3),
            Need(known=Known.SCORED, measure="nps@1"),
        ],
    )
    def test_a_need_that_says_nothing_is_refused(self, need: Need) -> None:
        with pytest.raises(InputError):
            check_need(need)

    def test_what_does_not_belong_is_dropped(self) -> None:
        need = Need(segment="x", known=Known.ALL, words="code:a/b", measure="nps@1", low=1, high=2)
        assert check_need(need) == Need(segment="x")
