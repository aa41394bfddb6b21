"""Somebody hands in CSV from some survey tool: every row is read or named with its physical line."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.surveys.reading.delimited import read_delimited
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.tests.files import write_text

FINNISH = "Aika;Suosittelu;Kommentti\n31.12.2025 14.05;9;Hyvää työtä\n1.1.2026 9.30;10;Ääkköset åäö\n"


def test_semicolons_and_finnish_letters_are_read(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, FINNISH))
    assert answers.frame.columns == ["Aika", "Suosittelu", "Kommentti"]
    assert answers.frame["Kommentti"].to_list() == ["Hyvää työtä", "Ääkköset åäö"]
    assert (answers.facts.delimiter, answers.facts.encoding, answers.rows_read) == (";", "utf-8", 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850"])
def test_each_encoding_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    answers = read_answers(write_text(tmp_path, FINNISH, encoding=encoding))
    assert answers.frame["Kommentti"].to_list() == ["Hyvää työtä", "Ääkköset åäö"]
    assert answers.frame.columns[0] == "Aika"


def test_an_encoding_can_be_said(tmp_path: Path) -> None:
    path = write_text(tmp_path, "a;b\nПривет;1\n", encoding="cp1251")
    assert read_answers(path, options=ReadOptions(encoding="cp1251")).frame["a"].to_list() == ["Привет"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found_although_comments_hold_the_others(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "nps", "why"], ["1", "9", "good, fast; cheap | nice\tend"], ["2", "3", "bad, slow; dear"]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    answers = read_answers(write_text(tmp_path, buffer.getvalue()))
    assert answers.facts.delimiter == delimiter
    assert answers.frame["why"].to_list() == [rows[1][2], rows[2][2]]


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, "nps;paino\n9;1,25\n10;0,75\n3;1,0\n"))
    assert (answers.facts.delimiter, answers.facts.decimal) == (";", ",")


def test_single_quotes_are_found(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, "'id','why'\n'1','good, fast'\n'2','it''s fine'\n"))
    assert answers.frame["why"].to_list() == ["good, fast", "it's fine"]


def test_the_separator_line_of_excel_is_followed(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, "sep=;\r\na,b;c\r\n1;2\r\n"))
    assert answers.frame.columns == ["a,b", "c"]
    assert answers.lines.to_list() == [3]


def test_lines_are_physical_lines(tmp_path: Path) -> None:
    text = 'id,"the\nwhy"\n1,"two\nlines"\n\n2,one\n3,"a\r\n\r\nb"\n4,end'
    answers = read_answers(write_text(tmp_path, text))
    assert answers.lines.to_list() == [3, 6, 7, 10]
    assert answers.headers["the why"] == "the\nwhy"
    assert any("between the rows: 1." in str(note) for note in answers.notes)


def test_old_mac_line_ends_are_read(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, "a,b\r1,2\r3,4\r"))
    assert answers.frame.rows() == [("1", "2"), ("3", "4")]


def test_packed_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(FINNISH.encode()))
    assert read_answers(path).facts.compression == "gz"


def test_rows_that_do_not_fit_are_rejected_with_their_line(tmp_path: Path) -> None:
    text = 'id;nps;why\n1;9;ok\n2;9\n3;9;ok;more\n4;8;"unclosed\n5;7;fine\n6;6;"in"side\n;;\n7;10;"last"\n'
    answers = read_answers(write_text(tmp_path, text))
    assert [(reject.line, str(reject.reason)) for reject in answers.rejects] == [
        (3, "Fields in the row: 2; in the header: 3."),
        (4, "Fields in the row: 4; in the header: 3."),
        (5, "A quote is opened and not closed, or closed in the middle of a field."),
        (7, "A quote is opened and not closed, or closed in the middle of a field."),
        (8, "The row is empty."),
    ]
    assert answers.frame["id"].to_list() == ["1", "5", "7"]
    assert answers.lines.to_list() == [2, 6, 9]
    assert answers.rows_read == 8


def test_undecodable_rows_are_rejected_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes("id;why\n1;hyvää\n2;".encode() + b"\xff\xfe broken\n" + "3;työtä\n4;nul\x00\n".encode())
    answers = read_answers(path)
    assert [(reject.line, reject.raw) for reject in answers.rejects] == [(3, "2;�� broken"), (5, "4;nul�")]
    assert answers.frame["why"].to_list() == ["hyvää", "työtä"]


def test_headers_become_unique_and_keep_their_text(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, "Why?,Why?,, why? ,_line\n1,2,3,4,5\n"))
    assert answers.frame.columns == ["Why?", "Why? (2)", "Column 3", "why? (3)", "_line (2)"]
    assert list(answers.headers.values()) == ["Why?", "Why?", "", " why? ", "_line"]


def test_wordings_and_import_ids_of_qualtrics_are_no_answers(tmp_path: Path) -> None:
    text = 'Q1,Q2\n"How likely, 0-10?",Why?\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n9,ok\n'
    answers = read_answers(write_text(tmp_path, text))
    assert answers.titles == {"Q1": "How likely, 0-10?", "Q2": "Why?"}
    assert (answers.rows_read, answers.lines.to_list()) == (1, [4])


def test_cells_like_formulas_stay_text_and_are_noted(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, 'id,why\n1,ok\n2,"=HYPERLINK(""x"")"\n'))
    assert answers.frame["why"][1] == '=HYPERLINK("x")'
    assert "line 3" in str(answers.notes[0])


def test_one_broken_quote_far_into_a_file_costs_one_row(tmp_path: Path) -> None:
    rows = [f'{number};"comment {number}";{number % 11}\n' for number in range(250_000)]
    rows[200_000] = '200000;"com"ment;7\n'
    answers = read_answers(write_text(tmp_path, "id;why;nps\n" + "".join(rows)))
    assert [reject.line for reject in answers.rejects] == [200_002]
    assert answers.frame["id"].to_list() == [str(number) for number in range(250_000) if number != 200_000]
    assert answers.lines.to_list() == [number + 2 for number in range(250_000) if number != 200_000]


CELLS = st.text(alphabet=st.sampled_from('ab;,"\n\r é'), max_size=8)


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_what_python_writes_is_read_back(rows: list[list[str]]) -> None:
    filled = [[f"x{row[0]}", *row[1:]] for row in rows]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["one", "two", "three"], *filled])
    parts = read_delimited("generated.csv", buffer.getvalue().encode(), delimiter=";")
    expected = [tuple(cell if cell.strip() else None for cell in row) for row in filled]
    assert parts.frame.rows() == expected
