"""Comments to read: typical and outlying ones of a theme, those that call for a person, and a summary; masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kuulo.figures.queries.comments import keeps_promises
from kuulo.figures.queries.reading import Reading, kept_with_words
from kuulo.figures.queries.scope import Scope, literal
from kuulo.language import meaning
from kuulo.language.summarising import Summary, summarise
from kuulo.language.theming import can_be_quoted, choose_quotes
from kuulo.themes.queries.asking import ask, comments_sql
from kuulo.themes.queries.counting import cut_by
from kuulo.words.queries import read_comments, vectors

POOL: Final = 80
TYPICAL: Final = 6
OUTLYING: Final = 3
MOST_CALLS: Final = 8
# A summary is made of so many comments, drawn at random where there are more.
SUMMARISED: Final = 1_500
QUOTES: Final = 7
Names = tuple[tuple[str, str], ...]
NEEDS_A_PERSON: Final = ("danger", "leaving", "complaint")
COLUMNS: Final = (
    "signal_id",
    "text",
    "language",
    "feeling",
    "occurred_at",
    "touchpoint",
    "calls",
    "theme",
    "personal",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A comment to read, masked.

    Attributes:
        signal_id: Its signal.
        text: Its words.
        language: Their language; ``None`` where nothing tells.
        feeling: Its feeling; ``None`` where nobody knows.
        occurred_at: When it was written; ``None`` where confidence or anonymity was promised.
        touchpoint: Where; ``None`` likewise, or where it is not known.
        calls: What it calls for.
        theme: Key of its theme; ``None`` where it has none.
        was_masked: Whether anything in it was masked.
    """

    signal_id: str
    text: str
    language: str | None
    feeling: str | None
    occurred_at: datetime | None
    touchpoint: str | None
    calls: tuple[str, ...]
    theme: str | None
    was_masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Comments of a theme: typical ones, of every feeling, and those that belong to it least."""

    typical: tuple[Quote, ...]
    outlying: tuple[Quote, ...]


@kept_with_words
def quotes_of(reading: Reading, scope: Scope | None, theme: str) -> Quotes:
    """Return comments to read of a theme; none where too few persons wrote of it."""
    cut = cut_by(reading, scope, "theme")
    if theme in cut.hidden or theme not in cut.figures:
        return Quotes(typical=(), outlying=())
    own = f"theme = {literal(theme)}"
    near = read_quotes(reading, scope, own, "sure DESC, signal_id", POOL)
    far = read_quotes(reading, scope, own, "sure, signal_id", POOL)
    chosen = choose_quotes(
        [one.text for one in near],
        [1 - place / POOL for place in range(len(near))],
        _vectors(reading, near),
        sides=[one.feeling or "" for one in near],
        most=TYPICAL,
    )
    typical = tuple(near[place] for place in chosen)
    shown = {one.text.strip().lower() for one in typical}
    outlying = [one for one in far if can_be_quoted(one.text) and one.text.strip().lower() not in shown]
    return Quotes(typical=typical, outlying=tuple(outlying[:OUTLYING]))


@kept_with_words
def calling_comments(reading: Reading, scope: Scope | None) -> tuple[Quote, ...]:
    """Return the newest comments that call for a person: danger, a threat to leave, a complaint."""
    if cut_by(reading, scope, "call").whole is None:
        return ()
    names = ", ".join(literal(name) for name in NEEDS_A_PERSON)
    wanted = f"list_has_any(calls, [{names}])"
    # Of those promised confidence not even the order of time is told.
    return read_quotes(
        reading, scope, wanted, "open DESC, CASE WHEN open THEN occurred_at END DESC, signal_id", MOST_CALLS
    )


@kept_with_words
def summary_of(
    reading: Reading, scope: Scope | None, names: tuple[tuple[str, str], ...]
) -> tuple[Summary, tuple[Quote, ...]]:
    """Return a summary of the comments in scope and the comments it shows.

    Args:
        reading: The version of the data.
        scope: Time and filters; ``None`` for all comments.
        names: Key of each theme and what it is called.
    """
    if cut_by(reading, scope, "theme").whole is None:
        return Summary(0, ()), ()
    chosen = read_quotes(reading, scope, "true", "hash(signal_id), signal_id", SUMMARISED)
    known = dict(names)
    summary = summarise(
        [one.text for one in chosen],
        [one.feeling for one in chosen],
        [one.theme if one.theme in known else None for one in chosen],
        _vectors(reading, chosen),
        most=QUOTES,
        ids=[one.signal_id for one in chosen],
        names=known,
        languages=[one.language for one in chosen],
    )
    return summary, tuple(one for one in chosen if one.signal_id in summary.cites)


def read_quotes(reading: Reading, scope: Scope | None, wanted: str, order: str, most: int) -> tuple[Quote, ...]:
    """Return comments in scope that meet a condition, in order; each text once.

    Where filters or months of the reader's narrow them, words of those promised confidence are left out: these would
    say who wrote, where or when, which was promised away. What the words themselves are about was not.
    """
    promised = "true" if scope is None or keeps_promises(scope) else "open"
    sql = (
        f"SELECT signal_id FROM ({comments_sql(scope)}) "  # noqa: S608 -- names of our own and literals
        f"WHERE inside AND {promised} AND {wanted} ORDER BY {order} LIMIT {most}"
    )
    ids = [row["signal_id"] for row in ask(reading, scope, sql)]
    rows = {row["signal_id"]: row for row in read_comments(reading.snapshot, columns=COLUMNS, ids=ids).to_pylist()}
    return tuple(_quote(rows[name]) for name in ids if name in rows)


def _quote(row: Mapping[str, Any]) -> Quote:
    return Quote(
        signal_id=row["signal_id"],
        text=row["text"],
        language=row["language"],
        feeling=row["feeling"],
        occurred_at=row["occurred_at"],
        touchpoint=row["touchpoint"],
        calls=tuple(row["calls"]),
        theme=row["theme"],
        was_masked=bool(row["personal"]),
    )


def _vectors(reading: Reading, quotes: Sequence[Quote]) -> Any:
    """Return the vectors of quotes in their order; ``None`` where one of them has none yet."""
    ids = [one.signal_id for one in quotes]
    if not ids:
        return None
    held = vectors(reading.snapshot, ids)
    places, rows = held.of(ids)
    return meaning.unpack(held.packed[rows]) if len(places) == len(ids) else None
