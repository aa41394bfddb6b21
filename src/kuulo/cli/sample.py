"""`kuulo sample`: the invented company."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from django.utils import timezone

from kuulo.sample.services import (
    DEFAULT_CUSTOMERS,
    DEFAULT_SEED,
    SAMPLE_PASSWORD,
    SAMPLE_PEOPLE,
    LoadReport,
    load_sample,
    write_sample,
)

app = typer.Typer(add_completion=False)
Language = Literal["fi", "sv", "en"]


@app.command()
def sample(
    load: Annotated[bool, typer.Option("--load", help="Load it into this installation, which must be empty.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write the answers as CSV files and truth.json there.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed makes another company.")] = DEFAULT_SEED,
    customers: Annotated[int, typer.Option(help="How many customers.")] = DEFAULT_CUSTOMERS,
    language: Annotated[
        Language | None, typer.Option(help="Language of the names of touchpoints and segments; else KUULO_LANGUAGE.")
    ] = None,
) -> None:
    """Make the invented company: customers, two years of answers up to today, and what is true about all of them."""
    now, words = timezone.now(), language or ""
    if output is not None:
        for path in write_sample(folder=output, now=now, seed=seed, customers=customers, language=words):
            typer.echo(f"Wrote {path}")
    if load:
        typer.echo(describe_load(load_sample(now=now, seed=seed, customers=customers, language=words)))
    if output is None and not load:
        typer.echo("Nothing to do: say --load to load the sample, --output FOLDER to write it as files, or both.")


def describe_load(report: LoadReport) -> str:
    """Return what was loaded and how to sign in, in a few lines."""
    if report.new:
        first = f"Loaded {report.customers} invented customers and {report.signals} signals."
    else:
        first = "The sample company was loaded before; nothing was changed."
    people = ", ".join(f"{email} ({role.value.replace('_', ' ')})" for email, role in SAMPLE_PEOPLE)
    return f"{first}\nTrue values: {report.truth}\nSign in as {people}.\nPassword of all: {SAMPLE_PASSWORD}"
