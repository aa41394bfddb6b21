"""The comments of a file, as the commands of `kuulo words` take them: masked, with language, meaning and feeling."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kuulo.base.cells import neutralise_cell
from kuulo.base.errors import FileError, InputError
from kuulo.base.texts import mark as _
from kuulo.language.calling import calls
from kuulo.language.feeling import FeelingModel, Felt, cold, labels_from_scores, learn
from kuulo.language.identifying import detect
from kuulo.language.meaning import open_embedder
from kuulo.language.personal import mask_many
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.report.typed_columns import score_numbers
from kuulo.surveys.report.writing import write_bytes_whole
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.names import find_column
from kuulo.surveys.rules.recognition import recognise

KINDS: Final = (".csv", ".parquet")
FEWEST_SCORES: Final = 50
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Comments:
    """The rows of a file that hold words.

    Attributes:
        file: The file as it was read.
        column: The column of the words.
        rows: Number of each row, from 1.
        texts: The words, masked.
        personal: Kinds of personal data that were masked in each.
        languages: Language of each; None where nothing tells.
        vectors: What they mean (n, d); None where that was not asked for, or no embedder is installed.
    """

    file: AnswerFile
    column: str
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    personal: tuple[tuple[str, ...], ...]
    languages: tuple[str | None, ...]
    vectors: Vectors | None

    def values(self, name: str) -> list[str | None]:
        """Return another column of the same rows as texts.

        Raises:
            ColumnError: There is none of the name.
        """
        texts = self.file.frame[find_column(self.file, name)].cast(pl.String).to_list()
        return [texts[row - 1] for row in self.rows]


def read_comments(path: Path, column: str, *, sheet: str = "", with_meaning: bool = True) -> Comments:
    """Return the comments of a file's column, personal data masked; empty cells are left out.

    Raises:
        FileError: The file cannot be read.
        ColumnError: It has no such column.
        InputError: The column holds no words.
    """
    file = read_answers(path, options=ReadOptions(sheet=sheet))
    name = find_column(file, column)
    told = [(row, text.strip()) for row, text in enumerate(file.frame[name].cast(pl.String).to_list(), 1) if text]
    told = [(row, text) for row, text in told if text]
    if not told:
        raise InputError(_("Column {column} holds no words."), _("Name the column of the comments."), column=name)
    languages = [found.language for found in detect([text for _row, text in told])]
    masked = mask_many([text for _row, text in told], languages)
    texts = tuple(each.text for each in masked)
    embedder = open_embedder() if with_meaning else None
    return Comments(
        file=file,
        column=name,
        rows=tuple(row for row, _text in told),
        texts=texts,
        personal=tuple(tuple(kind.value for kind in each.kinds) for each in masked),
        languages=tuple(languages),
        vectors=None if embedder is None else embedder.embed(texts),
    )


def feelings_of(
    comments: Comments, score: str, scale: tuple[float, float] | None
) -> tuple[list[Felt], FeelingModel | None]:
    """Return the feeling of each comment, learned from the scores beside them where there are enough; else cold.

    Args:
        comments: The comments.
        score: Column of the scores; empty where there is none.
        scale: Lowest and highest score; the ends of what was answered where it is not told.
    """
    if not score:
        return cold(comments.texts, comments.languages, comments.vectors), None
    guesses = {guess.column: guess for guess in recognise(comments.file).columns}
    numbers = score_numbers(comments.file, guesses[find_column(comments.file, score)]).to_list()
    values = [numbers[row - 1] for row in comments.rows]
    known = [value for value in values if value is not None]
    if len(known) < FEWEST_SCORES:
        raise InputError(
            _("Only {count} comments have a score; feelings are learned from {fewest} or more."),
            _("Leave --score out: feelings are then read from words alone."),
            count=len(known),
            fewest=FEWEST_SCORES,
        )
    low, high = scale or (min(known), max(known))
    model = learn(comments.texts, labels_from_scores(values, low, high), comments.vectors, comments.languages)
    return model.read(comments.texts, comments.vectors, comments.languages), model


def calls_of(comments: Comments, felt: Sequence[Felt]) -> list[tuple[str, ...]]:
    """Return what each comment more probably than not calls for."""
    found = []
    for text, language, feeling in zip(comments.texts, comments.languages, felt, strict=True):
        likely = (call for call in calls(text, language, feeling) if call.probability >= 0.5)
        found.append(tuple(dict.fromkeys(call.kind.value for call in likely)))
    return found


def write_table(columns: Mapping[str, Sequence[Any]], path: Path) -> None:
    """Write a table as CSV or Parquet; in CSV no cell is a formula.

    Raises:
        FileError: The name ends otherwise.
    """
    refuse_kind(path)
    frame = pl.DataFrame(dict(columns), strict=False)
    buffer = io.BytesIO()
    if path.suffix.lower() == ".parquet":
        frame.write_parquet(buffer)
    else:
        texts = [name for name, kind in frame.schema.items() if kind == pl.String]
        safe = [pl.col(name).map_elements(neutralise_cell, return_dtype=pl.String) for name in texts]
        frame.with_columns(safe).write_csv(buffer)
    write_bytes_whole(path, buffer.getvalue())


def refuse_kind(path: Path) -> None:
    """Refuse a name of a file that says neither CSV nor Parquet.

    Raises:
        FileError: It says neither.
    """
    if path.suffix.lower() not in KINDS:
        raise FileError(
            _("{file}: comments are written as CSV or Parquet."), _("End the name with .csv or .parquet."), file=path
        )
