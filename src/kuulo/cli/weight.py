"""`kuulo weight`: weights that let a file of answers stand for its population, written beside the answers."""

from __future__ import annotations

import io
import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kuulo.base.errors import ColumnError, FileError, InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.cli.speaking import Language, speaking, tell_lines
from kuulo.cli.targets import as_levels, read_margin, read_total
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.measures.weighting import Calibrated, Margin, Trim, calibrate
from kuulo.measures.weighting.margins import Auxiliary
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.typed_columns import typed_frame
from kuulo.surveys.report.writing import refuse_overwriting, write_bytes_whole
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.names import find_column

METHOD_WORDS = {
    "raked": say(_("raked")),
    "calibrated (linear)": say(_("calibrated (linear)")),
    "calibrated (logit)": say(_("calibrated (logit)")),
    "post-stratified": say(_("post-stratified")),
}
app = typer.Typer(add_completion=False)


class Method(StrEnum):
    """The methods, as the command line says them."""

    RAKING = "raking"
    LINEAR = "linear"
    LOGIT = "logit"
    POSTSTRATIFICATION = "poststratification"


@app.command()
def weight(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers.")],
    margin: Annotated[
        list[str], typer.Option(help="COLUMN=FILE of counts or shares, or COLUMN=level:0.6,level:0.4; repeatable.")
    ],
    out: Annotated[Path, typer.Option(help="Where to write the answers with their weights: .csv or .parquet.")],
    total: Annotated[list[str] | None, typer.Option(help="COLUMN=TOTAL of a number over the population.")] = None,
    method: Annotated[Method, typer.Option(help="How the weights are found.")] = Method.RAKING,
    base: Annotated[str, typer.Option(help="Column of base weights.")] = "",
    bounds: Annotated[str, typer.Option(help="Lowest and highest factor on the base weights, such as 0.3,3.")] = "",
    trim: Annotated[str, typer.Option(help="Lowest and highest weight, as multiples of the mean: 0.2,5.")] = "",
    name: Annotated[str, typer.Option(help="Name of the column of weights.")] = "weight",
    as_json: Annotated[bool, typer.Option("--json", help="Tell about the weights as one object.")] = False,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding of a text file.")] = "",
    delimiter: Annotated[str, typer.Option(help="What stands between the fields of a text file.")] = "",
    language: Annotated[Language | None, typer.Option(help="Language of the messages.")] = None,
) -> None:
    """Find weights that make the answers meet the margins of the population, and write them with the answers."""
    with speaking(language):
        _refuse_kind(out)
        refuse_overwriting(answers, [out])
        read = read_answers(answers, options=ReadOptions(sheet=sheet, encoding=encoding, delimiter=delimiter))
        auxiliaries: list[Auxiliary] = [read_margin(told, read) for told in margin]
        auxiliaries += [read_total(told, read) for told in total or ()]
        base_column = find_column(read, base) if base else ""
        if name in read.frame.columns:
            raise ColumnError(
                _("The table has a column named {name} already."), _("Give the weights another name."), name=name
            )
        weighted = calibrate(
            _prepared(read, auxiliaries, base_column),
            auxiliaries,
            method=method.value,
            weight=_BASE if base_column else None,
            bounds=_pair(bounds, "--bounds") if bounds else None,
            trim=Trim(*_pair(trim, "--trim"), of_mean=True) if trim else None,
        )
        weights: pl.Series = weighted.weights(_FOUND)[_FOUND]
        _write(read.frame.with_columns(weights.alias(name)), out)
        tell_lines(unread_rows(read))
        _tell(weighted, weights, as_json=as_json)


_BASE, _FOUND = "base weight of kuulo", "weight of kuulo"
_KINDS = (".csv", ".parquet")


def _refuse_kind(out: Path) -> None:
    if out.suffix.lower() not in _KINDS:
        raise FileError(
            _("{file}: answers with weights are written as CSV or Parquet."),
            _("End the name with .csv or .parquet."),
            file=out,
        )


def _prepared(read: AnswerFile, auxiliaries: list[Auxiliary], base: str) -> pl.DataFrame:
    """Return the columns the weights depend on: levels as texts, numbers as numbers."""
    levels = list(dict.fromkeys(name for item in auxiliaries if isinstance(item, Margin) for name in item.columns))
    typed = typed_frame(read)
    numbers = [item.column for item in auxiliaries if not isinstance(item, Margin)]
    for column in [*numbers, *([base] if base else [])]:
        if not typed[column].dtype.is_numeric():
            raise ColumnError(
                _("Column {name} holds {kind}, not numbers."),
                _("Name a column of numbers, or turn this one into numbers first."),
                name=column,
                kind="text",
            )
    frame = as_levels(read.frame.select(levels)).with_columns(typed[column] for column in numbers)
    return frame.with_columns(typed[base].alias(_BASE)) if base else frame


def _pair(text: str, option: str) -> tuple[float, float]:
    parts = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*,\s*([0-9]+(?:\.[0-9]+)?)\s*", text)
    if parts is None:
        raise InputError(_("{option} {text} are no two numbers."), _("Write them as 0.3,3."), option=option, text=text)
    return float(parts[1]), float(parts[2])


def _write(frame: pl.DataFrame, out: Path) -> None:
    held = io.BytesIO()
    if out.suffix.lower() == ".csv":
        frame.write_csv(held)
    else:
        frame.write_parquet(held)
    write_bytes_whole(out, held.getvalue())


def _tell(weighted: Calibrated, weights: pl.Series, *, as_json: bool) -> None:
    fitted = weighted.fitted
    found = {
        "method": fitted.method,
        "rows": len(weights),
        "cells": weighted.cells.num_rows,
        "rounds": fitted.rounds,
        "sum": float(weights.sum()),
        "lowest": float(weights.to_numpy().min()),
        "highest": float(weights.to_numpy().max()),
        "n_eff": fitted.n_eff,
        "deff": fitted.deff_kish,
        "worst_margin": fitted.worst_margin,
        "max_difference": fitted.max_difference,
        "trimmed": fitted.trimmed,
        "notes": [str(note) for note in fitted.notes],
    }
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
        return
    tell_lines([*_lines(found), *fitted.notes])


def _lines(found: dict[str, object]) -> list[Text]:
    lowest, highest, deff = (Quantity(float(str(found[one])), Unit.SCALE, 3) for one in ("lowest", "highest", "deff"))
    n_eff = Quantity(float(str(found["n_eff"])), Unit.SCALE, 1)
    method = METHOD_WORDS.get(str(found["method"]), Text("{name}", {"name": found["method"]}))
    return [
        say(
            _("{rows} rows weighted in {cells} cells: {method}."),
            **{k: found[k] for k in ("rows", "cells")},
            method=method,
        ),
        say(_("Weights from {lowest} to {highest}."), lowest=lowest, highest=highest),
        say(_("They count like {n_eff} rows of equal weight (design effect {deff})."), n_eff=n_eff, deff=deff),
    ]
