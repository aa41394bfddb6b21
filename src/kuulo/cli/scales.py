"""`kuulo scales`: how reliable a scale of several items is, and whether groups may be compared by it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from django.utils.translation import gettext as _

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, mark
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.figures.charts.localise import number_in, value_in
from kuulo.measures import reliability, scale
from kuulo.measures.scales import Reliability, Scale
from kuulo.measures.scales.moments import Ends
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.data import plain
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.typed_columns import score_numbers, typed_frame
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.names import find_column
from kuulo.surveys.rules.recognition import recognise

app = typer.Typer(add_completion=False)
ENDS = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:-|–|\.\.)\s*(-?\d+(?:\.\d+)?)")


@app.command()
def scales(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers.")],
    items: Annotated[list[str], typer.Option(help="Columns of the items, with commas between, or once for each.")],
    reverse: Annotated[list[str] | None, typer.Option(help="Items asked the other way round.")] = None,
    ends: Annotated[str, typer.Option(help="Lowest and highest answer, such as 1-7.")] = "",
    group: Annotated[str, typer.Option(help="Column of groups to compare.")] = "",
    where: Annotated[str, typer.Option(help="Condition such as \"segment\" = 'home' and wave >= 3.")] = "",
    pairwise: Annotated[bool, typer.Option("--pairwise", help="Use all that two items share (no factor).")] = False,
    confidence: Annotated[float, typer.Option(help="Confidence level of the intervals.")] = 0.95,
    floor: Annotated[int, typer.Option(help="Smallest group anything may be said about; 3 at the least.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Write one object.")] = False,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding of a text file.")] = "",
    delimiter: Annotated[str, typer.Option(help="What stands between the fields of a text file.")] = "",
    language: Annotated[Language | None, typer.Option(help="Language of the table and the messages.")] = None,
) -> None:
    """Say how reliable a scale of several items is, and whether groups may be compared by it."""
    with speaking(language) as spoken:
        file = read_answers(answers, options=ReadOptions(sheet=sheet, encoding=encoding, delimiter=delimiter))
        names, turned = _columns(file, items), _columns(file, reverse or ())
        frame, limits = _numbers(file, names), _ends(ends)
        tell_lines(unread_rows(file))
        if group and pairwise:
            raise InputError(mark("Groups are compared on complete answers only."), mark("Leave --pairwise out."))
        if pairwise:
            found: Reliability | Scale = reliability(
                frame,
                items=names,
                reverse=turned,
                ends=limits,
                where=where or None,
                missing="pairwise",
                confidence=confidence,
                floor=floor,
            )
        else:
            found = scale(
                frame,
                items=names,
                group=find_column(file, group) if group else None,
                reverse=turned,
                ends=limits,
                where=where or None,
                confidence=confidence,
                floor=floor,
            )
        if as_json:
            typer.echo(json.dumps(plain(found.to_dict()), ensure_ascii=False, indent=2, allow_nan=False))
        else:
            typer.echo("\n".join(_lines(found, spoken)))


def _columns(file: AnswerFile, given: Sequence[str]) -> list[str]:
    """Return the columns named, each name alone or several with commas between."""
    names = []
    for text in given:
        parts = [text] if text in file.frame.columns else [part.strip() for part in text.split(",")]
        names += [find_column(file, part) for part in parts if part]
    return names


def _ends(text: str) -> Ends | None:
    """Return the ends of the scale.

    Raises:
        InputError: The text names none.
    """
    if not text:
        return None
    found = ENDS.fullmatch(text.strip())
    if found is None:
        raise InputError(mark("“{text}” names no scale."), mark("Write both ends, such as 1-7."), text=text)
    return float(found[1]), float(found[2])


def _numbers(file: AnswerFile, names: Sequence[str]) -> pl.DataFrame:
    """Return the rows with the items as numbers.

    Raises:
        ColumnError: An item holds no numbers.
    """
    guesses = {guess.column: guess for guess in recognise(file).columns}
    series = [score_numbers(file, guesses[name]).alias(name) for name in names]
    for one in series:
        if one.null_count() == len(one):
            raise ColumnError(
                mark("{file}: the column “{column}” holds no answers in numbers."),
                mark("Name columns of numbers."),
                file=file.name,
                column=one.name,
            )
    return typed_frame(file).with_columns(series)


def _lines(found: Reliability | Scale, spoken: str) -> list[str]:
    whole = found.reliability if isinstance(found, Scale) else found
    lines = [_figure(_("Alpha"), whole.alpha, spoken)]
    if whole.omega is not None:
        lines.append(_figure(_("Omega"), whole.omega, spoken))
    lines += _three_lines(whole, spoken)
    lines += ["", *_item_lines(whole, spoken)]
    if whole.fit is not None and whole.fit.rmsea is not None:
        fit = whole.fit
        told = [("CFI", fit.cfi), ("RMSEA", fit.rmsea), ("SRMR", fit.srmr)]
        lines += ["", ", ".join(f"{name} {_shown(value, spoken, 3)}" for name, value in told)]
    lines += [said(note) for note in whole.notes]
    if isinstance(found, Scale) and found.invariance is not None:
        lines += ["", *_group_lines(found, spoken)]
    return lines


def _three_lines(whole: Reliability, spoken: str) -> list[str]:
    """Return the omegas by minimum residuals; why those of three factors cannot be told instead, where they cannot."""
    told = []
    if whole.omega_minres is not None:
        told.append((_("Omega of one factor (minimum residuals)"), whole.omega_minres))
    if whole.three is not None and whole.three.settled:
        told.append((_("Omega hierarchical (three factors)"), whole.three.hierarchical))
        told.append((_("Omega total (three factors)"), whole.three.total))
    lines = [f"{name} {_shown(value, spoken, 3)}" for name, value in told]
    return lines + ([said(note) for note in whole.three.notes] if whole.three is not None else [])


def _figure(name: str, figure: Estimate, spoken: str) -> str:
    value, low, high = (_shown(part, spoken, 3) for part in (figure.value, figure.low, figure.high))
    return f"{name} {value} ({low} … {high}), n = {value_in(spoken, figure.n, _)}"


def _shown(value: float | None, spoken: str, decimals: int = 2) -> str:
    return "–" if value is None else number_in(spoken, value, decimals=decimals)


def _item_lines(found: Reliability, spoken: str) -> list[str]:
    head = [_("Item"), _("Mean"), _("Standard deviation"), _("Correlation with the rest"), _("Alpha without it")]
    rows = [head]
    for item in found.items:
        numbers = (item.mean, item.sd, item.rest, item.alpha_without)
        rows.append([item.name, *(_shown(value, spoken) for value in numbers)])
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]


def _group_lines(found: Scale, spoken: str) -> list[str]:
    lines = []
    for group in found.groups:
        if group.n is None or group.alpha is None:
            lines.append(f"{group.label}: {_('withheld')}")
            continue
        lines.append(f"{group.label}: {_figure(_('Alpha'), group.alpha, spoken)}")
        if group.mean is not None:
            lines.append(f"{' ' * len(str(group.label))}  {_figure(_('Mean'), group.mean, spoken)}")
    reason: Text | None = found.invariance.reason if found.invariance is not None else None
    lines += [said(text) for text in (reason, found.compared.sentence if found.compared else None) if text is not None]
    return lines
