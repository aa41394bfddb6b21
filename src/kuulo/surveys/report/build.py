"""Computing a whole report from the accepted answers of one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.requests import check_confidence
from kuulo.measures.withholding import check_floor
from kuulo.surveys.report.asking import asking_of
from kuulo.surveys.report.breakdowns import groupings_of
from kuulo.surveys.report.choices import choices_of
from kuulo.surveys.report.comments import comment_columns
from kuulo.surveys.report.headline import headline, main_section
from kuulo.surveys.report.model import CommentColumn, OpenColumn, Reading, RejectLine, ReportModel, ReportOptions
from kuulo.surveys.report.sections import Surroundings, score_section
from kuulo.surveys.report.theming import themes_of
from kuulo.surveys.report.times import Timing, timing_of
from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import Question, Role, Settled, SettledColumn
from kuulo.surveys.rules.moments import silent_rows

EXAMPLES = 8
CHOICES_MOST = 10
FIRST = ""  # key of the comments that stand before every score


def build_report(
    answer_file: AnswerFile, accepted: Accepted, options: ReportOptions, *, now: datetime, version: str, rejects: str
) -> ReportModel:
    """Return the report of one file.

    Args:
        answer_file: The file as read.
        accepted: Its answers.
        options: What the reader wants.
        now: The time it is made, aware.
        version: Version of Kuulo.
        rejects: Name of the file that holds the rejected rows; empty when there is none.

    Raises:
        DefinitionError: The confidence level is not between 0 and 1.
        SettingError: The anonymity floor is under 3.
    """
    check_confidence(options.confidence)
    check_floor(options.floor)
    settled, timing = accepted.settled, timing_of(accepted)
    groupings = groupings_of(accepted.frame, settled)
    around = Surroundings(
        accepted=accepted,
        options=options,
        timing=timing,
        weight=_weight(settled),
        groupings=groupings.columns,
        beside=_comments_beside(settled),
        asking=asking_of(accepted),
    )
    sections = tuple(
        score_section(number, column, around) for number, column in enumerate(settled.with_role(Role.SCORE), start=1)
    )
    reading = _reading(answer_file, accepted, timing, rejects)
    main, open_columns = main_section(sections), _open_columns(answer_file, settled.left_out)
    return ReportModel(
        title=options.title or answer_file.name,
        made_at=now,
        version=version,
        confidence=options.confidence,
        floor=options.floor,
        headline=headline(main, reading, open_columns=len(open_columns), sections=len(sections)),
        main=main.anchor if main else "",
        reading=reading,
        sections=sections,
        choices=choices_of(
            accepted.frame.filter(~silent_rows(accepted.frame)),
            groupings.columns[: options.choices],
            weight=around.weight,
            confidence=options.confidence,
            floor=options.floor,
            most=CHOICES_MOST,
        ),
        more_choices=tuple(column.header for column in groupings.columns[options.choices :]),
        open_columns=open_columns,
        comments=_comments_alone(around),
        skipped=groupings.skipped,
    )


def _comments_alone(around: Surroundings) -> tuple[CommentColumn, ...]:
    """Return the comments of columns that stand before every score."""
    frame = around.accepted.frame
    found = comment_columns(
        frame,
        [(column.column, column.header) for column in around.beside.get(FIRST, ())],
        score=None,
        time=around.timing.days if around.timing else None,
        cuts=(),
        most=around.options.comments,
    )
    return tuple(replace(one, themes=themes_of(frame, one.column, None, around.options)) for one in found)


def _weight(settled: Settled) -> str | None:
    """Return the weight column; two of them would be one too many to choose from."""
    columns = settled.with_role(Role.WEIGHT)
    return columns[0].column if len(columns) == 1 else None


def _comments_beside(settled: Settled) -> Mapping[str, Sequence[SettledColumn]]:
    """Return the comment columns by the score they follow in the file; those before all scores go to the first."""
    scores = settled.with_role(Role.SCORE)
    current = scores[0].column if scores else FIRST
    found: dict[str, list[SettledColumn]] = {}
    for column in settled.columns:
        if column.role is Role.SCORE:
            current = column.column
        elif column.role is Role.COMMENT:
            found.setdefault(current, []).append(column)
    return found


def _open_columns(answer_file: AnswerFile, questions: Sequence[Question]) -> tuple[OpenColumn, ...]:
    by_column: dict[str, list[Question]] = {}
    for question in questions:
        by_column.setdefault(question.column, []).append(question)
    return tuple(
        OpenColumn(column=column, header=answer_file.headers.get(column, column), questions=tuple(asked))
        for column, asked in by_column.items()
    )


def _reading(answer_file: AnswerFile, accepted: Accepted, timing: Timing | None, rejects: str) -> Reading:
    settled = accepted.settled
    first, last = timing.span if timing else (None, None)
    answered = None if accepted.asked is None else accepted.asked - (accepted.silent or 0)
    return Reading(
        file_name=answer_file.name,
        kind=answer_file.kind,
        facts=_facts(answer_file),
        rows_read=accepted.rows_read,
        accepted=accepted.accepted,
        rejected=accepted.rejected,
        repeated=accepted.repeated,
        complete=accepted.complete,
        partial=accepted.partial,
        asked=accepted.asked,
        answered=answered,
        silent=accepted.silent,
        response_share=answered / accepted.asked if answered is not None and accepted.asked else None,
        silences=accepted.silences,
        outside=accepted.outside,
        untold=accepted.untold,
        first_day=first,
        last_day=last,
        timezone=settled.timezone,
        weight=_weight(settled) or "",
        notes=(*answer_file.notes, *accepted.notes),
        examples=_examples(accepted),
        rejects_file=rejects,
        unused=tuple(column.header for column in settled.with_role(Role.OTHER)),
    )


def _facts(answer_file: AnswerFile) -> tuple[tuple[Text, str], ...]:
    facts = answer_file.facts
    named = (
        (say(_("Encoding")), facts.encoding),
        (say(_("Delimiter")), "tab" if facts.delimiter == "\t" else facts.delimiter),
        (say(_("Decimal sign")), facts.decimal),
        (say(_("Sheet")), facts.sheet),
        (say(_("Compression")), facts.compression),
    )
    return tuple((name, value) for name, value in named if value)


def _examples(accepted: Accepted) -> tuple[RejectLine, ...]:
    found = [RejectLine(line=row.line, kind="rejected", reason=row.reason) for row in accepted.rejects[:EXAMPLES]]
    found += [RejectLine(line=row.line, kind="repeated", reason=row.reason) for row in accepted.repeats[:EXAMPLES]]
    return tuple(found)
