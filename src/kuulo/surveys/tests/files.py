"""Small files of answers that the tests write, and the way from a file to its accepted answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.acceptance import Accepted, accept
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import ColumnGuess, Question
from kuulo.surveys.rules.mapping import FileMapping, MappingOptions, apply_options, settle
from kuulo.surveys.rules.recognition import recognise


def write_text(folder: Path, text: str, name: str = "answers.csv", encoding: str = "utf-8") -> Path:
    """Write a text file and return its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def write_workbook(folder: Path, sheets: Mapping[str, Sequence[Sequence[object]]], name: str = "answers.xlsx") -> Path:
    """Write a workbook; a pair in a cell is a formula with its stored result."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "d.m.yyyy h:mm"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_formula(row, column, cell[0], None, cell[1])
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


def guess_of(folder: Path, header: str, cells: Sequence[object]) -> ColumnGuess:
    """Return what a file of one column beside row numbers is taken for."""
    text = "\n".join(["row;" + header, *(f"{row};{cell}" for row, cell in enumerate(cells))])
    answer_file = read_answers(write_text(folder, text))
    return recognise(answer_file).columns[1]


def question_of(guess: ColumnGuess, key: str) -> Question:
    """Return one open question of a column."""
    return next(question for question in guess.questions if question.key == key)


def accept_file(path: Path, options: MappingOptions | None = None) -> tuple[AnswerFile, Accepted]:
    """Return a file and its answers, settled with options of the command line."""
    answer_file = read_answers(path)
    recognition = recognise(answer_file)
    mapping = apply_options(FileMapping(), recognition, options or MappingOptions())
    return answer_file, accept(answer_file, settle(recognition, mapping))
