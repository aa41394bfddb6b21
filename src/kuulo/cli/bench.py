"""`kuulo bench`: measurements beside a reference in the same run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kuulo.bench.correction import Experiment, bench_correction
from kuulo.bench.correction.scoring import as_text
from kuulo.bench.events import bench_events
from kuulo.bench.figures import bench_figures
from kuulo.bench.home import bench_home
from kuulo.bench.identity import bench_identity
from kuulo.bench.intake import bench_intake
from kuulo.bench.profile import bench_profile
from kuulo.bench.raking import bench_raking
from kuulo.bench.words import bench_words

app = typer.Typer(add_completion=False, no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def figures(rows: Annotated[int, typer.Option(help="How many answers.")] = 1_000_000, as_json: Json = False) -> None:
    """Six figures over many answers, beside hand-written SQL and pandas."""
    _show(bench_figures(rows), as_json=as_json)


@app.command()
def home(rows: Annotated[int, typer.Option(help="How many answers.")] = 1_000_000, as_json: Json = False) -> None:
    """Server time of Home and Explore over many answers."""
    _show(bench_home(rows), as_json=as_json)


@app.command()
def profile(
    signals: Annotated[int, typer.Option(help="How many signals.")] = 1_000_000,
    customers: Annotated[int, typer.Option(help="How many customers.")] = 100_000,
    as_json: Json = False,
) -> None:
    """Server time of one customer's page, timeline and service profile, beside a plain statement over the lake."""
    _show(bench_profile(signals, customers=customers), as_json=as_json)


@app.command()
def identity(
    records: Annotated[int, typer.Option(help="How many records of persons.")] = 1_000_000, as_json: Json = False
) -> None:
    """Doubles among many persons, beside Splink called by hand with the same model."""
    _show(bench_identity(records), as_json=as_json)


@app.command()
def intake(
    seconds: Annotated[int, typer.Option(help="How long Kuulo's server is driven.")] = 60,
    kills: Annotated[int, typer.Option(help="How often the server is killed under load.")] = 20,
    as_json: Json = False,
) -> None:
    """Answers taken in a second, beside servers that do less and more; and whether a killed server loses any."""
    _show(bench_intake(seconds=seconds, kills=kills), as_json=as_json)


@app.command()
def events(
    seconds: Annotated[int, typer.Option(help="How long servers are driven.")] = 32,
    kills: Annotated[int, typer.Option(help="How often the server is killed under load.")] = 20,
    as_json: Json = False,
) -> None:
    """Traces taken in a second, beside the same JSON merely parsed and written; whether a killed server loses any."""
    _show(bench_events(seconds=seconds, kills=kills), as_json=as_json)


@app.command()
def correction(
    replications: Annotated[int, typer.Option(help="Rounds of asking in each of the four worlds.")] = 200,
    customers: Annotated[int, typer.Option(help="Size of the invented population.")] = 200_000,
    seed: Annotated[int, typer.Option(help="Of everything drawn by lot.")] = 1,
    balance_rounds: Annotated[int, typer.Option(help="Rounds a world that Meta's balance sees, if installed.")] = 2,
    as_json: Json = False,
) -> None:
    """Corrections for who did not answer, in four worlds whose truth is known, beside Meta's balance."""
    found = bench_correction(
        Experiment(replications=replications, seed=seed, customers=customers, balance_rounds=balance_rounds)
    )
    if not as_json:
        typer.echo(as_text(found["table"]))
        typer.echo(f"balance: {found['balance']}")
    _show(found, as_json=as_json)


@app.command()
def raking(
    rows: Annotated[int, typer.Option(help="How many rows.")] = 1_000_000,
    peer_rows: Annotated[int, typer.Option(help="How many rows at most for those who hold every row in memory.")] = (
        1_000_000
    ),
    as_json: Json = False,
) -> None:
    """Rows raked to six margins, beside R's survey package, samplics, svy, ipfn and balance, where installed."""
    _show(bench_raking(rows, peer_rows=peer_rows), as_json=as_json)


@app.command()
def words(
    rows: Annotated[int, typer.Option(help="How many comments.")] = 100_000,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the labelled sets; ../shared/data where it is there.", exists=True)
    ] = None,
    as_json: Json = False,
) -> None:
    """Comments read in a second of one core, step by step, beside the embeddings' own engine; and how well."""
    _show(bench_words(rows, data=data), as_json=as_json)


def _show(result: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{result['bench']} on {result['machine']}")
    for row in result["results"]:
        spread = f"{row['min']:.3f}–{row['max']:.3f}, {row['runs']} runs"
        typer.echo(f"{row['case']:<60} {row['median']:>12.3f} {row['unit']}  ({spread})")
    for name, ratio in result["ratios"].items():
        typer.echo(f"{name:<60} {ratio:>12.3f}")
