"""Somebody hands in a workbook, Parquet or JSON lines."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from kuulo.base.errors import FileError
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.rules.columns import Role
from kuulo.surveys.tests.files import accept_file, write_text, write_workbook

# a workbook's times have no zone
ROWS: list[list[object]] = [
    ["Time", "NPS", "Why"],
    [datetime.fromisoformat("2025-12-31 14:05"), 9, "good"],
    [datetime.fromisoformat("2026-01-02 09:00"), 3, "=1+1"],
]


def test_a_workbook_is_read_with_its_types(tmp_path: Path) -> None:
    answers = read_answers(write_workbook(tmp_path, {"Data": ROWS, "Empty": []}))
    assert answers.facts.sheet == "Data"
    assert answers.frame["Time"].to_list() == [row[0] for row in ROWS[1:]]
    assert answers.frame["NPS"].to_list() == [9, 3]
    assert answers.frame["Why"].to_list() == ["good", "=1+1"]
    assert answers.lines.to_list() == [2, 3]
    assert any("line 3" in str(note) for note in answers.notes)


def test_lines_above_the_header_and_empty_rows_are_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Report of 2025"], [], ROWS[0], ROWS[1], [], ROWS[2]]
    answers = read_answers(write_workbook(tmp_path, {"Data": rows}))
    assert answers.frame.columns == ["Time", "NPS", "Why"]
    assert answers.lines.to_list() == [4, 6]
    assert [reject.line for reject in answers.rejects] == [5]
    assert any("above the header: 2" in str(note) for note in answers.notes)


def test_a_column_of_numbers_and_words_keeps_both(tmp_path: Path) -> None:
    answers = read_answers(
        write_workbook(tmp_path, {"Data": [["id", "nps"], ["a", 9], ["b", "don't know"], ["c", 10]]})
    )
    assert answers.frame["nps"].to_list() == ["9", "don't know", "10"]


def test_stored_results_of_formulas_are_read_and_noted(tmp_path: Path) -> None:
    answers = read_answers(write_workbook(tmp_path, {"Data": [["id", "nps"], ["a", ("=4+5", 9)], ["b", 2]]}))
    assert answers.frame["nps"].to_list() == [9, 2]
    assert any("Formulas in “Data”: 1" in str(note) for note in answers.notes)


def test_formulas_without_a_result_are_refused_with_their_line(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, {"Data": [["id", "nps"], ["a", 3], ["b", ("=4+5", "")]]})
    with pytest.raises(FileError, match="line 3 of sheet “Data” holds a formula without a stored result"):
        read_answers(path)


def test_formulas_that_gave_an_empty_text_are_read(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path, {"Data": [["id", "why"], ["a", ("=A1", "x")], ["b", "good"]]}, "whole.xlsx")
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for member in source.namelist():
            target.writestr(member, source.read(member).replace(b"<v>x</v>", b"<v></v>"))
    assert read_answers(path).frame["why"].to_list() == [None, "good"]


def test_several_sheets_are_asked_about(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, {"May": ROWS, "June": [["a", "b"], ["x", 1]]})
    with pytest.raises(FileError, match='--sheet "May"'):
        read_answers(path)
    assert read_answers(path, options=ReadOptions(sheet="June")).frame.columns == ["a", "b"]
    with pytest.raises(FileError, match="May, June"):
        read_answers(path, options=ReadOptions(sheet="July"))


def test_a_sheet_with_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no sheet holds"):
        read_answers(write_workbook(tmp_path, {"Data": [["id", "nps"]]}))


def test_messages_name_an_upload_by_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^my answers\.csv: the file is empty"):
        read_answers(write_text(tmp_path, "", "1f3a.csv"), name="my answers.csv")


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """An SPSS file: a rating from 1 = very good to 5 = very poor, 9 declared missing; and a recommend item."""
    frame = pl.DataFrame({"visit": [1.0, 5.0, 9.0, None, 6.0], "recommend": [0.0, 10.0, 9.0, 7.0, 98.0]})
    words = ("Very good", "Good", "Neither good nor poor", "Poor", "Very poor")
    path = tmp_path / "answers.zsav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"visit": "Your visit", "recommend": "How likely are you to recommend us (0-10)?"},
        variable_value_labels={
            "visit": {**dict(enumerate(words, start=1)), 9: "Don't know"},
            "recommend": {0: "Not at all likely", 10: "Extremely likely", 98: "Refused"},
        },
        missing_ranges={"visit": [9], "recommend": [{"lo": 97, "hi": 99}]},
        compress=True,
    )
    return path


def test_spss_labels_tell_scale_direction_and_missing_values(labelled: Path) -> None:
    answer_file, accepted = accept_file(labelled)
    visit, recommend = accepted.settled.with_role(Role.SCORE)
    assert visit.scale is not None
    assert (visit.scale.range_text, visit.scale.direction) == ("1-5", -1)
    assert recommend.definition == "nps@1"
    assert accepted.frame["visit"].to_list() == [1, 5, None, None, None]
    assert accepted.states["visit"].to_list() == ["answered", "answered", "dont_know", "blank", "out_of_range"]
    assert accepted.states["recommend"].to_list()[-1] == "dont_know"
    assert answer_file.titles["visit"] == "Your visit"


def test_parquet_is_read(tmp_path: Path) -> None:
    frame = pl.DataFrame({"nps": [9, 10, None], "tags": [["a", "b"], None, ["c"]], "yes": [True, False, None]})
    frame.write_parquet(tmp_path / "answers.parquet")
    answers = read_answers(tmp_path / "answers.parquet")
    assert answers.frame.rows() == [(9, "a; b", "true"), (10, None, "false"), (None, "c", None)]


def test_parquet_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    pl.DataFrame({"nps": [9] * 100_000}).write_parquet(tmp_path / "answers.parquet")
    with pytest.raises(FileError, match="unpacks to"):
        read_answers(tmp_path / "answers.parquet", limits=Limits(unpacked=50_000))


def test_json_lines_are_flattened_and_broken_ones_rejected(tmp_path: Path) -> None:
    good = [json.dumps({"id": f"r{number}", "data": {"nps": number}, "tags": ["a", "b"]}) for number in range(4)]
    text = "\n".join([*good, "", "{broken", '"text"', '{"id": "r9", "late": true}'])
    answers = read_answers(write_text(tmp_path, text, "answers.jsonl"))
    assert answers.frame.columns == ["id", "data.nps", "tags", "late"]
    assert answers.frame["data.nps"].to_list() == [0, 1, 2, 3, None]
    assert answers.frame["late"].to_list() == [None, None, None, None, "true"]
    assert [reject.line for reject in answers.rejects] == [6, 7]
    assert answers.lines.to_list() == [1, 2, 3, 4, 8]


def test_parquet_of_bytes_is_read(tmp_path: Path) -> None:
    frame = pl.DataFrame({"nps": [9, 3], "why": ["hyvä".encode(), None], "photo": [b"\xff\x00", b"ok"]})
    frame.write_parquet(tmp_path / "answers.parquet")
    read = read_answers(tmp_path / "answers.parquet").frame
    assert read["why"].to_list() == ["hyvä", None]
    assert read["photo"].to_list() == ["\\xff\x00", "ok"]


def test_durations_are_seconds(tmp_path: Path) -> None:
    spent = timedelta(hours=30, seconds=2.5)
    with xlsxwriter.Workbook(str(tmp_path / "answers.xlsx")) as book:
        sheet, hours = book.add_worksheet(), book.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_row(0, 0, ["NPS", "Spent"])
        for row in (1, 2):
            sheet.write(row, 0, 9)
            sheet.write_datetime(row, 1, spent, hours)
    assert read_answers(tmp_path / "answers.xlsx").frame["Spent"].to_list() == [108002.5] * 2
    pl.DataFrame({"NPS": [9, 3], "Spent": [spent, None]}).write_parquet(tmp_path / "answers.parquet")
    assert read_answers(tmp_path / "answers.parquet").frame["Spent"].to_list() == [108002.5, None]


def test_not_a_number_is_blank_and_infinity_outside_the_scale(tmp_path: Path) -> None:
    scores = [*[float(score) for score in range(11)] * 3, float("nan"), float("inf")]
    pl.DataFrame({"NPS": scores}).write_parquet(tmp_path / "answers.parquet")
    _answers, accepted = accept_file(tmp_path / "answers.parquet")
    (counts,) = accepted.answers
    assert (counts.answered, counts.out_of_range) == (33, 1)
