"""`kuulo words`: the comments of a file read, grouped, coded, searched and masked, all on this machine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import polars as pl
import typer

from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.cli.comments import Comments, calls_of, feelings_of, read_comments, refuse_kind, write_table
from kuulo.cli.speaking import Language, said, speaking, tell_lines
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.language.coding import CodeModel, accuracy, learn_codes
from kuulo.language.feeling import Felt, Quality
from kuulo.language.meaning import open_embedder, pack, usual_comments, usual_query
from kuulo.language.searching import SearchIndex
from kuulo.language.summarising import Summary, summarise
from kuulo.language.theming import Themes, discover
from kuulo.surveys.report.outcome import unread_rows
from kuulo.surveys.report.writing import refuse_overwriting

app = typer.Typer(
    help="Read, group, code, search and mask the comments of a file.", no_args_is_help=True, add_completion=False
)
File = Annotated[Path, typer.Argument(help="The file of comments: CSV, XLSX, Parquet and others.")]
TextColumn = Annotated[str, typer.Option("--text", help="Column of the comments.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write one object with everything.")]
Sheet = Annotated[str, typer.Option(help="The sheet of a workbook.")]
Spoken = Annotated[Language | None, typer.Option("--language", help="Language of the text and the messages.")]
WordsOnly = Annotated[bool, typer.Option("--words-only", help="Compare words alone, not what they mean; much faster.")]
Output = Annotated[Path | None, typer.Option(help="Write the rows there too: .csv or .parquet.")]
LONGEST = 110


@app.command()
def read(  # noqa: PLR0913, PLR0917 -- the options of a command
    comments: File,
    text: TextColumn,
    score: Annotated[str, typer.Option(help="Column of scores to learn feelings from.")] = "",
    scale: Annotated[str, typer.Option(help="Scale of the scores, such as 0-10.")] = "",
    output: Output = None,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
    sheet: Sheet = "",
    language: Spoken = None,
) -> None:
    """Tell the language, the feeling and the calls of each comment, personal data masked; and sum them up."""
    with speaking(language):
        _prepare(comments, output)
        found = read_comments(comments, text, sheet=sheet, with_meaning=not words_only)
        felt, model = feelings_of(found, score, _scale(scale))
        called = calls_of(found, felt)
        summary = summarise(found.texts, [each.label for each in felt], [None] * len(felt), found.vectors)
        rows = _read_rows(found, felt, called)
        if output is not None:
            write_table({name: [_cell(row[name]) for row in rows] for name in rows[0]}, output)
        tell_lines(unread_rows(found.file))
        if as_json:
            quality = _quality(model.quality) if model is not None else None
            _show({"comments": rows, "quality": quality, "summary": _summary(summary, found)})
            return
        counts = Counter(each or "–" for each in found.languages)
        typer.echo(said(say(_("Languages: {counts}"), counts=_listed(counts))))
        typer.echo(said(say(_("Calls: {counts}"), counts=_listed(Counter(kind for each in called for kind in each)))))
        if model is not None:
            typer.echo(said(_quality_words(model.quality)))
        typer.echo("\n".join(_summary_lines(summary)))


@app.command()
def themes(  # noqa: PLR0913, PLR0917 -- the options of a command
    comments: File,
    text: TextColumn,
    count: Annotated[int | None, typer.Option(min=2, max=100, help="How many themes; found out by itself.")] = None,
    output: Output = None,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
    sheet: Sheet = "",
    language: Spoken = None,
) -> None:
    """Group the comments into themes, each with its words, its size and quotes."""
    with speaking(language) as spoken:
        _prepare(comments, output)
        found = read_comments(comments, text, sheet=sheet, with_meaning=not words_only)
        grouped = discover(found.texts, found.languages, found.vectors, count=count)
        if output is not None:
            keys = [grouped.groups[place].key if place >= 0 else None for place in grouped.labels.tolist()]
            sure = grouped.probabilities.tolist()
            write_table({"row": found.rows, "text": found.texts, "theme": keys, "probability": sure}, output)
        tell_lines(unread_rows(found.file))
        if as_json:
            _show(_themes(grouped, found))
        else:
            typer.echo("\n".join(_theme_lines(grouped, found, spoken)))


@app.command()
def codes(  # noqa: PLR0913, PLR0917 -- the options of a command
    comments: File,
    text: TextColumn,
    codes_column: Annotated[str, typer.Option("--codes", help="Column of codes people gave; empty where nobody did.")],
    separator: Annotated[str, typer.Option(help="What stands between several codes.")] = ";",
    none: Annotated[str, typer.Option(help="What people write where none of the codes fits.")] = "none",
    output: Output = None,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
    sheet: Sheet = "",
    language: Spoken = None,
) -> None:
    """Learn from the comments people coded and propose codes for the rest, with how right that is."""
    with speaking(language):
        _prepare(comments, output)
        found = read_comments(comments, text, sheet=sheet, with_meaning=not words_only)
        coded = _codings(found.values(codes_column), separator, none)
        own = [place for place, coding in enumerate(coded) if coding is not None]
        rest = [place for place, coding in enumerate(coded) if coding is None]
        model = learn_codes(
            [found.texts[place] for place in own],
            [coded[place] or frozenset() for place in own],
            None if found.vectors is None else found.vectors[own],
            [found.languages[place] for place in own],
        )
        rows = _proposals(model, found, rest)
        if output is not None:
            write_table({name: [_cell(row[name]) for row in rows] for name in ("row", "text", "codes")}, output)
        tell_lines(unread_rows(found.file))
        measured = _measured(model)
        if as_json:
            _show({"learned_from": len(own), "codes": measured, "proposals": rows})
        else:
            typer.echo("\n".join(_code_lines(measured, rows, len(own))))


@app.command()
def search(  # noqa: PLR0913, PLR0917 -- the options of a command
    comments: File,
    query: Annotated[str, typer.Argument(help="What to search for, in any language.")],
    text: TextColumn,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many comments at most.")] = 20,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
    sheet: Sheet = "",
    language: Spoken = None,
) -> None:
    """Find comments by their words in any form and by what they mean."""
    with speaking(language):
        found = read_comments(comments, text, sheet=sheet, with_meaning=not words_only)
        embedder = None if found.vectors is None else open_embedder()
        index = SearchIndex.build(
            [str(place) for place in range(len(found.rows))],
            found.texts,
            found.languages,
            None if found.vectors is None else pack(found.vectors),
            usual_query=None if embedder is None else usual_query(embedder),
            usual=None if embedder is None else usual_comments(embedder),
        )
        hits = index.search(query, None if embedder is None else embedder.embed_query(query), most)
        rows = [
            {
                "row": found.rows[int(hit.id)],
                "text": found.texts[int(hit.id)],
                "language": found.languages[int(hit.id)],
                "by_words": hit.by_words,
                "by_meaning": hit.by_meaning,
            }
            for hit in hits
        ]
        tell_lines(unread_rows(found.file))
        if as_json:
            _show({"query": query, "comments": rows})
        elif rows:
            typer.echo("\n".join(f"{row['row']:>7}  {_short(str(row['text']))}" for row in rows))
        else:
            typer.echo(said(say(_("Nothing was found."))))


@app.command()
def mask(
    comments: File,
    text: TextColumn,
    output: Output = None,
    as_json: AsJson = False,
    sheet: Sheet = "",
    language: Spoken = None,
) -> None:
    """Mask personal data in the comments; write the whole table with them masked, or show what was found."""
    with speaking(language):
        _prepare(comments, output)
        found = read_comments(comments, text, sheet=sheet, with_meaning=False)
        kinds = Counter(kind for each in found.personal for kind in each)
        if output is not None:
            _write_masked(found, output)
        tell_lines(unread_rows(found.file))
        if as_json:
            rows = [
                {"row": row, "text": words, "personal": personal}
                for row, words, personal in zip(found.rows, found.texts, found.personal, strict=True)
                if personal
            ]
            _show({"comments": len(found.rows), "kinds": dict(kinds), "masked": rows})
            return
        touched = sum(bool(each) for each in found.personal)
        typer.echo(
            said(
                say(_("Personal data masked in {touched} of {total} comments."), touched=touched, total=len(found.rows))
            )
        )
        typer.echo(said(say(_("Kinds: {counts}"), counts=_listed(kinds))))
        typer.echo(said(say(_("Masking is best effort: look before you publish."))))


def _prepare(comments: Path, output: Path | None) -> None:
    if output is not None:
        refuse_kind(output)
        refuse_overwriting(comments, [output])


def _scale(told: str) -> tuple[float, float] | None:
    if not told:
        return None
    low, _dash, high = told.partition("-")
    try:
        return float(low), float(high)
    except ValueError as error:
        raise InputError(_("“{scale}” is no scale."), _("Write it as 0-10."), scale=told) from error


def _read_rows(found: Comments, felt: Sequence[Felt], called: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "text": found.texts[place],
            "language": found.languages[place],
            "feeling": feeling.label,
            "negative": round(feeling.negative, 4),
            "neutral": round(feeling.neutral, 4),
            "positive": round(feeling.positive, 4),
            "calls": list(called[place]),
            "personal": list(found.personal[place]),
        }
        for place, (row, feeling) in enumerate(zip(found.rows, felt, strict=True))
    ]


def _codings(values: Sequence[str | None], separator: str, none: str) -> list[frozenset[str] | None]:
    """Return the codes people gave each comment; None where nobody coded it, empty where none of the codes fits."""
    found: list[frozenset[str] | None] = []
    for value in values:
        parts = [part.strip() for part in (value or "").split(separator or "\0") if part.strip()]
        given = frozenset(part for part in parts if part.casefold() != none.casefold())
        found.append(given if parts else None)
    return found


def _proposals(model: CodeModel, found: Comments, rest: Sequence[int]) -> list[dict[str, Any]]:
    if not rest:
        return []
    texts = [found.texts[place] for place in rest]
    vectors = None if found.vectors is None else found.vectors[list(rest)]
    told = model.read(texts, vectors, [found.languages[place] for place in rest])
    chosen = model.proposed(told)
    return [
        {
            "row": found.rows[place],
            "text": found.texts[place],
            "codes": [model.codes[code] for code in np.flatnonzero(chosen[at])],
            "probabilities": {
                model.codes[code]: round(float(told.probabilities[at, code]), 4)
                for code in np.argsort(-told.probabilities[at])[:3]
            },
            "none": round(float(told.none[at]), 4),
        }
        for at, place in enumerate(rest)
    ]


def _measured(model: CodeModel) -> list[dict[str, Any]]:
    """Return of each code how often people gave it and how right machines were that had not seen the comment."""
    given = np.array([[code in coding for code in model.codes] for coding in model.codings], dtype=bool)
    said_by_machine = model.crossed >= model.thresholds
    rows = []
    for place, code in enumerate(model.codes):
        right = accuracy(given[:, place], said_by_machine[:, place])
        rows.append(
            {
                "code": code,
                "given": int(given[:, place].sum()),
                "precision": right.precision.to_dict(),
                "recall": right.recall.to_dict(),
                "f1": right.f1.to_dict(),
            }
        )
    return rows


def _write_masked(found: Comments, output: Path) -> None:
    frame = found.file.frame
    masked = frame[found.column].cast(pl.String).to_list()
    for row, words in zip(found.rows, found.texts, strict=True):
        masked[row - 1] = words
    table = frame.with_columns(pl.Series(found.column, masked, dtype=pl.String))
    write_table({name: table[name].to_list() for name in table.columns}, output)


def _themes(grouped: Themes, found: Comments) -> dict[str, Any]:
    return {
        "comments": len(found.rows),
        "agreement": grouped.agreement,
        "themes": [
            {
                "key": each.key,
                "label": dict(each.label),
                "keywords": {language: list(words) for language, words in each.keywords.items()},
                "size": each.size,
                "typical": [{"row": found.rows[place], "text": found.texts[place]} for place in each.typical],
                "outlying": [{"row": found.rows[place], "text": found.texts[place]} for place in each.outlying],
            }
            for each in grouped.groups
        ],
    }


def _theme_lines(grouped: Themes, found: Comments, language: str) -> list[str]:
    lines = []
    for each in grouped.groups:
        name = each.label.get(language) or next(iter(each.label.values()), each.key)
        share = Quantity(each.size / len(found.rows), Unit.SHARE)
        lines.append(said(say(_("{name}: {size} comments ({share})"), name=name, size=each.size, share=share)))
        lines += [f"    “{_short(found.texts[place])}”" for place in each.typical[:2]]
    return lines


def _code_lines(measured: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], learned: int) -> list[str]:
    lines = [said(say(_("Learned from {count} comments that people coded."), count=learned))]
    for each in measured:
        parts = {name: _two(each["f1"][name]) for name in ("value", "low", "high")}
        told = say(
            _("{code}: given {given} times; F1 {value} ({low} … {high})"),
            code=each["code"],
            given=each["given"],
            **parts,
        )
        lines.append(said(told))
    lines.append(said(say(_("Proposed for {count} comments:"), count=len(rows))))
    counts = Counter(code for row in rows for code in (row["codes"] or ["–"]))
    return [*lines, *(f"    {code}: {count}" for code, count in counts.most_common())]


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _quality(quality: Quality) -> dict[str, float]:
    return {
        "macro_f1": quality.macro_f1,
        "low": quality.low,
        "high": quality.high,
        "coverage": quality.coverage,
        "accuracy_when_told": quality.accuracy_when_told,
        "n": quality.n,
    }


def _quality_words(quality: Quality) -> Text:
    return say(
        _("Feelings learned from {n} scores: macro-F1 {value} ({low} … {high}), told of {coverage} of the comments."),
        n=quality.n,
        value=_two(quality.macro_f1),
        low=_two(quality.low),
        high=_two(quality.high),
        coverage=Quantity(quality.coverage, Unit.SHARE),
    )


def _summary(summary: Summary, found: Comments) -> list[dict[str, Any]]:
    return [
        {
            "text": str(each.text),
            "quotes": [{"row": found.rows[quote.row], "text": quote.text} for quote in each.quotes],
        }
        for each in summary.sentences
    ]


def _summary_lines(summary: Summary) -> list[str]:
    lines = []
    for each in summary.sentences:
        lines.append(said(each.text))
        lines += [f"    “{quote.text}”" for quote in each.quotes]
    return lines


def _cell(value: object) -> object:
    return "; ".join(str(each) for each in value) if isinstance(value, list) else value


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "–"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _show(told: dict[str, Any]) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))
