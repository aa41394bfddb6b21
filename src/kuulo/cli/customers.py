"""`kuulo customers`: a list of customers into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.feeds.rules.fields import FIELD_NAMES
from kuulo.feeds.rules.mapping import FeedMapping, parse_said
from kuulo.feeds.rules.remarks import remarks_csv
from kuulo.feeds.services import PeopleReport, import_people
from kuulo.surveys.report.writing import write_whole

app = typer.Typer(add_completion=False)
SHOWN = 10


@app.command()
def customers(
    file: Annotated[
        Path, typer.Argument(help="The list: CSV, TSV, XLSX, vCard, SAV, Parquet or JSON lines, with a header.")
    ],
    told: Annotated[
        list[str] | None, typer.Option("--set", help='What a column holds: --set "COLUMN:part=email"; repeatable.')
    ] = None,
    language: Annotated[Language | None, typer.Option(help="Language of the messages.")] = None,
) -> None:
    """Take a list of customers in: names, addresses, languages, consents and attributes; safe to repeat."""
    with speaking(language):
        report = import_people(file, mapping=_mapping(told or []))
        for line in _lines(report):
            typer.echo(line)
        tell_lines(
            say(_("{question} Say it with {option}."), question=said(each.text), option=each.choices[0].option)
            for each in report.questions
        )
        if report.remarks:
            target = file.with_name(f"{file.name}.rejected.csv")
            write_whole(target, "\ufeff" + remarks_csv(report.remarks, said))
            tell_lines(
                say(_("Line {line}: {reason}"), line=each.line, reason=said(each.reason))
                for each in report.remarks[:SHOWN]
            )
            tell_lines([say(_("{count} remarks in {file}."), count=len(report.remarks), file=str(target))])


def _mapping(told: list[str]) -> FeedMapping:
    mapping = parse_said(told)
    unknown = [part for part in mapping.parts.values() if part not in FIELD_NAMES]
    if unknown:
        raise InputError(
            _("No column of a customer list holds “{part}”."),
            _("It can hold: {parts}."),
            part=unknown[0],
            parts=", ".join(FIELD_NAMES),
        )
    return mapping


def _lines(report: PeopleReport) -> list[str]:
    parties, contacts, consents = report.parties, report.contacts, report.consents
    columns = ", ".join(f"{said(say(FIELD_NAMES[each]))} ← {header}" for each, header in report.columns.items())
    texts = [
        say(_("{rows} rows, {taken} taken."), rows=report.rows, taken=report.taken),
        say(
            _("Customers: {new} new, {changed} changed, {unchanged} as they were."),
            new=parties.new,
            changed=parties.changed,
            unchanged=parties.unchanged,
        ),
        say(_("Addresses: {new} new. Consents: {consents} new."), new=contacts.new, consents=consents.new),
        say(_("Columns: {columns}."), columns=columns),
    ]
    if report.attributes:
        texts.append(say(_("Attributes: {names}."), names=", ".join(report.attributes)))
    return [said(text) for text in texts]
