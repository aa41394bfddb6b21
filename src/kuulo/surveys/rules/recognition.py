"""Finding out what the columns of a file are; what the file does not settle becomes a question."""

from __future__ import annotations

from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import Recognition


def recognise(answer_file: AnswerFile) -> Recognition:
    """Return what each column is taken for, and the questions that are open."""
    raise NotImplementedError
