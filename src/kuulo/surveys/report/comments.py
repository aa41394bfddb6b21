"""Choosing the comments a report shows: the newest of each kind of answer, and of these the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kuulo.language.identifying import detect
from kuulo.language.personal import mask
from kuulo.measures.definitions import Definition
from kuulo.surveys.report.model import Comment, CommentColumn, CommentGroup
from kuulo.surveys.rules.labels import is_no_answer

LONGEST = 600  # characters of one comment on the page
RECENT = 5  # the longest are looked for among this many times as many of the newest
PHRASE, COMMONEST = 40, 500
TEXT, SCORE, DAY = "text", "score", "day"


@dataclass(frozen=True, slots=True)
class Cut:
    """One kind of answer and the scores that belong to it, both ends included."""

    kind: str
    low: float | None
    high: float | None


def cuts_of(definition: Definition, minimum: float, maximum: float, direction: int | None) -> tuple[Cut, ...]:
    """Return how a measure parts its answers, the favourable first.

    Net measures and shares part by their own cuts; means by the upper and lower two fifths of the scale.
    """
    if definition.favourable is not None:
        return _own_cuts(definition, minimum, maximum)
    fifth = (maximum - minimum) / 5
    top = Cut("high", maximum - 2 * fifth, maximum)
    bottom = Cut("low", minimum, minimum + 2 * fifth)
    if direction == -1:
        return (Cut("high", bottom.low, bottom.high), Cut("low", top.low, top.high))
    return (top, bottom)


def _own_cuts(definition: Definition, minimum: float, maximum: float) -> tuple[Cut, ...]:
    low, high = definition.favourable or (minimum, maximum)
    good = "high" if definition.direction >= 0 or definition.statistic == "net" else "low"
    if definition.unfavourable is not None:
        return (Cut("high", low, high), Cut("low", *definition.unfavourable))
    others = Cut("other", minimum, low - 1) if low > minimum else Cut("other", high + 1, maximum)
    return (Cut(good, low, high), others)


def comment_columns(
    frame: pl.DataFrame,
    columns: Sequence[tuple[str, str]],
    *,
    score: str | None,
    time: pl.Series | None,
    cuts: Sequence[Cut],
    most: int,
) -> tuple[CommentColumn, ...]:
    """Return the comments of some columns beside one score.

    Args:
        frame: Accepted rows.
        columns: Name and header of each comment column.
        score: The score column the comments stand beside; None where there is none.
        time: Local days of the rows, or None.
        cuts: The kinds of answers, as `cuts_of` gives them.
        most: How many of each kind to show.
    """
    found = []
    for column, header in columns:
        rows = _rows(frame, column, score, time)
        groups = tuple(_group(rows, cut, most) for cut in cuts) if score else ()
        without = _unscored(rows, most, scored=score is not None)
        kept = tuple(group for group in (*groups, without) if group.total)
        if kept:
            found.append(CommentColumn(column=column, header=header, total=rows.height, groups=kept))
    return tuple(found)


def _rows(frame: pl.DataFrame, column: str, score: str | None, time: pl.Series | None) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            TEXT: frame[column].str.strip_chars(),
            SCORE: frame[score] if score else pl.repeat(None, frame.height, dtype=pl.Float64, eager=True),
            DAY: time if time is not None else pl.repeat(None, frame.height, dtype=pl.Date, eager=True),
        }
    )
    rows = rows.filter(pl.col(TEXT).is_not_null() & (pl.col(TEXT) != ""))
    return rows.filter(~pl.col(TEXT).is_in(_empty_phrases(rows[TEXT])))


def _empty_phrases(texts: pl.Series) -> list[str]:
    """Return the ways of saying "did not answer" among the commonest short texts, which tools write into such cells."""
    short = texts.filter(texts.str.len_chars() <= PHRASE)
    common = short.value_counts(sort=True).head(COMMONEST)[texts.name]
    return [text for text in common.to_list() if is_no_answer(text)]


def _group(rows: pl.DataFrame, cut: Cut, most: int) -> CommentGroup:
    mine = rows.filter(pl.col(SCORE).is_between(cut.low, cut.high))
    return CommentGroup(kind=cut.kind, low=cut.low, high=cut.high, total=mine.height, shown=_chosen(mine, most))


def _unscored(rows: pl.DataFrame, most: int, *, scored: bool) -> CommentGroup:
    mine = rows.filter(pl.col(SCORE).is_null())
    # Beside a score they are the smaller matter, where there is none they are all there is.
    shown = _chosen(mine, most if scored else 2 * most)
    return CommentGroup(kind="unscored", low=None, high=None, total=mine.height, shown=shown)


def _chosen(rows: pl.DataFrame, most: int) -> tuple[Comment, ...]:
    newest = rows.unique(subset=[TEXT], keep="first", maintain_order=True).sort(
        DAY, descending=True, nulls_last=True, maintain_order=True
    )
    if rows[DAY].null_count() < rows.height:
        newest = newest.head(most * RECENT)
    longest = newest.with_row_index("order").sort(pl.col(TEXT).str.len_chars(), descending=True, maintain_order=True)
    return tuple(_comment(*row) for row in longest.head(most).sort("order").select(TEXT, SCORE, DAY).iter_rows())


def _comment(text: str, score: float | None, day: date | None) -> Comment:
    shown = _masked(text)
    if len(shown) <= LONGEST:
        return Comment(text=shown, score=score, day=day)
    cut = shown[:LONGEST].rsplit(maxsplit=1)[0]
    return Comment(text=cut, score=score, day=day, shortened=True)


def _masked(text: str) -> str:
    """Return words without the personal data that are found in them: a report is passed on to anybody."""
    (found,) = detect([text])
    return mask(text, language=found.language).text
