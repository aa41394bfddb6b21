"""Answers as a table: a column for each thing asked, the state of what is missing, and the promise kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kuulo.base.errors import WithheldError
from kuulo.instruments.rules.questionnaire import Kind, Promise
from kuulo.responses.exports.anonymity import blank_rare, smallest_group
from kuulo.responses.tests.exported import EVERY_KIND, FULL, NOON, response, table, version

KNOWN = ["response_touchpoint", "response_channel", "response_language", "response_day", "attribute_kunta"]


def row(found: pl.DataFrame, place: int = 0) -> Mapping[str, object]:
    return found.row(place, named=True)


def test_every_kind_has_its_columns() -> None:
    found = row(table([response(FULL)]).frame)
    assert found["nps"] == 3
    assert found["place"] == "other"
    assert found["place__other_words"] == "puhelin"
    assert (found["liked__price"], found["liked__people"]) == (0, 1)
    assert (found["parts__speed"], found["parts__care"]) == (4, 5)
    assert (found["order__a"], found["order__b"], found["order__c"]) == (3, 1, 2)
    assert found["spent"] == 12.5
    assert found["day"] == date(2026, 11, 19)
    assert "thanks" not in found


def test_an_identified_response_is_told_with_who_and_when() -> None:
    found = row(table([response(FULL)]).frame)
    assert found["response_party"] == "customer_id:7"
    assert found["response_completed"] == NOON
    assert found["attribute_kunta"] == "Espoo"
    assert found["hidden_order"] == "1042"


def test_the_key_that_opens_a_response_is_not_told() -> None:
    one = response(FULL)
    assert one.key not in str(row(table([one]).frame))


def test_what_is_missing_says_why() -> None:
    found = table(
        [
            response({"nps": 9}),
            response({"nps": 2}, state="partial", page="two"),
            response({"nps": 2}, state="dismissed"),
            response({}, state="partial", page="one"),
        ]
    ).states
    assert row(found, 0)["why"] == "not_shown"
    assert row(found, 0)["place"] == "skipped"
    assert row(found, 1)["why"] == "skipped"
    assert row(found, 1)["liked"] == "shown"
    assert row(found, 2)["why"] == "dismissed"
    assert row(found, 2)["liked"] == "not_shown"
    assert row(found, 3)["nps"] == "shown"


def test_another_scale_under_the_same_key_is_another_column() -> None:
    page = EVERY_KIND.pages[0]
    again = replace(page, questions=(replace(page.questions[0], kind=Kind.CSAT), *page.questions[1:]))
    newer = version(replace(EVERY_KIND, pages=(again, EVERY_KIND.pages[1])), number=2)
    found = table([response({"nps": 10}), response({"nps": 5}, version=2)], version(), newer).frame
    assert found["nps"].to_list() == [None, 5]
    assert found["nps__v1"].to_list() == [10, None]


def test_a_choice_that_a_version_dropped_keeps_its_words() -> None:
    page = EVERY_KIND.pages[0]
    place = replace(page.questions[2], choices=page.questions[2].choices[1:])
    newer = version(
        replace(EVERY_KIND, pages=(replace(page, questions=(*page.questions[:2], place)), EVERY_KIND.pages[1])),
        number=2,
    )
    found = table([response({"nps": 1, "place": "shop"})], version(), newer)
    column = next(column for column in found.columns if column.name == "place")
    assert [choice.key for choice in column.variable.choices] == ["web", "other", "shop"]
    assert column.versions == (2, 1)


@pytest.mark.parametrize("promise", [Promise.CONFIDENTIAL, Promise.ANONYMOUS])
def test_a_promise_leaves_out_who_and_when(promise: Promise) -> None:
    found = table([response(FULL, promise=promise.value) for _number in range(6)], promise=promise).frame
    assert {"response_party", "response_id", "response_started", "response_completed"}.isdisjoint(found.columns)
    assert set(found["response_day"]) == {NOON.date()}
    assert "customer_id:7" not in str(found.rows())


def test_what_few_share_is_left_empty_and_counted() -> None:
    many = [response(FULL, promise="confidential") for _number in range(6)]
    rare = response(FULL, promise="confidential", attributes={"Kunta": "Kauniainen"}, channel="kiosk")
    found = table([*many, rare], promise=Promise.CONFIDENTIAL)
    assert "Kauniainen" not in found.frame["attribute_kunta"].to_list()
    assert "kiosk" not in found.frame["response_channel"].to_list()
    assert {one.column for one in found.blanked} >= {"response_channel"}


def test_fewer_responses_than_the_floor_stay_together() -> None:
    with pytest.raises(WithheldError, match="fewer than 5"):
        table([response(FULL, promise="anonymous")], promise=Promise.ANONYMOUS)


def test_without_responses_there_is_an_empty_table() -> None:
    found = table([], promise=Promise.CONFIDENTIAL)
    assert found.frame.height == 0
    assert "nps" in found.frame.columns


def test_an_older_identified_response_under_a_stricter_promise_is_kept_strictly() -> None:
    found = table([response(FULL, promise="confidential")])
    assert found.frame["response_party"].to_list() == [None] if "response_party" in found.frame.columns else True


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xyzw"), st.sampled_from(["1", "2", None])),
        min_size=5,
        max_size=60,
    ),
    st.integers(3, 5),
)
def test_every_combination_that_stays_is_shared_by_the_floor(rows: list[tuple[str, str, str]], floor: int) -> None:
    frame = pl.DataFrame(rows, schema=["one", "two", "three"], orient="row")
    kept, blanked = blank_rare(frame, ["one", "two", "three"], floor)
    assert smallest_group(kept, ["one", "two", "three"]) >= floor
    for name in kept.columns:
        same = [after in {None, before} for before, after in zip(frame[name], kept[name], strict=True)]
        assert all(same)
    assert sum(one.rows for one in blanked) == sum(kept[n].null_count() - frame[n].null_count() for n in kept.columns)


def test_days_are_values_like_others() -> None:
    rows = [response(FULL, promise="confidential", completed_at=NOON + timedelta(days=at % 2)) for at in range(12)]
    found = table(rows, promise=Promise.CONFIDENTIAL).frame
    assert found["response_day"].null_count() == 0
