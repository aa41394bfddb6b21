"""What could not be used of a delivery, and the file that says so; pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kuulo.base.cells import neutralise_cell
from kuulo.base.texts import Text

HEADER = ("line", "kind", "reason", "row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What could not be used.

    Attributes:
        line: Where it stands.
        reason: What is wrong.
        rest_taken: One cell could not be used, the rest of the row was taken; else the whole row was left out.
        raw: The row as it stood, for rows that were left out.
    """

    line: int
    reason: Text
    rest_taken: bool
    raw: str = ""


def remarks_csv(remarks: Sequence[Remark], said: Callable[[Text], str] = str) -> str:
    """Return the remarks as CSV, in the order of their lines, safe to be opened in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADER)
    for remark in sorted(remarks, key=lambda each: each.line):
        kind = "partly taken" if remark.rest_taken else "rejected"
        writer.writerow([remark.line, kind, neutralise_cell(said(remark.reason)), neutralise_cell(remark.raw)])
    return buffer.getvalue()
