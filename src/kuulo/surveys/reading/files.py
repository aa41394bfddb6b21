"""Reading a file of answers, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kuulo.surveys.reading.limits import DEFAULT_LIMITS, Limits
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


def read_answers(path: Path, *, options: ReadOptions = NOTHING_SAID, limits: Limits = DEFAULT_LIMITS) -> AnswerFile:
    """Return the rows of a file of answers as they stand."""
    raise NotImplementedError
