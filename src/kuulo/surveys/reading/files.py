"""Reading a file of answers, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kuulo.surveys.reading.delimited import read_delimited
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.json_lines import read_json_lines
from kuulo.surveys.reading.kinds import TEXT_KINDS, check_signature, kind_of_name
from kuulo.surveys.reading.limits import DEFAULT_LIMITS, Limits
from kuulo.surveys.reading.parquet import read_parquet
from kuulo.surveys.reading.parts import Parts
from kuulo.surveys.reading.spss import read_spss
from kuulo.surveys.reading.unpacking import check_path, read_bytes, read_start
from kuulo.surveys.reading.workbooks import read_workbook
from kuulo.surveys.rules.answers import AnswerFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What somebody says about a file before it is read; empty where it shall be found out.

    Attributes:
        sheet: The sheet of a workbook.
        encoding: The encoding of a text file, by any name Python knows.
        delimiter: What stands between the fields of a text file, one character.
    """

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


NOTHING_SAID = ReadOptions()


def read_answers(
    path: Path, *, options: ReadOptions = NOTHING_SAID, limits: Limits = DEFAULT_LIMITS, name: str = ""
) -> AnswerFile:
    """Return the rows of a file of answers as they stand.

    Args:
        path: The file; the end of its name says its kind.
        options: What is already known about it.
        limits: How much it may hold.
        name: Its name for people, where it is not the path's own (an upload).

    Raises:
        FileError: The file is missing, empty, too large, damaged, or not what its name says.
    """
    file = InputFile(path, name or str(path))
    check_path(file, limits)
    file = InputFile(path, name or path.name)
    kind, packing = kind_of_name(file)
    check_signature(file.name, read_start(file), packing or kind)
    if kind in TEXT_KINDS:
        parts = _read_text(file, kind, packing, options, limits)
    else:
        parts = _read_container(file, kind, options.sheet, limits)
    return AnswerFile(
        path=path,
        name=file.name,
        kind=kind,
        frame=parts.frame,
        headers=parts.headers,
        titles=parts.titles,
        labels=parts.labels,
        user_missing=parts.user_missing,
        rejects=tuple(parts.rejects),
        rows_read=parts.frame.height + len(parts.rejects),
        lines=parts.lines,
        facts=replace(parts.facts, compression=packing),
        notes=tuple(parts.notes),
    )


def _read_text(file: InputFile, kind: str, packing: str, options: ReadOptions, limits: Limits) -> Parts:
    raw = read_bytes(file, packing, limits)
    check_signature(file.name, raw[:4096], kind)
    if kind == "jsonl":
        return read_json_lines(file.name, raw, options.encoding)
    return read_delimited(file.name, raw, options.encoding, options.delimiter)


def _read_container(file: InputFile, kind: str, sheet: str, limits: Limits) -> Parts:
    if kind == "xlsx":
        return read_workbook(file, sheet, limits)
    return read_spss(file) if kind == "sav" else read_parquet(file, limits)
