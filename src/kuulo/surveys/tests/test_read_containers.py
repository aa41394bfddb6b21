"""Somebody hands in a workbook, Parquet or JSON lines."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from kuulo.base.errors import FileError
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.tests.files import write_text, write_workbook

ROWS = [["Time", "NPS", "Why"], [datetime(2025, 12, 31, 14, 5), 9, "good"], [datetime(2026, 1, 2, 9, 0), 3, "=1+1"]]  # noqa: DTZ001 -- a workbook's times have no zone


def test_a_workbook_is_read_with_its_types(tmp_path: Path) -> None:
    answers = read_answers(write_workbook(tmp_path, {"Data": ROWS, "Empty": []}))
    assert answers.facts.sheet == "Data"
    assert answers.frame["Time"].to_list() == [row[0] for row in ROWS[1:]]
    assert answers.frame["NPS"].to_list() == [9, 3]
    assert answers.frame["Why"].to_list() == ["good", "=1+1"]
    assert answers.lines.to_list() == [2, 3]
    assert any("line 3" in str(note) for note in answers.notes)


def test_lines_above_the_header_and_empty_rows_are_told(tmp_path: Path) -> None:
    rows = [["Report of 2025"], [], ROWS[0], ROWS[1], [], ROWS[2]]
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
