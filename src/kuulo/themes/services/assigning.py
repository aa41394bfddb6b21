"""Putting comments to the themes that were found, where figures can see it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import pyarrow as pa

from kuulo.lake.queries import open_snapshot
from kuulo.language.theming import NO_THEME, Themes
from kuulo.themes.queries import last_finding, list_themes, theme_model
from kuulo.themes.rules import settled
from kuulo.themes.services.worded import Worded, read_worded
from kuulo.words.queries import read_comments
from kuulo.words.services import note_themes

AT_ONE_TIME: Final = 20_000
Tell = Callable[[int, int], None]


def assign(themes: Themes, embedder: str, *, only_new: bool = False, tell: Tell = lambda _done, _total: None) -> int:
    """Put comments to themes, note what persons decided of them, and return how many there were.

    A comment without a vector of the themes' embedder waits until it has one.

    Args:
        themes: The themes.
        embedder: Whose vectors they were found with; empty where words alone told.
        only_new: Leave out comments that have been put to a theme, or to none, before.
        tell: Told how many of how many are done.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    names = ("signal_id", "theme_probability") if only_new else ("signal_id",)
    where = "theme_probability IS NULL" if only_new else "true"
    with open_snapshot() as snapshot:
        ids = read_comments(snapshot, columns=names, where=where, order="signal_id")["signal_id"].to_pylist()
    ends = settled(list_themes())
    done = 0
    for begin in range(0, len(ids), AT_ONE_TIME):
        tell(begin, len(ids))
        done += _assign(themes, embedder, ids[begin : begin + AT_ONE_TIME], ends)
    return done


def assign_new() -> int | None:
    """Put comments that have none to the themes there are; ``None`` where no themes have been found."""
    themes, finding = theme_model(), last_finding()
    if themes is None or finding is None:
        return None
    return assign(themes, finding.embedder, only_new=True)


def assign_anew(tell: Tell) -> int | None:
    """Put all comments to the themes there are, as persons decided about these by now."""
    themes, finding = theme_model(), last_finding()
    if themes is None or finding is None:
        return None
    return assign(themes, finding.embedder, tell=tell)


def _assign(themes: Themes, embedder: str, ids: Collection[str], ends: dict[str, str | None]) -> int:
    with open_snapshot() as snapshot:
        chosen = read_worded(snapshot, ids=ids)
    if not chosen.ids or (embedder and embedder != chosen.embedder):
        return 0
    return note_themes(_table(themes, chosen, embedder, ends))


def _table(themes: Themes, chosen: Worded, embedder: str, ends: dict[str, str | None]) -> pa.Table:
    labels, sure = themes.assign(chosen.texts, chosen.languages, chosen.vectors if embedder else None)
    keys = [None if label == NO_THEME else ends.get(themes.keys[label]) for label in labels]
    return pa.table(
        {
            "signal_id": pa.array(chosen.ids, pa.string()),
            "theme": pa.array(keys, pa.string()),
            "theme_probability": pa.array(sure, pa.float32()),
        }
    )
