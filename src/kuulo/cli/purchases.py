"""`kuulo purchases`: order lines into the lake."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.feeds.rules.keeping import PurchaseCounts
from kuulo.feeds.services import TakenPurchases, import_purchases

app = typer.Typer(add_completion=False)


@app.command()
def purchases(
    files: Annotated[
        list[Path], typer.Argument(help="Order lines: CSV (also .gz), TSV, XLSX, SAV, Parquet or JSON lines.")
    ],
    feed: Annotated[
        str, typer.Option(help="What the lines come from; the same line of the same feed is kept once.")
    ] = "Purchases",
    channel: Annotated[str, typer.Option(help="Where they were made, where no column tells: web or shop.")] = "",
    told: Annotated[
        list[str] | None, typer.Option("--set", help='What a column holds: --set "COLUMN:part=invoice"; repeatable.')
    ] = None,
    customers: Annotated[
        bool, typer.Option("--customers/--no-customers", help="Make customers of numbers nobody knows.")
    ] = True,
    language: Annotated[Language | None, typer.Option(help="Language of the messages.")] = None,
) -> None:
    """Take order lines in, each line one purchase; safe to repeat, and with files that overlap."""
    with speaking(language):
        whole = PurchaseCounts(rows=0)
        for file in files:
            taken = import_purchases(file, feed_name=feed, channel=channel, told=told or [], creates=customers)
            whole += taken.counts
            typer.echo(f"{file.name}: {_line(taken.counts)}")
            _tell_rejected(file, taken)
        if len(files) > 1:
            typer.echo(_line(whole))


def _line(counts: PurchaseCounts) -> str:
    return said(
        say(
            _(
                "{rows} lines: {new} new, {known} known, {rejected} rejected; {nobody} without a customer, "
                "{cancelled} cancelled; {customers} new customers."
            ),
            rows=counts.rows,
            new=counts.new,
            known=counts.known,
            rejected=counts.rejected,
            nobody=counts.without_customer,
            cancelled=counts.cancelled,
            customers=counts.new_customers,
        )
    )


def _tell_rejected(file: Path, taken: TakenPurchases) -> None:
    if taken.rejected is not None:
        target = file.with_name(f"{file.name}.rejected.csv")
        target.write_bytes(taken.rejected)
        tell_lines([say(_("Rejected lines, with reasons: {file}."), file=str(target))])
