"""Reading a delivery, whatever kind of file it is: those that answers come in, and address cards."""

from __future__ import annotations

from pathlib import Path

from kuulo.feeds.readers.vcards import is_vcard_name, read_vcards
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.reading.limits import DEFAULT_LIMITS, Limits
from kuulo.surveys.rules.answers import AnswerFile


def read_delivery(path: Path, *, name: str = "", limits: Limits = DEFAULT_LIMITS) -> AnswerFile:
    """Return the rows of a delivery.

    Raises:
        FileError: The file is missing, empty, too large, damaged, or not what its name says.
    """
    if is_vcard_name(path):
        return read_vcards(path, name=name or path.name, limits=limits)
    return read_answers(path, name=name or path.name, limits=limits)
