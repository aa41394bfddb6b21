"""`kuulo trends`: how a measure moves in a file of answers, and what only looks as if it did."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.cli.figures import ORDERS, DateOrder
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.figures.charts.localise import number_in
from kuulo.figures.charts.quantities import Day, Quantity, Unit
from kuulo.measures import trend
from kuulo.measures.definitions import Definition
from kuulo.measures.trends.analysts import Trend
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.data import plain
from kuulo.surveys.report.named_measures import check_scale, named_definition
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.typed_columns import local_days, score_numbers, typed_frame
from kuulo.surveys.rules.names import find_column
from kuulo.surveys.rules.recognition import recognise

PERIOD, ANSWERS = say(_("begins")), say(_("n"))
HEADS = (say(_("figure")), say(_("low")), say(_("high")), say(_("level")))
app = typer.Typer(add_completion=False)
TIME = "day of the answer"


class Grain(StrEnum):
    """Length of a period."""

    WEEK = "week"
    MONTH = "month"


@app.command()
def trends(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers.")],
    score: Annotated[str, typer.Option(help="Column of the answers.")],
    time: Annotated[str, typer.Option(help="Column of the days or times they were given.")],
    measure: Annotated[str, typer.Option(help="nps, enps, csat, ces, share, mean, or a definition.")] = "nps",
    grain: Annotated[Grain, typer.Option(help="Length of a period.")] = Grain.WEEK,
    known_break: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], help="A day from which on answers cannot be compared."),
    ] = None,
    rate: Annotated[float, typer.Option(help="Share of quiet years with a false alarm.")] = 0.1,
    weight: Annotated[str | None, typer.Option(help="Column of weights.")] = None,
    cluster: Annotated[str | None, typer.Option(help="Column of persons who may have answered several times.")] = None,
    where: Annotated[str, typer.Option(help="Condition such as \"segment\" = 'home'.")] = "",
    scale: Annotated[str, typer.Option(help="Scale the question was asked on, such as 0-10.")] = "",
    confidence: Annotated[float, typer.Option(help="Confidence level of the intervals.")] = 0.95,
    floor: Annotated[int, typer.Option(help="Fewest answers a period may be about; 3 at the least.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Write one object with everything.")] = False,
    dates: Annotated[DateOrder | None, typer.Option(help="How dates are written where it is open.")] = None,
    timezone: Annotated[str, typer.Option(help="Zone in which periods begin.")] = "Europe/Helsinki",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    language: Annotated[Language | None, typer.Option(help="Language of the text and the messages.")] = None,
) -> None:
    """Say how a measure moves: level, season, breaks, alarms, and the smallest change the answers could show."""
    with speaking(language) as spoken:
        answer_file = read_answers(answers, options=ReadOptions(sheet=sheet))
        guesses = {guess.column: guess for guess in recognise(answer_file).columns}
        definition, column = named_definition(measure), find_column(answer_file, score)
        check_scale(definition, guesses[column], scale=scale, direction="")
        days = local_days(answer_file, guesses[find_column(answer_file, time)], dates=ORDERS[dates], timezone=timezone)
        scores = score_numbers(answer_file, guesses[column])
        found = trend(
            typed_frame(answer_file).with_columns(scores.alias(column), days.alias(TIME)),
            score=column,
            time=TIME,
            definition=definition,
            grain=grain.value,
            known_breaks=[day.date() for day in known_break or ()],
            rate=rate,
            weight=weight and find_column(answer_file, weight),
            cluster=cluster and find_column(answer_file, cluster),
            where=where or None,
            confidence=confidence,
            floor=floor,
        )
        tell_lines(unread_rows(answer_file))
        if as_json:
            typer.echo(json.dumps(plain(found.to_dict()), ensure_ascii=False, indent=2, allow_nan=False))
        else:
            typer.echo("\n".join(trend_lines(found, definition, spoken)))


def trend_lines(found: Trend, definition: Definition, language: str) -> list[str]:
    """Return a line a period (day, figure, interval, level, n), then what the series says."""
    unit = {"share": Unit.SHARE, "net": Unit.POINTS}.get(definition.statistic, Unit.SCALE)
    read = found.smoothed
    heads = " ".join(said(head).rjust(8) for head in HEADS)
    lines = [said(Text(definition.title)), f"{said(PERIOD):>14} {heads} {said(ANSWERS):>7}"]
    for day, figure, level in zip(read.days, found.estimates, read.level, strict=True):
        values = (figure.value, figure.low, figure.high, level)
        cells = [_cell(value, unit, language).rjust(8) for value in values]
        answers = "–" if figure.n is None else number_in(language, figure.n)
        lines.append(f"{said(Text('{day}', {'day': Day(day)})):>14} {' '.join(cells)} {answers:>7}")
    told = [one.text for one in read.breaks] + [alarm.text for alarm in read.alarms]
    told += [read.season.text] if read.season else []
    return [*lines, "", *(said(text) for text in (*told, read.smallest_change))]


def _cell(value: float | None, unit: Unit, language: str) -> str:
    if value is None:
        return "–"
    shown = Quantity(value, unit).shown
    return number_in(language, shown, decimals=2 if unit is Unit.SCALE else 0)
