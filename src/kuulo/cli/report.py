"""`kuulo report`: one file of answers in, one page of figures out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.surveys.reading.files import ReadOptions
from kuulo.surveys.rejects import write_rejects
from kuulo.surveys.report.build import build_report
from kuulo.surveys.report.data import report_data
from kuulo.surveys.report.model import ReportOptions
from kuulo.surveys.report.outcome import outcome_of
from kuulo.surveys.report.render import render_report
from kuulo.surveys.report.understanding import missing_columns, understand
from kuulo.surveys.report.writing import refuse_overwriting, write_whole
from kuulo.surveys.rules.mapping import MappingOptions, refuse_open_questions

app = typer.Typer(add_completion=False)
DEFAULT_OUTPUT = Path("report.html")
STANDARD_OUTPUT = Path("-")
Texts = list[str]


@app.command()
def report(  # noqa: PLR0913, PLR0917 -- the options of a command
    answers: Annotated[Path, typer.Argument(help="The file of answers: CSV, TSV, XLSX, SAV, Parquet or JSON lines.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write; - for standard output.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as data instead of a page.")] = False,
    mapping: Annotated[Path | None, typer.Option(help="TOML file that says how to read files of this kind.")] = None,
    write_mapping: Annotated[Path | None, typer.Option(help="Write how this file was read, for the next one.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse when anything is left unsettled.")] = False,
    score: Annotated[Texts | None, typer.Option(help="A scale: COLUMN=0-10.")] = None,
    direction: Annotated[Texts | None, typer.Option(help="Which end is good: COLUMN=higher or =lower.")] = None,
    definition: Annotated[Texts | None, typer.Option(help="The measure of a score: COLUMN=csat.mean@1.")] = None,
    role: Annotated[Texts | None, typer.Option(help="What a column is: COLUMN=attribute, =score, =comment …")] = None,
    dates: Annotated[Texts | None, typer.Option(help="How dates are written: COLUMN=day-first.")] = None,
    timezone: Annotated[str, typer.Option(help="Zone of local times, such as Europe/Helsinki.")] = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding of a text file.")] = "",
    delimiter: Annotated[str, typer.Option(help="What stands between the fields of a text file.")] = "",
    language: Annotated[Language | None, typer.Option(help="Language of the page and the messages.")] = None,
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "",
    floor: Annotated[int, typer.Option(help="Smallest group a figure may be about; 3 at the least.")] = 5,
    confidence: Annotated[float, typer.Option(help="Confidence level of the intervals.")] = 0.95,
    comments: Annotated[int, typer.Option(min=0, help="Comments shown for each kind of answer.")] = 4,
    attributes: Annotated[int, typer.Option(min=0, help="Attributes each question is broken down by.")] = 4,
    themes: Annotated[int, typer.Option(min=0, help="Themes shown of the comments; 0 leaves them out.")] = 6,
) -> None:
    """Turn an export of any survey tool into one HTML page of figures that say how sure they are."""
    with speaking(language) as spoken:
        refuse_overwriting(answers, (output, write_mapping))
        understood = understand(
            answers,
            read=ReadOptions(sheet=sheet, encoding=encoding, delimiter=delimiter),
            mapping_file=mapping,
            options=MappingOptions(
                score=score or (),
                direction=direction or (),
                definition=definition or (),
                role=role or (),
                dates=dates or (),
                timezone=timezone,
            ),
        )
        if strict:
            refuse_open_questions(understood.accepted.settled)
        options = ReportOptions(
            title=title,
            confidence=confidence,
            floor=floor,
            comments=comments,
            attributes=attributes,
            themes=themes,
        )
        rejects = write_rejects(understood.answer_file, understood.accepted, said=said)
        model = build_report(
            understood.answer_file,
            understood.accepted,
            options,
            now=datetime.now(UTC),
            version=version("kuulo"),
            rejects=rejects.name if rejects else "",
        )
        text = json.dumps(report_data(model), ensure_ascii=False, indent=2, allow_nan=False) + "\n" if as_json else ""
        _write(text or render_report(model, spoken), output or (STANDARD_OUTPUT if as_json else DEFAULT_OUTPUT))
        if write_mapping:
            write_whole(write_mapping, understood.mapping_text)
        tell_lines(outcome_of(understood.answer_file, understood.accepted, rejects))
        tell_lines(missing_columns(understood.mapping, understood.answer_file))


def _write(text: str, output: Path) -> None:
    if output == STANDARD_OUTPUT:
        typer.echo(text, nl=False)
        return
    write_whole(output, text)
