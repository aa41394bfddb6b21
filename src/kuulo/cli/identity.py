"""`kuulo identity`: which records of persons or companies are one, in any tables and without configuration."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.cli.speaking import Language, speaking, tell_lines
from kuulo.identity import Linked, Model, default_model, link, model_from_json
from kuulo.matching.rules.settings import Engine as MatchEngine
from kuulo.matching.services import find_matches
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.writing import refuse_overwriting, write_whole

app = typer.Typer(add_completion=False, no_args_is_help=True)
SHOWN_RULES = 30


class EngineChoice(StrEnum):
    """Where the pairs are scored."""

    DUCKDB = "duckdb"
    SPARK = "spark"


Id = Annotated[str, typer.Option("--id", help="Column that tells one row from another.")]
Out = Annotated[Path, typer.Option("--out", help="CSV file to write.")]
Pairs = Annotated[Path | None, typer.Option(help="CSV file of the pairs, with the weight of each column.")]
ModelIn = Annotated[Path | None, typer.Option("--model", help="A model to use, as --write-model wrote it.")]
ModelOut = Annotated[Path | None, typer.Option("--write-model", help="Write the model that was learnt, as JSON.")]
Threshold = Annotated[
    float | None, typer.Option(min=0.0, max=1.0, help="Probability from which a pair counts as the same.")
]
Engine = Annotated[EngineChoice, typer.Option(help="Where it is computed.")]
PersonalIds = Annotated[
    bool, typer.Option("--personal-ids", help="Compare personal identity codes, too; without it they are left alone.")
]
Encoding = Annotated[str, typer.Option(help="The encoding of a text file.")]
Delimiter = Annotated[str, typer.Option(help="What stands between the fields of a text file.")]
Spoken = Annotated[Language | None, typer.Option(help="Language of the messages.")]


@app.command()
def dedupe(  # noqa: PLR0913, PLR0917 -- the options of a command
    file: Annotated[Path, typer.Argument(help="The table: CSV, TSV, XLSX, SAV, Parquet or JSON lines.")],
    id_column: Id,
    out: Out,
    pairs: Pairs = None,
    model: ModelIn = None,
    write_model: ModelOut = None,
    threshold: Threshold = None,
    engine: Engine = EngineChoice.DUCKDB,
    personal_ids: PersonalIds = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    language: Spoken = None,
) -> None:
    """Find the records of one table that are the same person or company; writes id and cluster."""
    with speaking(language):
        refuse_overwriting(file, (out, pairs, write_model))
        tables = [_read(file, ReadOptions(encoding=encoding, delimiter=delimiter))]
        chosen = _model(model, tables, id_column, use_personal_ids=personal_ids)
        linked = link(tables, chosen, engine=engine.value, threshold=threshold, id_column=id_column)
        write_whole(out, _csv(linked.clusters.select(["id", "cluster"])))
        _write_more(linked, pairs, write_model)
        tell_lines(_told(linked))


@app.command("link")
def link_files(  # noqa: PLR0913, PLR0917 -- the options of a command
    files: Annotated[list[Path], typer.Argument(help="Two tables or more.")],
    id_column: Id,
    out: Out,
    pairs: Pairs = None,
    model: ModelIn = None,
    write_model: ModelOut = None,
    threshold: Threshold = None,
    within: Annotated[bool, typer.Option("--within", help="Look for doubles inside each file, too.")] = False,
    engine: Engine = EngineChoice.DUCKDB,
    personal_ids: PersonalIds = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    language: Spoken = None,
) -> None:
    """Find the records of several tables that are the same person or company; writes source, id and cluster."""
    with speaking(language):
        for file in files:
            refuse_overwriting(file, (out, pairs, write_model))
        options = ReadOptions(encoding=encoding, delimiter=delimiter)
        tables = [_read(file, options) for file in files]
        chosen = _model(model, tables, id_column, use_personal_ids=personal_ids)
        linked = link(
            tables,
            chosen,
            engine=engine.value,
            threshold=threshold,
            dedupe=within or len(files) == 1,
            id_column=id_column,
            sources=_names(files),
        )
        write_whole(out, _csv(linked.clusters))
        _write_more(linked, pairs, write_model)
        tell_lines(_told(linked))


def _read(file: Path, options: ReadOptions) -> pa.Table:
    table: pa.Table = read_answers(file, options=options).frame.to_arrow()
    return table


def _model(path: Path | None, tables: Sequence[pa.Table], id_column: str, *, use_personal_ids: bool) -> Model:
    if path is not None:
        return model_from_json(path.read_text(encoding="utf-8"))
    return default_model(tables, id_column=id_column, use_personal_ids=use_personal_ids)


def _names(files: Sequence[Path]) -> list[str]:
    """Return the files' names, or their whole paths where two files have one name."""
    names = [file.name for file in files]
    return names if len(set(names)) == len(names) else [str(file) for file in files]


def _write_more(linked: Linked, pairs: Path | None, model: Path | None) -> None:
    if pairs is not None:
        write_whole(pairs, _csv(linked.pairs))
    if model is not None:
        write_whole(model, linked.model.to_json() + "\n")


def _csv(table: pa.Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return text.getvalue()


def _told(linked: Linked) -> Iterable[Text]:
    """Say what was found, what is expected of it, and which rules made the pairs."""
    clusters = len(set(linked.clusters["cluster"].to_pylist()))
    yield say(
        _("{records} records, {clusters} of them different; {pairs} pairs with a probability of {threshold} or more."),
        records=linked.clusters.num_rows,
        clusters=clusters,
        pairs=linked.pairs.num_rows,
        threshold=f"{linked.model.threshold:g}",
    )
    compared = ", ".join(comparison.name.removeprefix("other_") for comparison in linked.model.comparisons)
    yield say(_("Compared: {columns}."), columns=compared)
    for point in linked.curve:
        yield say(
            _("At {threshold}: expected precision {precision}, expected recall {recall}."),
            threshold=f"{point.threshold:g}",
            precision=f"{point.precision:.3f}",
            recall=f"{point.recall:.3f}",
        )
    for use in linked.rules[:SHOWN_RULES]:
        rule = " + ".join(use.rule)
        yield say(_("Pairs that agree in {rule}: {pairs}."), rule=rule or "—", pairs=use.pairs)


@app.command()
def run(engine: Engine = EngineChoice.DUCKDB, language: Spoken = None) -> None:
    """Look for customers who are one in the customer database; what is found waits for a decision there."""
    with speaking(language):
        found = find_matches(engine=MatchEngine(engine.value), by="kuulo identity run")
        counts = found.counts
        tell_lines(
            [
                say(
                    _("{persons} persons and {organisations} organisations were compared on {engine}."),
                    persons=counts.get("compared_person", 0),
                    organisations=counts.get("compared_organisation", 0),
                    engine=engine.value,
                ),
                say(_("{count} pairs were linked beyond doubt."), count=counts.get("linked", 0)),
                say(_("{count} proposals wait for a decision."), count=counts["open"]),
            ]
        )
