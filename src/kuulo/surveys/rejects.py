"""Writing down the rows that could not be used, beside the file they came from."""

from __future__ import annotations

from pathlib import Path

from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.answers import AnswerFile


def write_rejects(answer_file: AnswerFile, accepted: Accepted, *, folder: Path | None = None) -> Path | None:
    """Write ``<name>.rejected.csv`` with line, kind, reason and the row, beside the input or in a folder.

    Returns the path, or None when there was nothing to write.
    """
    raise NotImplementedError
