"""What is known of persons as numbers a model takes: indicators of levels and bands, standardised numbers.

Missing values are a level of their own. A level with fewer than ``few`` answers stands in the base level: an indicator
that almost nobody who answered carries would make weights of hundreds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.texts import mark as _
from kuulo.measures.correction.people import Codes, Features, Floats

FEW = 20  # answers a level needs to be corrected for
BANDS = 5
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
    edges = np.unique(np.quantile(known, np.arange(1, count) / count))
    return np.where(np.isnan(values), 0, 1 + np.searchsorted(edges, values, side="left")).astype(np.int64)


def indicators(bands: Bands, seen: Floats, *, few: int = FEW) -> Floats:
    """Return a matrix of one column of ones and one indicator a level, the commonest level of a feature left out.

    Args:
        bands: Features as codes.
        seen: 1 for rows that answered, 0 otherwise; levels with fewer than ``few`` of them get no indicator.
        few: See above.
    """
    rows = len(seen)
    columns = [np.ones(rows)]
    for codes, size in zip(bands.codes, bands.sizes, strict=True):
        answers = np.bincount(codes, weights=seen, minlength=size)
        kept = np.flatnonzero(answers >= few)
        columns += [(codes == level).astype(float) for level in kept if level != int(np.argmax(answers))]
    return np.column_stack(columns)


def known_matrix(x: Features, earlier: Floats | None, seen: Floats) -> Floats:
    """Return all that is known of each person as one matrix: ones, indicators, standardised numbers (missing at 0)."""
    held = [*x.numeric.values(), *([] if earlier is None else [earlier])]
    numbers = [_standard(values) for values in held if not np.isnan(values).all()]
    return np.column_stack([indicators(all_bands(x, earlier), seen), *numbers])


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
