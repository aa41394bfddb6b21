"""Kuulo finds out what the columns are: what is certain is used, what is ambiguous becomes a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.columns import Role
from kuulo.surveys.rules.recognition import recognise
from kuulo.surveys.tests.files import guess_of, question_of, write_text

ZERO_TO_TEN = list(range(11)) * 3
ONE_TO_FIVE = [1, 2, 3, 4, 5] * 8
AGREE_EN = ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly Disagree", ""]
AGREE_FI = ["Täysin samaa mieltä", "Jokseenkin samaa mieltä", "Ei samaa eikä eri mieltä", "Täysin eri mieltä", "EOS"]
AGREE_SV = ["Instämmer helt", "Instämmer delvis", "Varken eller", "Instämmer inte alls", "Vet ej"]


@pytest.mark.parametrize(
    ("header", "cells", "span", "direction", "definition"),
    [
        ("NPS", ZERO_TO_TEN, "0-10", 1, "nps@1"),
        ("How likely are you to recommend us?", ZERO_TO_TEN, "0-10", 1, "nps@1"),
        ("Kuinka todennäköisesti suosittelisit meitä?", ZERO_TO_TEN, "0-10", 1, "nps@1"),
        ("Hur troligt är det att du rekommenderar oss?", ZERO_TO_TEN, "0-10", 1, "nps@1"),
        ("eNPS", ZERO_TO_TEN, "0-10", 1, "enps@1"),
        ("Would you recommend us as a place to work? (0-10)", ZERO_TO_TEN, "0-10", 1, "enps@1"),
        ("CSAT", ONE_TO_FIVE, "1-5", 1, "csat.top2@1"),
        ("CES 2.0", [1, 4, 7, 6, 5], "1-7", 1, "ces.2@1"),
        ("CES", [1, 4, 7, 6, 5], "1-7", 1, "ces.2@1"),
        ("Rate us (1 = very poor, 5 = very good)", [1, 5, 4], "1-5", 1, "mean@1"),
        ("FFT (1 = very good … 5 = very poor)", [1, 5, 4], "1-5", -1, "fft.positive@1"),
        ("Worth it?", AGREE_EN, "1-5", 1, "agree.1to5.top2@1"),
        ("Kannatti?", AGREE_FI, "1-5", 1, "agree.1to5.top2@1"),
        ("Värt det?", AGREE_SV, "1-5", 1, "agree.1to5.top2@1"),
        ("Service", ["Erittäin tyytyväinen", "Tyytymätön", "Ei tyytyväinen eikä tyytymätön"], "1-5", 1, "csat.top2@1"),
        ("Visit", ["Very good", "Neither good nor poor", "Very poor", "Don't know"], "1-5", 1, "mean@1"),
        ("Recommend", ["0 - Not at all likely", 3, 9, 8, 7, "10 - Extremely likely", 5], "0-10", 1, "nps@1"),
    ],
)
def test_a_certain_score_is_used(
    tmp_path: Path, header: str, cells: list[object], span: str, direction: int, definition: str
) -> None:
    guess = guess_of(tmp_path, header, cells)
    assert guess.role is Role.SCORE
    assert guess.questions == ()
    assert guess.certain
    assert guess.scale is not None
    assert (guess.scale.range_text, guess.scale.direction) == (span, direction)
    assert guess.definition == definition


def test_a_recommend_item_without_a_zero_is_never_nps(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "LikelyToRecommend", [*range(1, 11)] * 5)
    assert (guess.certain, guess.definition, guess.scale) == (False, "", None)
    assert [choice.value for choice in question_of(guess, "range").choices][:2] == ["0-10", "1-10"]
    measures = [choice.value for choice in question_of(guess, "definition").choices]
    assert measures == ["recommend.1to10.top2@1", "recommend.1to10.mean@1"]
    assert question_of(guess, "definition").choices[0].option == (
        '--definition "LikelyToRecommend=recommend.1to10.top2@1"'
    )


def test_a_column_called_nps_with_many_ones_and_no_zero_is_asked_about(tmp_path: Path) -> None:
    assert not guess_of(tmp_path, "NPS", [1, 1, 1, 10, 9, 8]).certain


@pytest.mark.parametrize("header", ["How satisfied were you?", "Rating", "Kuinka vaivatonta se oli?", "Betyg"])
def test_the_direction_of_bare_numbers_is_asked(tmp_path: Path, header: str) -> None:
    guess = guess_of(tmp_path, header, ONE_TO_FIVE)
    assert guess.role is Role.SCORE
    assert guess.scale is not None
    assert guess.scale.range_text == "1-5"
    assert [question.key for question in guess.questions] == ["direction"]
    assert [choice.value for choice in question_of(guess, "direction").choices] == ["higher", "lower"]


def test_numbers_without_a_telling_name_are_asked_about_altogether(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "Q7", ONE_TO_FIVE)
    assert [question.key for question in guess.questions] == ["role", "range", "direction"]


def test_agreement_without_a_neutral_answer_could_be_of_two_scales(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "Worth it?", ["Agree", "Strongly agree", "Disagree"])
    assert [choice.value for choice in question_of(guess, "range").choices][:2] == ["1-5", "1-4"]


def test_a_neighbour_with_the_neutral_answer_settles_the_scale(tmp_path: Path) -> None:
    text = "one,two\nAgree,Strongly agree\nDisagree,Agree\nNeither agree nor disagree,Strongly agree\n"
    columns = recognise(read_answers(write_text(tmp_path, text))).columns
    assert [column.scale.range_text for column in columns if column.scale] == ["1-5", "1-5"]


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("Quantity", [1, 2, 3, 4, 5, 6], Role.OTHER),
        ("UnitPrice", ["2.55", "3.39", "2.75"], Role.OTHER),
        ("Age", [34, 25, 61], Role.OTHER),
        ("Wants a call", [0, 1, 1, 0], Role.ATTRIBUTE),
        ("Segment", ["A", "B", "A"], Role.ATTRIBUTE),
        ("Kieli", ["fi", "sv", "fi"], Role.LANGUAGE),
        ("Channel", ["web", "phone", "web"], Role.TOUCHPOINT),
        ("Status", ["Complete", "Partial", "Complete"], Role.STATUS),
        ("paino", ["1,25", "0,75", "1,1"], Role.WEIGHT),
        ("Response ID", ["a1", "a2", "a3"], Role.ID),
        ("customer_id", ["7", "7", "8"], Role.PARTY),
        ("Why?", ["Because it was good", "No reason at all", "It took long"], Role.COMMENT),
        ("Notes", ["", "", ""], Role.OTHER),
    ],
)
def test_columns_that_are_no_scores(tmp_path: Path, header: str, cells: list[object], role: Role) -> None:
    guess = guess_of(tmp_path, header, cells)
    assert (guess.role, guess.certain) == (role, True)


def test_dozens_of_flags_are_set_aside(tmp_path: Path) -> None:
    names = [f"Theme {number}" for number in range(12)]
    text = "\n".join([",".join(names), *(",".join(str((row + place) % 2) for place in range(12)) for row in range(6))])
    assert {guess.role for guess in recognise(read_answers(write_text(tmp_path, text))).columns} == {Role.OTHER}


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31.12.2025 14.05", "1.2.2026 9.30"], "dmy"),
        (["31.12.2025 klo 14.05", "1.2.2026 klo 9.30"], "dmy"),
        (["2025-12-31T14:05:00Z", "2026-02-01T09:30:00+02:00"], "ymd"),
        (["12/31/2025 2:05 PM", "1/2/2026 9:30 AM"], "mdy"),
        (["31/12/2025", "01/02/2026"], "dmy"),
    ],
)
def test_dates_are_read_in_the_only_possible_order(tmp_path: Path, cells: list[str], order: str) -> None:
    guess = guess_of(tmp_path, "Submitted", cells)
    assert (guess.role, guess.certain, guess.date_order) == (Role.TIME, True, order)


@pytest.mark.parametrize("cells", [["1/2/2025", "3/4/2025"], ["13/1/2025", "1/13/2025"]])
def test_dates_that_could_be_either_way_are_asked_about(tmp_path: Path, cells: list[str]) -> None:
    guess = guess_of(tmp_path, "Submitted", cells)
    assert [choice.value for choice in question_of(guess, "dates").choices] == ["day-first", "month-first"]


def test_an_id_that_repeats_is_asked_about(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "UniqueID", ["a1", "a2", "a1", "a4"])
    assert [choice.value for choice in question_of(guess, "role").choices] == ["party", "id", "other"]


def test_a_named_measure_outweighs_many_odd_cells(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "NPS", [*ZERO_TO_TEN, *["was elsewhere"] * 12])
    assert (guess.role, guess.definition) == (Role.SCORE, "nps@1")
    assert guess_of(tmp_path, "Visits", [*ZERO_TO_TEN, *["was elsewhere"] * 12]).role is not Role.SCORE


def test_swedish_agreement_by_degrees(tmp_path: Path) -> None:
    low, slight, partly, large, high = (
        "Instämmer inte alls",
        "Instämmer till liten del",
        "Instämmer delvis",
        "Instämmer till stor del",
        "Instämmer helt",
    )
    guess = guess_of(tmp_path, "Prisvärt", [low, slight, partly, large, high] * 3)
    assert guess.certain
    assert guess.scale is not None
    assert [guess.scale.labels[text.casefold()] for text in (low, slight, partly, large, high)] == [1, 2, 3, 4, 5]
    middle = guess_of(tmp_path, "Prisvärt", [low, "Instämmer till viss del", "Varken eller", large, high] * 3)
    assert middle.scale is not None
    assert middle.scale.labels["instämmer till viss del"] == 2
    # Four or five steps: nobody may have chosen the one that is not there.
    assert question_of(guess_of(tmp_path, "Prisvärt", [low, partly, large, high] * 3), "range")
