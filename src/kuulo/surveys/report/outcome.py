"""What a command says once it has read a file: counts, what was left out and how to settle it, where rejects are."""

from __future__ import annotations

from pathlib import Path

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.mapping import describe_left_out


def outcome_of(answer_file: AnswerFile, accepted: Accepted, rejects: Path | None) -> list[Text]:
    """Return one text a line; the rows always add up."""
    counts = say(
        _("{file}: rows read {read} = accepted {accepted} + rejected {rejected} + repeated {repeated}."),
        file=answer_file.name,
        read=accepted.rows_read,
        accepted=accepted.accepted,
        rejected=accepted.rejected,
        repeated=accepted.repeated,
    )
    lines = [counts, *describe_left_out(accepted.settled)]
    if rejects is not None:
        lines.append(say(_("Rows that were not used stand in {path}."), path=str(rejects)))
    return lines


def unread_rows(answer_file: AnswerFile) -> list[Text]:
    """Return what to say of rows that could not be read; nothing where there are none."""
    if not answer_file.rejects:
        return []
    first = answer_file.rejects[0]
    return [
        say(
            _("{file}: rows that could not be read: {count}; the first is line {line}: {reason}"),
            file=answer_file.name,
            count=len(answer_file.rejects),
            line=first.line,
            reason=first.reason,
        )
    ]
