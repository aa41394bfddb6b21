"""Use case: make the invented company."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kuulo.base.errors import InputError
from kuulo.sample.company import REGIONS, SEGMENTS, SERVICES
from kuulo.sample.generate import Sample, generate_sample
from kuulo.sample.names import SURNAMES
from kuulo.sample.times import DAYS

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate_sample(now=NOW)


def test_there_are_three_thousand_customers_and_twelve_to_twenty_thousand_answers(sample: Sample) -> None:
    answers = sum(score is not None for response in sample.responses for score in response.scores.values())
    assert len(sample.population) == 3000
    assert 12_000 <= answers <= 20_000


def test_the_same_seed_and_moment_make_the_same_company(sample: Sample) -> None:
    assert generate_sample(now=NOW).responses == sample.responses


def test_another_seed_makes_another_company(sample: Sample) -> None:
    assert generate_sample(now=NOW, seed=1).responses != sample.responses


def test_on_another_day_the_story_is_the_same(sample: Sample) -> None:
    later = generate_sample(now=NOW + timedelta(days=100, hours=7))
    assert later.population.names == sample.population.names
    same = later.months.recommend == sample.months.recommend
    assert same.mean() > 0.9
    answered = later.months_asked.answered == sample.months_asked.answered
    assert answered.mean() > 0.95


def test_everything_happened_within_the_two_years_that_end_now(sample: Sample) -> None:
    first = NOW - timedelta(days=DAYS)
    assert sample.calendar.labels[0] == "2024-11"
    assert sample.calendar.labels[-1] == "2026-11"
    assert all(first <= response.sent_at <= NOW for response in sample.responses)
    assert all(response.sent_at <= response.answered_at <= NOW for response in sample.responses if response.answered_at)


def test_the_newest_answers_are_of_today_and_yesterday(sample: Sample) -> None:
    newest = max(response.answered_at for response in sample.responses if response.answered_at)
    assert NOW - newest < timedelta(days=1)


def test_response_ids_are_unique(sample: Sample) -> None:
    assert len({response.response_id for response in sample.responses}) == len(sample.responses)


def test_every_state_of_an_invitation_occurs(sample: Sample) -> None:
    assert {response.state for response in sample.responses} == {"not_shown", "shown", "dismissed", "answered"}
    assert any(None in response.scores.values() for response in sample.responses)


def test_only_the_answered_have_scores_and_comments(sample: Sample) -> None:
    for response in sample.responses:
        if response.state != "answered":
            assert (dict(response.scores), response.comment, response.answered_at) == ({}, None, None)


@pytest.mark.parametrize(("question", "middle"), [("recommend", (5, 8)), ("satisfaction", (3, 3))])
def test_the_extremes_answer_more_than_the_middle(sample: Sample, question: str, middle: tuple[int, int]) -> None:
    asked, scores = (
        (sample.months_asked, sample.months.recommend)
        if question == "recommend"
        else (sample.meetings_asked, sample.meetings.satisfaction)
    )
    low, high = middle
    among = (scores >= low) & (scores <= high) & asked.invited
    below, above = (scores < low) & asked.invited, (scores > high) & asked.invited
    share = [float(asked.answered[rows].mean()) for rows in (below, among, above)]
    assert share[0] > 1.2 * share[1]
    assert share[2] > 1.2 * share[1]


def test_a_touchpoint_falls_and_recovers(sample: Sample) -> None:
    meetings = sample.meetings
    booking = meetings.touchpoint == 2
    good = [
        float((meetings.satisfaction[booking & (meetings.age > low) & (meetings.age <= high)] >= 4).mean())
        for low, high in ((330, 500), (210, 300), (0, 150))
    ]
    assert good[1] < good[0] - 0.25
    assert good[2] > good[1] + 0.25


def test_something_has_gone_wrong_lately(sample: Sample) -> None:
    meetings = sample.meetings
    invoice = meetings.touchpoint == 4
    before, now = (
        float((meetings.satisfaction[invoice & (meetings.age > low) & (meetings.age <= high)] >= 4).mean())
        for low, high in ((90, 180), (0, 70))
    )
    assert now < before - 0.25


def test_winter_is_the_worst_time_for_home_visits(sample: Sample) -> None:
    meetings = sample.meetings
    month = sample.calendar.months_of_year(meetings.age)
    visit = meetings.touchpoint == 3
    winter = meetings.felt[visit & np.isin(month, (11, 0, 1))].mean()
    summer = meetings.felt[visit & np.isin(month, (5, 6, 7))].mean()
    assert winter < summer - 0.2


def test_the_new_wording_is_used_from_one_day_on(sample: Sample) -> None:
    by_wording = {
        wording: [r.sent_at for r in sample.responses if r.wording == wording and r.topic.touchpoint]
        for wording in ("1", "2")
    }
    assert max(by_wording["1"]) <= min(by_wording["2"])


def test_shares_of_segments_regions_and_services_are_whole() -> None:
    for group in (SEGMENTS, REGIONS, SERVICES):
        assert sum(each.share for each in group) == pytest.approx(1.0)
    assert all(sum(region.languages) == pytest.approx(1.0) for region in REGIONS)


def test_surnames_are_invented_compounds(sample: Sample) -> None:
    compounds = tuple(head + tail for heads, tails in SURNAMES.values() for head in heads for tail in tails)
    assert all(any(compound in name for compound in compounds) for name in sample.population.names)


def test_a_moment_in_another_zone_is_the_same_moment(sample: Sample) -> None:
    elsewhere = datetime.fromisoformat("2026-11-22T16:30:00+02:00")
    assert generate_sample(now=elsewhere).responses == sample.responses


@pytest.mark.parametrize("customers", [0, 49, 100_001])
def test_a_size_that_makes_no_sense_is_refused(customers: int) -> None:
    with pytest.raises(InputError, match=str(customers)):
        generate_sample(now=NOW, customers=customers)
