"""`kuulo drivers`: what goes with a score in a file of answers, with intervals and what to know before trusting it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kuulo.base.estimate import Estimate
from kuulo.base.texts import say
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.measures import drivers as find_drivers
from kuulo.measures.drivers.checks import NOT_CAUSES
from kuulo.measures.drivers.results import Drivers
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.typed_columns import score_numbers
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.names import find_column
from kuulo.surveys.rules.recognition import recognise

app = typer.Typer(add_completion=False)


class Method(StrEnum):
    """The methods, as the command line says them."""

    AUTO = "auto"
    LMG = "lmg"
    JOHNSON = "johnson"


class Missing(StrEnum):
    """What becomes of missing answers, as the command line says it."""

    COMPLETE = "complete"
    PAIRWISE = "pairwise"
    NEUTRAL = "neutral"


class Interval(StrEnum):
    """The bootstrap intervals, as the command line says them."""

    BCA = "bca"
    PERCENTILE = "percentile"


@app.command()
def drivers(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers.")],
    outcome: Annotated[str, typer.Option(help="Column of the outcome: a score, or 1 and 0.")],
    driver: Annotated[list[str], typer.Option(help="Column of a driver; repeatable.")],
    weight: Annotated[str, typer.Option(help="Column of weights.")] = "",
    cluster: Annotated[str, typer.Option(help="Column of the person; rows of a person are drawn together.")] = "",
    method: Annotated[Method, typer.Option(help="Exact shares, relative weights, or what suits.")] = Method.AUTO,
    missing: Annotated[Missing, typer.Option(help="What becomes of missing answers.")] = Missing.COMPLETE,
    interval: Annotated[Interval, typer.Option(help="Kind of bootstrap interval.")] = Interval.BCA,
    samples: Annotated[int, typer.Option(min=20, help="How many bootstrap samples are drawn.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same intervals.")] = 20260101,
    confidence: Annotated[float, typer.Option(help="Confidence level of the intervals.")] = 0.95,
    as_json: Annotated[bool, typer.Option("--json", help="Write one object.")] = False,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding of a text file.")] = "",
    delimiter: Annotated[str, typer.Option(help="What stands between the fields of a text file.")] = "",
    language: Annotated[Language | None, typer.Option(help="Language of the table and the messages.")] = None,
) -> None:
    """Tell how much of the differences in an outcome goes with each driver."""
    with speaking(language):
        read = read_answers(answers, options=ReadOptions(sheet=sheet, encoding=encoding, delimiter=delimiter))
        columns = [find_column(read, name) for name in (outcome, *driver)]
        frame = _numbers(read, [*columns, *([find_column(read, weight)] if weight else [])])
        if cluster:
            frame = frame.with_columns(read.frame[find_column(read, cluster)].cast(pl.String))
        found = find_drivers(
            frame,
            outcome=columns[0],
            drivers=columns[1:],
            weight=find_column(read, weight) if weight else None,
            cluster=find_column(read, cluster) if cluster else None,
            method=method.value,
            missing=missing.value,
            interval=interval.value,
            samples=samples,
            seed=seed,
            confidence=confidence,
        )
        tell_lines(unread_rows(read))
        if as_json:
            typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
        else:
            typer.echo("\n".join(driver_lines(found)))


def _numbers(read: AnswerFile, columns: list[str]) -> pl.DataFrame:
    """Return columns as numbers: the file's own, or those the labels of a known scale stand for."""
    guesses = {guess.column: guess for guess in recognise(read).columns}
    return pl.DataFrame([score_numbers(read, guesses[name]).alias(name) for name in dict.fromkeys(columns)])


def driver_lines(found: Drivers) -> list[str]:
    """Return the sentence, a line a driver (its share with interval), then what to know before trusting it."""
    width = max(len(one.name) for one in found.drivers)
    lines = [said(found.sentence), ""]
    lines += [f"{one.name:>{width}}  {_share(one.importance)}" for one in found.drivers]
    return [*lines, "", *(said(check.sentence) for check in found.checks), said(NOT_CAUSES)]


def _share(estimate: Estimate) -> str:
    """Return a share with its interval, as the language writes them."""
    value, low, high = (Quantity(part or 0.0, Unit.SHARE, 1) for part in (estimate.value, estimate.low, estimate.high))
    return said(say("{value} ({low} … {high})", value=value, low=low, high=high))
