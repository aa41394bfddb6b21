"""`kuulo customers`: a list of customers into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.invitations.rules.people import remarks_csv
from kuulo.invitations.rules.people_words import FIELD_NAMES
from kuulo.invitations.services.people import PeopleReport, import_people
from kuulo.surveys.report.writing import write_whole

app = typer.Typer(add_completion=False)
SHOWN = 10


@app.command()
def customers(
    file: Annotated[Path, typer.Argument(help="The list: CSV, TSV, XLSX, SAV, Parquet or JSON lines, with a header.")],
    language: Annotated[Language | None, typer.Option(help="Language of the messages.")] = None,
) -> None:
    """Take a list of customers in: names, addresses, languages, consents and attributes; safe to repeat."""
    with speaking(language):
        report = import_people(file)
        for line in _lines(report):
            typer.echo(line)
        if report.remarks:
            target = file.with_name(f"{file.name}.rejected.csv")
            write_whole(target, "\ufeff" + remarks_csv(report.remarks, said))
            tell_lines(
                say(_("Line {line}: {reason}"), line=each.line, reason=said(each.reason))
                for each in report.remarks[:SHOWN]
            )
            tell_lines([say(_("{count} remarks in {file}."), count=len(report.remarks), file=str(target))])


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
