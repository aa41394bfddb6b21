"""`kuulo lake`: look at the lake, and keep its files in order."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from django.utils.translation import gettext

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.cli.speaking import Language, speaking
from kuulo.figures.charts.localise import say_in
from kuulo.lake import queries, services

app = typer.Typer(help="Look at, seal, compact and vacuum the lake.", no_args_is_help=True, add_completion=False)

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Spoken = Annotated[Language | None, typer.Option("--language", help="Language of the answer.")]


@app.command()
def status(as_json: AsJson = False, language: Spoken = None) -> None:
    """Say which version the lake stands at, how much is in it and what waits to be sealed."""
    with speaking(language) as code:
        found = queries.status()
        _answer(
            code,
            asdict(found),
            [
                say(_("Lake: {url}"), url=found.url),
                say(_("Version {version}: {rows} signals"), version=found.version, rows=found.rows),
                say(_("In {files} files, {size} MB"), files=found.files, size=round(found.bytes / 1e6, 1)),
                say(_("Waiting to be sealed: {unsealed}"), unsealed=found.unsealed),
                say(_("Last sealing: {moment}"), moment=found.last_sealing)
                if found.last_sealing
                else say(_("Never sealed yet.")),
            ],
            as_json=as_json,
        )


@app.command()
def seal(as_json: AsJson = False, language: Spoken = None) -> None:
    """Move the signals that wait in the outbox into the lake."""
    with speaking(language) as code:
        done = services.seal()
        lines = [say(_("Sealed: {sealed} signals in {batches} batches"), sealed=done.sealed, batches=done.batches)]
        if done.repeated:
            lines.append(say(_("Left out, because the lake held them: {repeated}"), repeated=done.repeated))
        _answer(code, asdict(done), lines, as_json=as_json)


@app.command()
def compact(as_json: AsJson = False, language: Spoken = None) -> None:
    """Gather the small files of many sealings into larger ones."""
    with speaking(language) as code:
        done = services.compact()
        line = say(_("Compacted: {removed} files became {added}"), removed=done.removed, added=done.added)
        _answer(code, asdict(done), [line], as_json=as_json)


@app.command()
def vacuum(
    retention_hours: Annotated[
        int, typer.Option(min=1, help="Keep files that versions of the last so many hours use.")
    ] = services.RETENTION_HOURS,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Delete the files that only old versions use; keep them longer than any query lasts."""
    with speaking(language) as code:
        done = services.vacuum(retention_hours=retention_hours)
        _answer(code, asdict(done), [say(_("Deleted: {deleted} files"), deleted=done.deleted)], as_json=as_json)


def _answer(code: str, data: dict[str, object], lines: list[Text], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(data, default=str, ensure_ascii=False))
        return
    for line in lines:
        typer.echo(say_in(code, line, gettext))
