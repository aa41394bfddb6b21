"""Finding themes anew: among all comments, masked, keeping what persons decided about themes that are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from kuulo.accounts.queries import organisation
from kuulo.lake.queries import open_snapshot
from kuulo.lake.services import while_there
from kuulo.language import wording
from kuulo.language.theming import NO_THEME, Themes, discover, match
from kuulo.themes.models import Theme
from kuulo.themes.queries import MODEL, list_themes, theme_model
from kuulo.themes.rules import State
from kuulo.themes.services.assigning import assign
from kuulo.themes.services.worded import Worded, read_worded
from kuulo.words.queries import read_comments
from kuulo.words.rules import LANGUAGES
from kuulo.words.services import keep_model, name_values, remove_names

# Fewer comments hold no themes that would be found again.
FEWEST: Final = 40
# Themes are found among so many comments, drawn by the hash of their ids; all others are put to them.
MOST_LEARNED_FROM: Final = 20_000
THEME: Final = "theme"

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What finding themes did: how many themes, how many of them new, and how many comments were put to them."""

    themes: int
    new: int
    comments: int


def find_themes(*, now: datetime, tell: Tell = lambda _done, _total: None, seed: int = 0) -> Found | None:
    """Find themes among all comments, note the theme of each, and return what was done; ``None`` with too few comments.

    Raises:
        BusyError: Others write to the lake for too long; repeat.

    Args:
        now: When.
        tell: Told how many comments of how many have been put to a theme.
        seed: Of every draw.
    """
    with open_snapshot() as snapshot:
        chosen = read_worded(snapshot, order="hash(signal_id), signal_id", most=MOST_LEARNED_FROM)
    if len(chosen.ids) < FEWEST:
        return None
    found = discover(chosen.texts, chosen.languages, chosen.vectors, ignored=own_names(), seed=seed)
    themes = _matched(found, chosen)
    told = {
        "agreement": themes.agreement,
        "embedder": chosen.embedder,
        "sizes": {one.key: one.size for one in themes.groups},
    }
    # Of words that were erased meanwhile nothing is kept: the next run finds themes without them.
    with while_there(chosen.ids) as are_there:
        if not are_there:
            return None
        _write(themes, now)
        keep_model(MODEL, themes.to_arrays(), learned_from=len(chosen.ids), now=now, told=told)
    name_themes()
    comments = assign(themes, chosen.embedder, tell=tell)
    return Found(themes=len(themes.groups), new=sum(one.is_new for one in themes.groups), comments=comments)


def _matched(found: Themes, chosen: Worded) -> Themes:
    """Return the themes with the keys of those found earlier that are the same; a key once given is not given again."""
    earlier = theme_model()
    # Taken away with the words of somebody who was erased, or of another embedder: what is noted of comments is left.
    if earlier is None or (earlier.space.meaning is not None and chosen.vectors is None):
        return match(found, *_noted(chosen))
    dimensions = None if earlier.space.meaning is None else len(earlier.space.meaning.axes)
    if dimensions is not None and (chosen.vectors is None or chosen.vectors.shape[1] != dimensions):
        return match(found, *_noted(chosen))
    labels, _sure = earlier.assign(chosen.texts, chosen.languages, chosen.vectors)
    return match(found, labels, earlier.keys)


def _noted(chosen: Worded) -> tuple[NDArray[np.intp], list[str]]:
    """Return the theme that is noted of each comment, a place among the keys that follow, `NO_THEME` for none."""
    keys = [one.key for one in list_themes()]
    with open_snapshot() as snapshot:
        table = read_comments(snapshot, columns=("signal_id", "theme"), ids=chosen.ids)
    themes = dict(zip(table["signal_id"].to_pylist(), table["theme"].to_pylist(), strict=True))
    places = {key: place for place, key in enumerate(keys)}
    return np.array([places.get(themes.get(name) or "", NO_THEME) for name in chosen.ids], dtype=np.intp), keys


@transaction.atomic
def _write(themes: Themes, now: datetime) -> None:
    """Write the themes beside what was decided; those that were not found again and of which nothing was decided go."""
    Theme.objects.update(is_current=False)
    for one in themes.groups:
        row = Theme.objects.filter(key=one.key).first() or Theme(key=one.key, found_at=now)
        row.labels = dict(one.label)
        row.keywords = {language: list(words) for language, words in one.keywords.items()}
        row.is_current, row.last_found_at = True, now
        row.save()
    gone = Theme.objects.filter(is_current=False, state=State.PROPOSED.value, merged_into="", name="")
    parts = Theme.objects.exclude(merged_into="").values_list("merged_into", flat=True)
    keys = list(gone.exclude(key__in=list(parts)).values_list("key", flat=True))
    Theme.objects.filter(key__in=keys).delete()
    remove_names(THEME, keys)


def name_themes() -> None:
    """Tell the figures what every theme is called."""
    name_values(THEME, {one.key: one.names(LANGUAGES) for one in list_themes()})


def own_names() -> frozenset[str]:
    """Return the words of the organisation's own name, which tell no themes apart."""
    return frozenset(
        lemma for language in LANGUAGES for lemma in wording.features(organisation().name, language)
    ) | frozenset(organisation().name.lower().split())
