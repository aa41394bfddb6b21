"""Finding themes among comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any, Final

import numpy as np

from kuulo.base.later import Later
from kuulo.language.theming.axes import Space, fit_space
from kuulo.language.theming.counting import Floats
from kuulo.language.theming.frugal import one_thread
from kuulo.language.theming.grouping import Grouping, group
from kuulo.language.theming.keywords import keywords, label
from kuulo.language.theming.kmeans import Places
from kuulo.language.theming.model import NO_THEME, Group, Themes
from kuulo.language.theming.preparing import Prepared, prepare
from kuulo.language.theming.quotes import outlying_of, typical_of
from kuulo.language.theming.scoring import mean_score

optimize: Any = Later("scipy.optimize")

# Themes are found among so many comments, drawn at random; the others are put to the themes that were found.
MOST_FITTED: Final = 20_000
# An earlier theme is the same one when the comments of both are at least this part of the comments of either.
SAME_FROM: Final = 0.3
Scores = Sequence[float | None]


def discover(  # noqa: PLR0913 -- the analysts' function names everything the themes depend on
    texts: Sequence[str],
    languages: Sequence[str | None],
    vectors: Floats | None = None,
    *,
    scores: Scores | None = None,
    count: int | None = None,
    ignored: frozenset[str] = frozenset(),
    seed: int = 0,
) -> Themes:
    """Return the themes of comments.

    Sixty-four principal components of the vectors, each language's mean taken out, are joined with latent semantic axes
    of words; k-means groups the comments there. Comments that say nothing (“-”, “ok”) belong to no theme.

    Args:
        texts: Comments.
        languages: Language of each; ``None`` where nothing tells it.
        vectors: Sentence vectors (n, d), rows of length 1; without them words alone tell, each language for itself.
        scores: The score that came with each comment, for the mean of each theme.
        count: How many themes; ``None`` finds the number.
        ignored: Words that tell no themes apart, such as the organisation's own names; in lower case.
        seed: Of every draw.
    """
    prepared = prepare(texts, languages, ignored=ignored)
    rows = None if vectors is None else np.asarray(vectors, dtype=np.float32)
    with one_thread():
        found = _found(prepared, rows, count, seed)
        groups = _described(found, prepared, rows, ignored)
    return replace(found, groups=_scored(groups, scores))


def _found(prepared: Prepared, vectors: Floats | None, count: int | None, seed: int) -> Themes:
    """Return the themes of comments made ready, without a description."""
    fitted = prepared.different()
    if len(fitted) > MOST_FITTED:
        fitted = np.sort(np.random.default_rng(seed).choice(fitted, MOST_FITTED, replace=False))
    space = fit_space(
        [prepared.features[place] for place in fitted],
        [prepared.languages[place] for place in fitted],
        None if vectors is None else np.asarray(vectors[fitted], dtype=np.float32),
        seed=seed,
    )
    if not len(fitted):
        return _themes(space, Grouping(np.zeros((0, 1), dtype=np.float32), 1.0, 1.0), prepared, vectors)
    grouping = group(prepared.points(space, fitted, vectors), count, seed=seed)
    return _themes(space, grouping, prepared, vectors)


def _themes(space: Space, grouping: Grouping, prepared: Prepared, vectors: Floats | None) -> Themes:
    """Return themes without a description, the largest first; centres no comment is nearest to are left out."""
    bare = Themes(
        groups=(), labels=np.zeros(0, dtype=np.int64), probabilities=np.zeros(0), space=space, grouping=grouping
    )
    labels, _sure = bare.assign_prepared(prepared, vectors)
    sizes = np.bincount(labels[labels != NO_THEME], minlength=len(grouping.centres))
    order = [int(place) for place in np.argsort(-sizes, kind="stable") if sizes[place]]
    sorted_grouping = replace(grouping, centres=grouping.centres[order])
    told = replace(bare, grouping=sorted_grouping)
    labels, sure = told.assign_prepared(prepared, vectors)
    return replace(told, labels=labels, probabilities=sure)


def _described(
    themes: Themes, prepared: Prepared, vectors: Floats | None, ignored: frozenset[str]
) -> tuple[Group, ...]:
    count = len(themes.grouping.centres)
    chosen = np.flatnonzero(themes.labels != NO_THEME)
    words = keywords(
        prepared.words(chosen, ignored),
        [prepared.languages[place] for place in chosen],
        themes.labels[chosen].tolist(),
        count,
    )
    found: list[Group] = []
    for number in range(count):
        members = np.flatnonzero(themes.labels == number)
        points = prepared.points(themes.space, members, vectors)
        far = np.linalg.norm(points - themes.grouping.centres[number], axis=1)
        found.append(
            Group(
                key=new_key(words[number], frozenset(one.key for one in found)),
                keywords=words[number],
                label=label(words[number]),
                size=len(members),
                members=members,
                typical=typical_of(prepared.texts, members, far),
                outlying=outlying_of(prepared.texts, members, far),
            )
        )
    return tuple(found)


def _scored(groups: tuple[Group, ...], scores: Scores | None) -> tuple[Group, ...]:
    if scores is None:
        return groups
    return tuple(replace(one, score=mean_score([scores[place] for place in one.members])) for one in groups)


def new_key(words: Mapping[str, Sequence[str]], taken: frozenset[str]) -> str:
    """Return a key told by the theme's words that no other theme has."""
    told = "|".join(f"{language}:{','.join(found)}" for language, found in sorted(words.items()))
    for number in range(len(taken) + 1):
        key = "t" + blake2b(f"{told}#{number}".encode(), digest_size=4).hexdigest()
        if key not in taken:
            return key
    message = "every key is taken"  # pragma: no cover -- there is one more try than there are keys
    raise AssertionError(message)


def match(themes: Themes, earlier: Places, keys: Sequence[str]) -> Themes:
    """Return themes in which those that were known earlier keep their keys.

    Each theme is paired with at most one earlier one so that they share as many comments as can be (Jaccard, assignment
    problem); below `SAME_FROM` they are not the same.

    Args:
        themes: Themes found anew, with the labels of their comments.
        earlier: Earlier theme of the same comments, a place among the keys, `NO_THEME` for none.
        keys: Keys of the earlier themes.
    """
    shared = _shares(themes.labels, earlier, len(themes.groups), len(keys))
    rows, columns = optimize.linear_sum_assignment(-shared)
    same = {
        int(row): keys[column] for row, column in zip(rows, columns, strict=True) if shared[row, column] >= SAME_FROM
    }
    taken = frozenset(keys)
    groups: list[Group] = []
    for number, one in enumerate(themes.groups):
        if number in same:
            groups.append(replace(one, key=same[number], is_new=False))
            continue
        key = new_key(one.keywords, taken) if one.key in taken else one.key
        taken |= {key}
        groups.append(replace(one, key=key, is_new=True))
    return replace(themes, groups=tuple(groups))


def _shares(labels: Places, earlier: Places, count: int, known: int) -> np.ndarray:
    """Return how many comments two themes share of all comments of either, shape (themes, earlier ones)."""
    both = (labels != NO_THEME) & (earlier != NO_THEME)
    table = np.zeros((count, known))
    np.add.at(table, (labels[both], earlier[both]), 1)
    ours = np.bincount(labels[labels != NO_THEME], minlength=count)[:, None]
    theirs = np.bincount(earlier[earlier != NO_THEME], minlength=known)[None, :]
    return np.asarray(table / np.maximum(ours + theirs - table, 1))
