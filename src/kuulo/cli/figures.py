"""`kuulo figures`: single figures from a file of answers, with everything needed to judge them."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext

from kuulo.cli.speaking import Language, speaking, tell_lines
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.data import plain
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.single import SingleRequest, single_figures
from kuulo.surveys.report.single_table import figure_lines
from kuulo.surveys.rules.recognition import recognise

app = typer.Typer(add_completion=False)


class DateOrder(StrEnum):
    """How dates are written, as the command line says it."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


ORDERS = {DateOrder.DAY_FIRST: "dmy", DateOrder.MONTH_FIRST: "mdy", DateOrder.YEAR_FIRST: "ymd", None: ""}


@app.command()
def figures(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers.")],
    score: Annotated[str, typer.Option(help="Column of the answers.")],
    measure: Annotated[str, typer.Option(help="nps, enps, csat, ces, fft, share, mean, total, or a definition.")] = "",
    definition: Annotated[str, typer.Option(help="A named definition such as csat.mean@1; goes above --measure.")] = "",
    by: Annotated[list[str] | None, typer.Option(help="Column to group by, or month(COLUMN), week(COLUMN) …")] = None,
    weight: Annotated[str | None, typer.Option(help="Column of weights.")] = None,
    stratum: Annotated[str | None, typer.Option(help="Column of strata.")] = None,
    cluster: Annotated[str | None, typer.Option(help="Column of clusters, nested in the strata.")] = None,
    fpc: Annotated[str | None, typer.Option(help="Column of population sizes in the stratum, or one number.")] = None,
    where: Annotated[str, typer.Option(help="Condition such as \"segment\" = 'home' and wave >= 3.")] = "",
    scale: Annotated[str, typer.Option(help="Scale the question was asked on, such as 0-10.")] = "",
    direction: Annotated[str, typer.Option(help="Which end is good where the file leaves doubt: higher, lower.")] = "",
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Leave out answers outside the scale.")] = False,
    confidence: Annotated[float, typer.Option(help="Confidence level of the intervals.")] = 0.95,
    floor: Annotated[int, typer.Option(help="Smallest group a figure may be about; 3 at the least.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Write a list with one object for each group.")] = False,
    dates: Annotated[DateOrder | None, typer.Option(help="How dates are written where it is open.")] = None,
    timezone: Annotated[str, typer.Option(help="Zone in which periods begin.")] = "Europe/Helsinki",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding of a text file.")] = "",
    delimiter: Annotated[str, typer.Option(help="What stands between the fields of a text file.")] = "",
    language: Annotated[Language | None, typer.Option(help="Language of the table and the messages.")] = None,
) -> None:
    """Compute single figures from a file of answers: the columns are taken as they are named."""
    with speaking(language) as spoken:
        answer_file = read_answers(answers, options=ReadOptions(sheet=sheet, encoding=encoding, delimiter=delimiter))
        asked = SingleRequest(
            measure=definition or measure,
            score=score,
            by=tuple(by or ()),
            weight=weight,
            stratum=stratum,
            cluster=cluster,
            fpc=fpc,
            where=where,
            scale=scale,
            direction=direction,
            leave_out=leave_out,
            confidence=confidence,
            floor=floor,
            timezone=timezone,
            dates=ORDERS[dates],
        )
        found = single_figures(answer_file, recognise(answer_file), asked)
        tell_lines(unread_rows(answer_file))
        if as_json:
            typer.echo(json.dumps(plain(found.to_dicts()), ensure_ascii=False, indent=2, allow_nan=False))
        else:
            typer.echo(figure_lines(found, spoken, gettext))
