"""How far coders agree on segments beyond chance, with intervals that respect how segments hang together; pure.

Cohen's kappa of two coders and Krippendorff's alpha of any number, of having a code or not. Sentences of one turn are
coded together, so intervals are made by drawing whole turns anew 1,000 times, not sentences. Where coders agree on
everything the lower end is Wilson's of the share of agreement among the turns, so that no interval has width 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RESAMPLES: Final = 1_000
FEW: Final = 30
HARDLY: Final = 1e-12
FEW_NOTE: Final = _("Rests on fewer than {few} turns or paragraphs: the interval is rough.")
ONE_VALUE_NOTE: Final = _("All coders chose the same everywhere, so chance agreement cannot be told.")
NOTHING_NOTE: Final = _("Nothing was coded by two persons yet.")


def kappa(first: Flags, second: Flags, blocks: Sequence[int], *, confidence: float = 0.95) -> Estimate:
    """Return Cohen's kappa (1960) of two coders of the same segments, −1…1.

    Args:
        first: Which segments the first coder gave the code.
        second: The same of the second one.
        blocks: The turn of each segment.
        confidence: Confidence level, 0–1.
    """
    _check(len(blocks), first, second)
    cells = np.stack([first & second, first & ~second, ~first & second, ~first & ~second], axis=1).astype(float)
    return _figure("kappa", _by_block(cells, blocks), len(blocks), _kappa_of, confidence)


def alpha(given: Sequence[Flags], blocks: Sequence[int], *, confidence: float = 0.95) -> Estimate:
    """Return Krippendorff's alpha (2011, nominal) of two or more coders who all coded all segments, … 1.

    Args:
        given: A row a coder: which segments have the code.
        blocks: The turn of each segment.
        confidence: Confidence level, 0–1.
    """
    return pooled_alpha({"": given}, blocks, confidence=confidence)


def pooled_alpha(given: Mapping[str, Sequence[Flags]], blocks: Sequence[int], *, confidence: float = 0.95) -> Estimate:
    """Return alpha over several codes: observed and expected disagreement are each summed over the codes.

    Args:
        given: Code → a row a coder, as in `alpha`.
        blocks: The turn of each segment.
        confidence: Confidence level, 0–1.
    """
    parts: list[Floats] = []
    for rows in given.values():
        _check(len(blocks), *rows)
        having = np.sum([row.astype(float) for row in rows], axis=0) if rows else np.zeros(len(blocks))
        lacking = len(rows) - having
        apart = 2 * having * lacking / max(len(rows) - 1, 1)
        parts += [apart, having, lacking]
    if not parts or min(len(rows) for rows in given.values()) < 2:
        return _blank("alpha", 0, confidence, NOTHING_NOTE)
    return _figure("alpha", _by_block(np.stack(parts, axis=1), blocks), len(blocks), _alpha_of, confidence)


def _kappa_of(sums: Floats) -> Floats:
    """Return kappa of each row (both, first only, second only, neither); not a number where all is the same."""
    both, one, other, neither = sums.T
    total = np.maximum(sums.sum(axis=1), HARDLY)
    agreed = (both + neither) / total
    chance = ((both + one) * (both + other) + (neither + one) * (neither + other)) / total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(1 - chance > HARDLY, (agreed - chance) / (1 - chance), np.nan)


def _alpha_of(sums: Floats) -> Floats:
    """Return alpha of each row; three columns a code: disagreement, codings with the code, codings without it."""
    apart, having, lacking = sums[:, 0::3], sums[:, 1::3], sums[:, 2::3]
    ratings = having + lacking
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = (2 * having * lacking / np.maximum(ratings - 1, HARDLY)).sum(axis=1)
        return np.where(chance > HARDLY, 1 - apart.sum(axis=1) / chance, np.nan)


def _figure(measure: str, sums: Floats, n: int, formula: Callable[[Floats], Floats], confidence: float) -> Estimate:
    """Return the figure of sums by block, with an interval from drawing blocks anew."""
    if not n:
        return _blank(measure, 0, confidence, NOTHING_NOTE)
    value = float(formula(sums.sum(axis=0, keepdims=True))[0])
    if np.isnan(value):
        return _blank(measure, n, confidence, ONE_VALUE_NOTE)
    blocks = len(sums)
    rng = np.random.default_rng(0)
    drawn = formula(rng.multinomial(blocks, np.full(blocks, 1 / blocks), size=RESAMPLES).astype(float) @ sums)
    drawn = drawn[~np.isnan(drawn)]
    tail = (1 - confidence) / 2
    low, high = (float(end) for end in np.quantile(drawn, [tail, 1 - tail])) if len(drawn) else (-1.0, 1.0)
    if 1 - value < HARDLY:
        low, high = _wilson_low(blocks, confidence), 1.0
    notes = (say(FEW_NOTE, few=FEW),) if blocks < FEW else ()
    return _estimate(measure, n, confidence, (value, low, high, float(drawn.std())), blocks, notes)


def _by_block(cells: Floats, blocks: Sequence[int]) -> Floats:
    """Return the sums of cells by block."""
    _names, places = np.unique(np.asarray(blocks), return_inverse=True)
    sums = np.zeros((len(_names), cells.shape[1]))
    np.add.at(sums, places, cells)
    return sums


def _check(size: int, *rows: Flags) -> None:
    for row in rows:
        if len(row) != size:
            raise DefinitionError(_("Of {size} segments a coder has {rows} codings."), size=size, rows=len(row))


def _wilson_low(n: int, confidence: float) -> float:
    z = float(special.ndtri(0.5 + confidence / 2))
    return 1 / (1 + z**2 / n)


def _blank(measure: str, n: int, confidence: float, note: str) -> Estimate:
    return _estimate(measure, n, confidence, (None, None, None, None), 0, (say(note),))


def _estimate(
    measure: str,
    n: int,
    confidence: float,
    ends: tuple[float | None, float | None, float | None, float | None],
    blocks: int,
    notes: tuple[Text, ...],
) -> Estimate:
    value, low, high, se = ends
    return Estimate(
        measure=measure,
        value=value,
        low=low,
        high=high,
        se=se,
        confidence=confidence,
        n=n,
        n_eff=float(blocks),
        deff=None,
        invited=None,
        answered=None,
        method="resampled",
        definition=f"{measure}-of-passages@1",
        notes=notes,
    )
