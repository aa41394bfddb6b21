"""Writing down the rows that could not be used, beside the file they came from."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from kuulo.base.cells import neutralise_cell
from kuulo.base.errors import FileError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.answers import AnswerFile

HEADER = ("line", "kind", "reason", "row")


def write_rejects(
    answer_file: AnswerFile, accepted: Accepted, *, folder: Path | None = None, said: Callable[[Text], str] = str
) -> Path | None:
    """Write ``<name>.rejected.csv`` with line, kind, reason and the row, beside the input or in a folder.

    The kind is ``rejected`` or ``repeated``. The file appears whole or not at all, and cells that a spreadsheet would
    compute are neutralised. ``said`` puts the reasons into the reader's language. Returns the path, or None when there
    was nothing to write.

    Raises:
        FileError: The folder cannot be written to.
    """
    if not accepted.rejects and not accepted.repeats:
        return None
    place = folder or answer_file.path.parent
    target = place / f"{answer_file.path.name}.rejected.csv"
    try:
        _write_whole(target, rejects_text(accepted, said))
    except OSError as error:
        mend = _("Choose another folder for the rejected rows.")
        raise FileError(_("{folder}: nothing can be written here."), mend, folder=str(place)) from error
    return target


def rejects_text(accepted: Accepted, said: Callable[[Text], str] = str) -> str:
    """Return the rejected and the repeated rows as CSV, in the order of their lines."""
    rows = [(reject, "rejected") for reject in accepted.rejects] + [(row, "repeated") for row in accepted.repeats]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADER)
    for reject, kind in sorted(rows, key=lambda pair: pair[0].line):
        writer.writerow([reject.line, kind, neutralise_cell(said(reject.reason)), neutralise_cell(reject.raw)])
    return buffer.getvalue()


def _write_whole(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
        stream.write(text)
    Path(name).replace(target)
