"""The real files: what their publishers say of them, and counts taken with Python's own csv module, come out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.answers import AnswerFile, MissingRange
from kuulo.surveys.rules.columns import ColumnGuess, Recognition, Role
from kuulo.surveys.rules.mapping import MappingOptions
from kuulo.surveys.rules.recognition import recognise
from kuulo.surveys.tests.files import accept_file


def cells_of(path: Path, header: str) -> Sequence[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [row[header] for row in csv.DictReader(stream)]


def guesses(recognition: Recognition) -> dict[str, ColumnGuess]:
    return {guess.column: guess for guess in recognition.columns}


@pytest.fixture
def jupyter(real_data: Path) -> Path:
    return real_data / "surveys/jupyter-2015/SurveyExport.csv"


@pytest.fixture
def carpentries(real_data: Path) -> Path:
    return real_data / "surveys/carpentries-2018/20180908_post_clean.csv"


@pytest.fixture
def nhs(real_data: Path) -> Path:
    return real_data / "surveys/nhs-fft/v6framework_230831.csv"


def test_jupyter_keeps_its_partial_sessions(jupyter: Path) -> None:
    # 1,706 sessions, 927 partial, 779 complete: SOURCES.md of the data
    answer_file, accepted = accept_file(jupyter)
    assert (accepted.rows_read, answer_file.frame.width) == (1706, 37)
    assert (accepted.accepted, accepted.rejected, accepted.repeated) == (1706, 0, 0)
    assert (accepted.complete, accepted.partial) == (779, 927)
    assert accepted.settled.left_out == ()
    assert accepted.answers == ()


def test_jupyter_columns_with_alike_headers_stay_apart(jupyter: Path) -> None:
    answer_file = read_answers(jupyter)
    repeated = [column for column in answer_file.frame.columns if column.startswith("Workflow Need #1")]
    assert len(repeated) == 2
    found = guesses(recognise(answer_file))
    assert {found[column].role for column in repeated} == {Role.COMMENT}
    assert found["Select all the words that best describe Jupyter Notebook."].role is Role.OTHER
    hinders = next(column for column in answer_file.frame.columns if "hinders" in column)
    assert max(map(len, answer_file.frame[hinders].drop_nulls())) == max(
        map(len, cells_of(jupyter, answer_file.headers[hinders]))
    )


def test_carpentries_is_no_nps(carpentries: Path) -> None:
    answer_file, accepted = accept_file(carpentries)
    found = guesses(recognise(answer_file))
    assert not found["LikelyToRecommend"].certain
    assert "LikelyToRecommend" not in accepted.frame.columns
    assert {question.key for question in found["LikelyToRecommend"].questions} == {"range", "definition"}
    assert all(column.definition != "nps@1" for column in accepted.settled.columns)


def test_carpentries_answers_are_counted_right(carpentries: Path) -> None:
    options = MappingOptions(definition=("LikelyToRecommend=recommend.1to10.top2@1",), role=("UniqueID=party",))
    _file, accepted = accept_file(carpentries, options)
    assert (accepted.rows_read, accepted.accepted, accepted.repeated) == (967, 967, 0)
    cells = [cell for cell in cells_of(carpentries, "LikelyToRecommend") if cell]
    scores = accepted.frame["LikelyToRecommend"].drop_nulls()
    assert len(scores) == len(cells) == 889
    assert scores.mean() == pytest.approx(sum(map(int, cells)) / 889)
    assert sum(scores >= 9) == 501
    worth = dict(accepted.frame["Worth"].drop_nulls().value_counts().iter_rows())
    assert worth == {1.0: 12, 2.0: 17, 3.0: 58, 4.0: 343, 5.0: 474}
    assert {column.definition for column in accepted.settled.with_role(Role.SCORE)} == {
        "recommend.1to10.top2@1", "agree.1to5.top2@1",
    }  # fmt: skip


def test_carpentries_personal_code_is_no_id_of_responses(carpentries: Path) -> None:
    found = guesses(recognise(read_answers(carpentries)))["UniqueID"]
    assert [choice.value for question in found.questions for choice in question.choices] == ["party", "id", "other"]
    _file, accepted = accept_file(carpentries, MappingOptions(role=("UniqueID=id",)))
    assert (accepted.accepted, accepted.repeated) == (965, 2)


def test_nhs_asks_for_scale_and_direction(nhs: Path) -> None:
    answer_file, accepted = accept_file(nhs)
    found = guesses(recognise(answer_file))
    fft = found["FFT categorical answer"]
    assert {question.key for question in fft.questions} == {"range", "direction"}
    assert [question.choices[0].value for question in fft.questions if question.key == "range"] == ["1-5"]
    assert found["Comment ID"].role is Role.ID
    assert found["Respondent ID"].role is Role.PARTY
    assert found["FFT answer"].role is Role.COMMENT
    assert found["Staff manner & personal attributes"].role is Role.OTHER
    assert accepted.answers == ()


def test_nhs_sixes_and_sevens_are_no_ratings(nhs: Path) -> None:
    options = MappingOptions(
        score=("FFT categorical answer=1-5",), direction=("FFT categorical answer=lower",), dates=("Date=day-first",)
    )
    _file, accepted = accept_file(nhs, options)
    counted = Counter(cells_of(nhs, "FFT categorical answer"))
    counts = accepted.answers[0]
    assert (counts.answered, counts.out_of_range) == (7908 - 440, 440)
    assert counts.odd_values == (("7", counted["7"]), ("6", counted["6"])) == (("7", 416), ("6", 24))
    score = accepted.settled.with_role(Role.SCORE)[0]
    assert score.definition == "fft.positive@1"
    assert score.scale is not None
    assert score.scale.direction == -1
    positive = accepted.frame["FFT categorical answer"].is_between(1, 2).sum()
    assert positive == counted["1"] + counted["2"] == 6368


def test_nhs_dates_are_written_both_ways(nhs: Path) -> None:
    dates = guesses(recognise(read_answers(nhs)))["Date"]
    assert [question.key for question in dates.questions] == ["dates"]
    assert "5184" in str(dates.reason)
    _file, accepted = accept_file(nhs, MappingOptions(dates=("Date=day-first",)))
    assert accepted.frame["Date"].null_count() == 289


def test_purchases_have_no_scores(real_data: Path) -> None:
    # 541,909 order lines in 13 files, 135,080 without a customer: SOURCES.md; this month's by csv
    answer_file, accepted = accept_file(real_data / "purchases/online_retail_2010-12.csv.gz")
    roles = {name: guess.role for name, guess in guesses(recognise(answer_file)).items()}
    assert roles["CustomerID"] is Role.PARTY
    assert roles["InvoiceDate"] is Role.TIME
    assert roles["Country"] is Role.ATTRIBUTE
    assert {roles[name] for name in ("InvoiceNo", "StockCode", "Quantity", "UnitPrice")} == {Role.OTHER}
    assert (accepted.rows_read, accepted.accepted, accepted.answers) == (42_481, 42_481, ())
    assert accepted.frame["CustomerID"].null_count() == 15_631
    assert accepted.frame["CustomerID"][0] == "17850"


def read_sav(real_data: Path, name: str) -> tuple[AnswerFile, Accepted]:
    return accept_file(real_data / "definitions/spss" / name)


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("sample.sav", 5, 7),
        ("sample_missing.sav", 7, 7),
        ("simple_alltypes.sav", 6, 12),
        ("ordered_category.sav", 4, 1),
        ("tegulu.sav", 1, 2),
    ],
)
def test_each_sav_file_is_read(real_data: Path, name: str, rows: int, columns: int) -> None:
    answer_file, accepted = read_sav(real_data, name)
    assert answer_file.frame.shape == (rows, columns)
    assert accepted.accepted == accepted.rows_read == rows


def test_sav_labels_and_missing_values(real_data: Path) -> None:
    answer_file, accepted = read_sav(real_data, "sample_missing.sav")
    assert answer_file.labels["mylabl"] == {-1.0: "undetermined", 1.0: "Male", 2.0: "Female"}
    assert answer_file.user_missing["mynum"] == (
        MissingRange(low=2000.0, high=3000.0),
        MissingRange(low=-1.0, high=-1.0),
    )
    assert accepted.frame["mylabl"].to_list() == ["Male", "Female", "Male", "Female", "Male", None, None]
    assert accepted.frame["myord"].to_list() == ["low", "medium", "high", "low", "low", None, None]


def test_sav_multiple_response_sets_are_told(real_data: Path) -> None:
    answer_file, _accepted = read_sav(real_data, "simple_alltypes.sav")
    assert any("bool1, bool2, bool3" in str(note) for note in answer_file.notes)
    assert answer_file.titles["x"] == "Numeric variable with value labels"


def test_sav_keeps_long_texts_in_any_script(real_data: Path) -> None:
    answer_file, _accepted = read_sav(real_data, "tegulu.sav")
    assert answer_file.frame["Q16br9oe_Q24br9oe"][0].startswith("నేను")
