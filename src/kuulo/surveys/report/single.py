"""Single figures from a file of answers: the columns somebody names, as they stand, on the measure's own scale."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from kuulo.base.errors import ColumnError, ScaleMismatchError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures import Definition, Figure, FigureTable, Period, figures
from kuulo.measures.periods import PeriodUnit
from kuulo.surveys.report.named_measures import check_scale, named_definition
from kuulo.surveys.report.typed_columns import local_days, score_numbers, typed_frame
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import ColumnGuess, Recognition
from kuulo.surveys.rules.names import find_column

UNITS: dict[str, PeriodUnit] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
ODD_MOST = 8
PERIOD = re.compile(rf"({'|'.join(UNITS)})\((.+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleRequest:
    """What is asked of a file; the columns are names in it.

    Attributes:
        measure: A family such as ``nps``, or a definition such as ``csat.mean@1``.
        score: Column of the answers.
        by: Columns, or ``month(COLUMN)`` and the like for columns of times.
        scale: The scale the question was asked on, ``0-10``, where the file leaves doubt; empty otherwise.
        direction: ``higher`` or ``lower`` where the file leaves doubt which is better; empty otherwise.
        leave_out: Whether answers outside the scale are left out and counted in a note, instead of refused.
        where: Condition on the rows, empty for all; rows outside stay part of the design.
        timezone: IANA name of the zone in which periods begin.
        dates: Order of year, month and day where a column of times leaves it open: ``dmy``, ``mdy`` or ``ymd``.
    """

    measure: str
    score: str
    by: tuple[str, ...] = ()
    weight: str | None = None
    stratum: str | None = None
    cluster: str | None = None
    fpc: str | None = None
    where: str = ""
    scale: str = ""
    direction: str = ""
    leave_out: bool = False
    confidence: float = 0.95
    floor: int = 5
    timezone: str = "Europe/Helsinki"
    dates: str = ""


def single_figures(answer_file: AnswerFile, recognition: Recognition, asked: SingleRequest) -> FigureTable:
    """Return the figures a request asks for.

    Raises:
        ColumnError: A column is missing or does not hold what its part needs.
        DefinitionError: There is no such measure, or the answers are not on its scale.
    """
    measure = named_definition(asked.measure)
    columns = _Columns(answer_file, {guess.column: guess for guess in recognition.columns})
    score = columns.named(asked.score)
    scores = score_numbers(answer_file, columns.guesses[score])
    check_scale(measure, columns.guesses[score], scale=asked.scale, direction=asked.direction)
    notes = _silence(answer_file, score, scores)
    scores, dropped = _inside(measure, scores, score, asked)
    weight, fpc = columns.number(asked.weight, "--weight"), columns.number_or_value(asked.fpc, "--fpc")
    frame, by = _with_periods(columns, asked)
    found = figures(
        frame.with_columns(scores.alias(score)),
        score=score,
        definition=measure,
        by=by,
        weight=weight,
        stratum=columns.optional(asked.stratum),
        cluster=columns.optional(asked.cluster),
        fpc=fpc,
        where=asked.where or None,
        confidence=asked.confidence,
        floor=asked.floor,
    )
    if dropped:
        notes.append(say(_("Answers outside the scale left out, in the whole file: {count}."), count=dropped))
    return _with_notes(found, notes)


class _Columns:
    """The columns of a file by the names somebody uses for them."""

    def __init__(self, answer_file: AnswerFile, guesses: Mapping[str, ColumnGuess]) -> None:
        self.answer_file = answer_file
        self.guesses = guesses
        self.frame = typed_frame(answer_file)

    def named(self, name: str) -> str:
        """Return the column a name stands for."""
        return find_column(self.answer_file, name)

    def optional(self, name: str | None) -> str | None:
        """Return the column a name stands for, or None where none was given."""
        return None if name is None else self.named(name)

    def number(self, name: str | None, option: str) -> str | None:
        """Return a column of numbers, or None where none was given.

        Raises:
            ColumnError: It holds something else too.
        """
        column = self.optional(name)
        if column is not None and not self.frame[column].dtype.is_numeric():
            raise ColumnError(
                _("{file}: {option} “{column}” does not hold numbers alone."),
                _("Name a column of numbers."),
                file=self.answer_file.name,
                option=option,
                column=column,
            )
        return column

    def number_or_value(self, name: str | None, option: str) -> str | float | None:
        """Return a column of numbers, the number itself where one was written, or None."""
        if name is not None and name not in self.frame.columns and re.fullmatch(r"\d+(\.\d+)?", name):
            return float(name)
        return self.number(name, option)


def _with_periods(columns: _Columns, asked: SingleRequest) -> tuple[pl.DataFrame, list[str | Period]]:
    """Return the frame and the groupings, ``month(COLUMN)`` and the like as periods of a column of local days."""
    frame, grouped = columns.frame, list[str | Period]()
    for name in asked.by:
        match = None if name in frame.columns else PERIOD.fullmatch(name)
        if match is None:
            grouped.append(columns.named(name))
            continue
        unit, column = UNITS[match.group(1)], columns.named(match.group(2))
        days = local_days(columns.answer_file, columns.guesses[column], dates=asked.dates, timezone=asked.timezone)
        frame = frame.with_columns(days.alias(f"day of {column}"))
        grouped.append(Period(f"day of {column}", unit, name))
    return frame, grouped


def _inside(measure: Definition, scores: pl.Series, column: str, asked: SingleRequest) -> tuple[pl.Series, int]:
    """Return the scores, without those outside the scale where they shall be left out, and how many those were.

    Raises:
        ScaleMismatchError: There are answers outside the scale, and nothing says what to do about them.
    """
    if measure.scale_min is None or measure.scale_max is None:
        return scores, 0
    outside = ~scores.is_between(measure.scale_min, measure.scale_max).fill_null(True)  # noqa: FBT003 -- polars' own signature
    if asked.leave_out:
        return scores.set(outside, None), int(outside.sum())
    if outside.any() and not asked.where:
        # With a condition they may lie outside it; the measure itself refuses those that do not.
        odd = scores.filter(outside).value_counts(sort=True).head(ODD_MOST)
        raise ScaleMismatchError(
            _("“{column}” holds {count} answers outside {low}–{high}, the scale of {definition}: {values}."),
            _("Leave them out with --leave-out, or choose the definition of the scale it was asked on."),
            column=column,
            count=int(outside.sum()),
            low=f"{measure.scale_min:g}",
            high=f"{measure.scale_max:g}",
            definition=measure.id,
            values=", ".join(f"{value:g} ({count}×)" for value, count in odd.iter_rows()),
        )
    return scores, 0


def _silence(answer_file: AnswerFile, column: str, scores: pl.Series) -> list[Text]:
    """Say how many cells hold no answer: empty ones, and those such as "don't know" or what the file declares so."""
    cells = answer_file.frame[column]
    blank = cells.null_count()
    said = scores.null_count() - blank
    if not scores.null_count():
        return []
    template = _("Rows without an answer, in the whole file: {blank} blank, {said} such as “don't know”.")
    return [say(template, blank=blank, said=said)]


def _with_notes(table: FigureTable, notes: Sequence[Text]) -> FigureTable:
    noted = (
        Figure(one.by, replace(one.estimate, notes=(*one.estimate.notes, *notes)), one.counts) for one in table.figures
    )
    return replace(table, figures=tuple(noted))
