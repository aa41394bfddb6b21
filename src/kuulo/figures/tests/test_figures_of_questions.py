"""Questions that feed no named measure: means, shares of choices and of labels, comments; under the floor's guard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kuulo.figures.queries import (
    label_shares,
    newest_comments,
    open_reading,
    settle,
    source_comments,
    value_figures,
)
from kuulo.figures.rules import parse_selection
from kuulo.figures.tests.answers import answer, comment, record
from kuulo.lake.rules import Signal

pytestmark = pytest.mark.django_db
MEAN, SHARE = "mean@1", "share@1"


def rated(number: int, value: float, question: str = "speed", **further: object) -> Signal:
    return answer(number, value, definition="mean@1", question=question, signal_id=f"{question}{number}", **further)  # type: ignore[arg-type] # a test says only what matters to it


def said(number: int, label: str) -> Signal:
    given = answer(number, 0.0, definition="mean@1", question="why", signal_id=f"why{number}", text=label)
    return replace(given, value=None)


def test_the_mean_of_each_question_with_its_interval() -> None:
    record([rated(n, 4 if n % 2 else 2) for n in range(20)])
    with open_reading() as reading:
        found = value_figures(reading, "visits", MEAN, (("speed", "1"),))
    assert (found["speed"].value, found["speed"].n, found["speed"].definition) == (3.0, 20, MEAN)
    assert found["speed"].low is not None
    assert found["speed"].data_version == "v0+20"


def test_another_wording_and_another_source_are_other_answers() -> None:
    record([*[rated(n, 4) for n in range(10)], *[rated(50 + n, 1, wording="2") for n in range(10)]])
    record([rated(80 + n, 5, source="shop") for n in range(10)])
    with open_reading() as reading:
        assert value_figures(reading, "visits", MEAN, (("speed", "2"),))["speed"].value == 1.0
        assert value_figures(reading, "visits", MEAN, (("speed", "1"),))["speed"].n == 10


def test_shares_of_the_labels_of_a_choice() -> None:
    record([said(n, "Price" if n < 15 else "Quality") for n in range(20)])
    with open_reading() as reading:
        found = label_shares(reading, "visits", (("why", "1"),))
    assert {label: one.value for label, one in found["why"].items()} == {"Price": 0.75, "Quality": 0.25}
    assert all(one.n == 20 for one in found["why"].values())


def test_a_question_that_fewer_than_the_floor_answered_is_withheld() -> None:
    record([*[rated(n, 4) for n in range(4)], *[said(n, "Price") for n in range(4)]])
    with open_reading() as reading:
        assert value_figures(reading, "visits", MEAN, (("speed", "1"),))["speed"].withheld
        assert label_shares(reading, "visits", (("why", "1"),))["why"]["Price"].withheld


def test_one_person_who_answers_often_is_still_one() -> None:
    record([rated(n, 4, party="customer_id:1") for n in range(9)])
    with open_reading() as reading:
        assert value_figures(reading, "visits", MEAN, (("speed", "1"),))["speed"].withheld


def test_nobody_answered() -> None:
    with open_reading() as reading:
        assert value_figures(reading, "visits", SHARE, (("speed", "1"),)) == {}
        assert label_shares(reading, "visits", ()) == {}
        assert source_comments(reading, "visits", 5) == ()


def test_comments_newest_first_and_none_of_a_few() -> None:
    record([rated(n, 4) for n in range(3)])
    record([comment(1, "Old", days_ago=9), comment(2, "New")])
    with open_reading() as reading:
        assert source_comments(reading, "visits", 5) == ()
    record([rated(10 + n, 4) for n in range(9)])
    with open_reading() as reading:
        assert [one.text for one in source_comments(reading, "visits", 5)] == ["New", "Old"]


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_on_home_the_words_of_those_promised_groups_stand_alone(promise: str) -> None:
    record(
        [
            replace(one, promise=promise)
            for one in (*(answer(n, 9) for n in range(12)), comment(2, "Said in confidence"))
        ]
    )
    with open_reading() as reading:
        scope = settle(reading, parse_selection({}))
        (found,) = newest_comments(reading, (scope,), 5)
    assert found.text == "Said in confidence"
    assert (found.occurred_at, found.touchpoint, found.score) == (None, None, None)
