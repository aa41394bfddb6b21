"""Themes of a column of comments: what they are about, how often, the figure of those who say it, and quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kuulo.base.estimate import Estimate
from kuulo.language.identifying import detect
from kuulo.language.meaning import open_embedder
from kuulo.language.personal import mask_many
from kuulo.language.theming import Group, Themes, choose_quotes, discover
from kuulo.surveys.report.measuring import Measuring
from kuulo.surveys.report.model import CommentTheme, ReportOptions
from kuulo.surveys.report.shares import share_estimates
from kuulo.surveys.rules.labels import is_no_answer

# Fewer comments hold no themes that would be found again.
FEWEST: Final = 40
# Found among so many, drawn by lot where there are more: enough to see what is large, and soon done.
DRAWN: Final = 600
QUOTES: Final = 2
LONGEST: Final = 300
SEED: Final = 0
Labels = NDArray[np.int64]


def themes_of(
    frame: pl.DataFrame, column: str, measuring: Measuring | None, options: ReportOptions
) -> tuple[CommentTheme, ...]:
    """Return the largest themes of a comment column; none where they were not asked for or comments are few.

    Args:
        frame: Accepted rows.
        column: The comment column.
        measuring: The score the comments stand beside; ``None`` where there is none.
        options: What the reader wants.
    """
    texts = frame[column].str.strip_chars().to_list()
    places = [place for place, text in enumerate(texts) if text and not is_no_answer(text)]
    if not options.themes or len(places) < FEWEST:
        return ()
    if len(places) > DRAWN:
        places = sorted(np.random.default_rng(SEED).choice(places, DRAWN, replace=False).tolist())
    found, masked, vectors = _found([texts[place] for place in places])
    shares = _shares(found.labels, options)
    figures = _figures(frame[places], found.labels, measuring)
    told = [
        CommentTheme(
            names=dict(one.label),
            share=shares[number],
            figure=figures.get(number),
            quotes=_quotes(found, one, masked, vectors),
        )
        for number, one in enumerate(found.groups)
        if one.size >= options.floor
    ]
    return tuple(told[: options.themes])


def _found(texts: Sequence[str]) -> tuple[Themes, list[str], Any]:
    """Return the themes of texts, the texts with personal data masked, and their vectors where these can be had."""
    languages = [one.language for one in detect(texts)]
    masked = [one.text for one in mask_many(texts, languages, None)]
    embedder = open_embedder()
    vectors = None if embedder is None else embedder.embed(masked)
    return discover(masked, languages, vectors, seed=SEED), masked, vectors


def _shares(labels: Labels, options: ReportOptions) -> dict[int, Estimate]:
    found = share_estimates(pl.Series(labels.tolist()), None, options.confidence)
    return {int(value): share for value, _count, share in found}


def _figures(frame: pl.DataFrame, labels: Labels, measuring: Measuring | None) -> Mapping[object, Estimate]:
    """Return the figure of the score among those who wrote of each theme."""
    if measuring is None:
        return {}
    return dict(measuring.by(frame, pl.Series(labels.tolist())))


def _quotes(found: Themes, one: Group, masked: Sequence[str], vectors: Any) -> tuple[str, ...]:
    typical = [place for place in one.typical if len(masked[place]) <= LONGEST] or list(one.typical[:QUOTES])
    chosen = choose_quotes(
        [masked[place] for place in typical],
        [float(found.probabilities[place]) for place in typical],
        None if vectors is None else vectors[typical],
        most=QUOTES,
    )
    return tuple(masked[typical[place]] for place in chosen)
