"""What is known of persons as numbers a model takes: indicators of levels and bands, standardised numbers.

Missing values are a level of their own. A level with fewer than ``few`` answers stands in the base level: an indicator
that almost nobody who answered carries would make weights of hundreds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.texts import mark as _
from kuulo.measures.features import Codes, Features, Flags, Floats

FEW = 20  # answers a level needs to be corrected for
BANDS = 5
_SAMPLED = 20_000  # rows that tell where the bands end
EARLIER: Final = _("earlier score")


@dataclass(frozen=True, slots=True)
class Bands:
    """Features as codes from 0: one column a feature; ``sizes`` are the numbers of levels."""

    names: tuple[str, ...]
    codes: tuple[Codes, ...]
    sizes: tuple[int, ...]


def all_bands(x: Features, earlier: Floats | None) -> Bands:
    """Return every feature as bands: attributes by level, numbers by fifths, the earlier score by thirds."""
    names, codes, sizes = [], [], []
    for name, held in x.categorical.items():
        names.append(name)
        codes.append(np.where(held.codes < 0, len(held.levels), held.codes).astype(np.int64))
        sizes.append(len(held.levels) + 1)
    numbers = [(name, values, BANDS) for name, values in x.numeric.items()]
    if earlier is not None and not np.isnan(earlier).all():
        numbers.append((EARLIER, earlier, 3))
    for name, values, count in numbers:
        names.append(name)
        banded = _cut(values, count)
        codes.append(banded)
        sizes.append(int(banded.max()) + 1)
    return Bands(tuple(names), tuple(codes), tuple(sizes))


def _cut(values: Floats, count: int) -> Codes:
    """Return quantile bands from 1; 0 is missing."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(len(values), dtype=np.int64)
    edges = np.unique(np.quantile(known[:: max(len(known) // _SAMPLED, 1)], np.arange(1, count) / count))
    return np.where(np.isnan(values), 0, 1 + np.searchsorted(edges, values, side="left")).astype(np.int64)


def kept_levels(bands: Bands, seen: Flags, *, few: int = FEW) -> list[tuple[int, int]]:
    """Return the levels that get an indicator, as (feature, level): the commonest of a feature and rare ones do not.

    Args:
        bands: Features as codes.
        seen: Rows that answered; a level needs ``few`` of them.
        few: See above.
    """
    kept = []
    for feature, (codes, size) in enumerate(zip(bands.codes, bands.sizes, strict=True)):
        answers = np.bincount(codes[seen], minlength=size)
        kept += [(feature, int(level)) for level in np.flatnonzero(answers >= few) if level != int(np.argmax(answers))]
    return kept


def indicators(bands: Bands, kept: list[tuple[int, int]], rows: Flags | None = None) -> Floats:
    """Return a column of ones and one indicator a kept level, for these rows (all where it is ``None``)."""
    codes = [each if rows is None else each[rows] for each in bands.codes]
    count = len(codes[0]) if codes else 0
    return np.column_stack([np.ones(count), *((codes[feature] == level).astype(float) for feature, level in kept)])


def indicator_totals(bands: Bands, kept: list[tuple[int, int]]) -> Floats:
    """Return the column sums of all indicators, without making them."""
    counts = [np.bincount(codes, minlength=size) for codes, size in zip(bands.codes, bands.sizes, strict=True)]
    rows = len(bands.codes[0]) if bands.codes else 0
    return np.array([rows, *(counts[feature][level] for feature, level in kept)], dtype=float)


def known_matrix(x: Features, earlier: Floats | None, seen: Flags) -> Floats:
    """Return all that is known of each person as one matrix: ones, indicators, standardised numbers (missing at 0).

    ``seen`` are the rows that answered: a level needs ``FEW`` of them.
    """
    bands = all_bands(x, earlier)
    if not bands.codes:
        return np.ones((len(seen), 1))
    held = [*x.numeric.values(), *([] if earlier is None else [earlier])]
    numbers = [_standard(values) for values in held if not np.isnan(values).all()]
    return np.column_stack([indicators(bands, kept_levels(bands, seen)), *numbers])


def _standard(values: Floats) -> Floats:
    mean, spread = np.nanmean(values), np.nanstd(values)
    return np.where(np.isnan(values), 0.0, (values - mean) / (spread if spread > 0 else 1.0))


def raw_matrix(x: Features, earlier: Floats | None, rows: int) -> Floats:
    """Return features as they are for trees, which cut numbers themselves; missing is not a number."""
    columns = [np.where(held.codes < 0, np.nan, held.codes.astype(float)) for held in x.categorical.values()]
    columns += [*x.numeric.values(), *([] if earlier is None else [earlier])]
    return np.column_stack(columns) if columns else np.zeros((rows, 1))


def folds(rows: int, count: int, generator: np.random.Generator) -> Codes:
    """Return the fold of each row: ``count`` folds of nearly one size, by lot."""
    return np.asarray(generator.permutation(np.arange(rows) % count), dtype=np.int64)
