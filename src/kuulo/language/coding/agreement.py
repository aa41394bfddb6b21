"""How far coders agree beyond chance: Cohen's kappa of two, Krippendorff's alpha of any number with gaps."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.language.coding.figures import blank, quantile, wilson

Floats = NDArray[np.float64]

_RESAMPLES = 1_000
_FEW = 30
_HARDLY: Final = 1e-12

FEW_NOTE: Final = _("Rests on fewer than {few} comments that both coded: the interval is rough.")
ONE_VALUE_NOTE: Final = _("Everybody chose the same everywhere, so chance agreement cannot be told.")
NOTHING_NOTE: Final = _("No comment was coded by two persons yet.")


class Level(StrEnum):
    """How far apart two ratings are."""

    NOMINAL = "nominal"
    """The same or not."""
    ORDINAL = "ordinal"
    """Ranks (Krippendorff's ordinal metric)."""
    INTERVAL = "interval"
    """Squared difference."""
    SETS = "sets"
    """Sets of codes: 1 − Jaccard × monotonicity (MASI: Passonneau 2006)."""


def kappa(first: Sequence[Hashable], second: Sequence[Hashable], confidence: float = 0.95) -> Estimate:
    """Return Cohen's kappa of two coders of the same comments (−1…1).

    Source: Cohen (1960); standard error of Fleiss, Cohen & Everitt (1969), eq. 13. Where both agree on everything the
    lower end is that of the share of agreement (Wilson 1927), so that the interval never has width 0.

    Args:
        first: What the first coder chose, one a comment.
        second: What the second coder chose for the same comments.
        confidence: Confidence level, 0–1.
    """
    n = len(first)
    if n != len(second):
        raise DefinitionError(
            _("Two coders of the same comments have {first} and {second} codings."), first=n, second=len(second)
        )
    figure = blank("kappa", n, confidence, "large-sample")
    if not n:
        return replace(figure, notes=(say(NOTHING_NOTE),))
    table = _table(first, second)
    rows, columns, agreed = table.sum(axis=1), table.sum(axis=0), float(np.trace(table))
    chance = float(rows @ columns)
    if 1 - chance < _HARDLY:
        return replace(figure, notes=(say(ONE_VALUE_NOTE),))
    value = (agreed - chance) / (1 - chance)
    se = _kappa_error(table, value, chance, n)
    half = quantile(confidence) * se
    low = value - half
    if 1 - agreed < _HARDLY:
        low = (wilson(1.0, n, confidence)[0] - chance) / (1 - chance)
    return replace(figure, value=value, low=max(low, -1.0), high=min(value + half, 1.0), se=se, notes=_notes(n))


def alpha(
    ratings: Sequence[Sequence[Hashable | None]],
    level: Level = Level.NOMINAL,
    confidence: float = 0.95,
    *,
    seed: int = 0,
) -> Estimate:
    """Return Krippendorff's alpha (… 1) of coders × comments; None where a coder did not code a comment.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E; the interval by resampling
    comments 1,000 times. ``n`` counts comments with two or more codings.

    Args:
        ratings: One row a coder, one place a comment: labels, numbers (ordinal, interval) or frozensets (sets).
        level: How far apart two ratings are.
        confidence: Confidence level, 0–1.
        seed: Of the resampling.
    """
    counted = _Counted.of(ratings, level)
    units = len(counted.counts)
    figure = blank("alpha", units, confidence, "resampled")
    if not units:
        return replace(figure, notes=(say(NOTHING_NOTE),))
    value = float(counted.alpha(np.ones((1, units)))[0])
    if np.isnan(value):
        return replace(figure, notes=(say(ONE_VALUE_NOTE),))
    rng = np.random.default_rng(seed)
    drawn = counted.alpha(rng.multinomial(units, np.full(units, 1 / units), size=_RESAMPLES).astype(float))
    drawn = drawn[~np.isnan(drawn)]
    tail = (1 - confidence) / 2
    low, high = (float(end) for end in np.quantile(drawn, [tail, 1 - tail]))
    if 1 - value < _HARDLY:
        low = wilson(1.0, units, confidence)[0]
    return replace(figure, value=value, low=low, high=high, se=float(drawn.std()), notes=_notes(units))


def _notes(n: int) -> tuple[Text, ...]:
    return (say(FEW_NOTE, few=_FEW),) if n < _FEW else ()


@dataclass(frozen=True, slots=True)
class _Counted:
    """Comments coded twice or more: (units, values) counts, and the distance between any two values."""

    counts: Floats
    distance: Floats

    @classmethod
    def of(cls, ratings: Sequence[Sequence[Hashable | None]], level: Level) -> _Counted:
        """Count which values each comment was given."""
        units = [[value for value in column if value is not None] for column in zip(*ratings, strict=True)]
        units = [unit for unit in units if len(unit) > 1]
        values = sorted({value for unit in units for value in unit}, key=_order)
        place = {value: index for index, value in enumerate(values)}
        counts = np.zeros((len(units), len(values)))
        for row, unit in enumerate(units):
            for value in unit:
                counts[row, place[value]] += 1
        return cls(counts, _distance(values, counts.sum(axis=0), level))

    def alpha(self, weights: Floats) -> Floats:
        """Return alpha for each row of weights of the comments; not a number where all values are the same."""
        given = self.counts.sum(axis=1)
        apart = np.einsum("uv,vw,uw->u", self.counts, self.distance, self.counts) / (given - 1)
        observed = weights @ apart
        totals = weights @ self.counts
        ratings = weights @ given
        chance = np.einsum("bv,vw,bw->b", totals, self.distance, totals) / np.maximum(ratings - 1, 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(chance > _HARDLY, 1 - observed / chance, np.nan)


def _order(value: Hashable) -> tuple[float, str]:
    number = float(value) if isinstance(value, (int, float)) else 0.0
    return number, str(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)


def _distance(values: Sequence[Hashable], totals: Floats, level: Level) -> Floats:
    size = len(values)
    if level is Level.NOMINAL:
        return 1.0 - np.eye(size)
    if level is Level.SETS:
        return np.array([[_masi(one, other) for other in values] for one in values]).reshape(size, size)
    if level is Level.INTERVAL:
        numbers = np.array([float(str(value)) for value in values])
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)
    upto = np.cumsum(totals)
    between = np.abs(upto[:, None] - upto[None, :])
    lower = np.where(upto[:, None] < upto[None, :], totals[:, None], totals[None, :])
    upper = np.where(upto[:, None] < upto[None, :], totals[None, :], totals[:, None])
    ranks = between + lower - (lower + upper) / 2
    np.fill_diagonal(ranks, 0.0)
    return np.asarray(ranks**2)


def _masi(one: Hashable, other: Hashable) -> float:
    """Return the distance of two sets (Passonneau 2006); two empty ones are the same."""
    first, second = frozenset(_members(one)), frozenset(_members(other))
    if first == second:
        return 0.0
    common = first & second
    likeness = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1.0 - len(common) / len(first | second) * likeness


def _members(value: Hashable) -> frozenset[Hashable]:
    return value if isinstance(value, frozenset) else frozenset([value])


def _table(first: Sequence[Hashable], second: Sequence[Hashable]) -> Floats:
    values = sorted({*first, *second}, key=_order)
    place = {value: index for index, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for one, other in zip(first, second, strict=True):
        table[place[one], place[other]] += 1
    return table / len(first)


def _kappa_error(table: Floats, value: float, chance: float, n: int) -> float:
    """Return the large-sample standard error (Fleiss, Cohen & Everitt 1969)."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    both = columns[:, None] + rows[None, :]  # of a cell (i, j): p.i + pj.
    diagonal = np.diag(table) * (1 - (rows + columns) * (1 - value)) ** 2
    off = table * both**2
    np.fill_diagonal(off, 0.0)
    spread = float(diagonal.sum() + (1 - value) ** 2 * off.sum() - (value - chance * (1 - value)) ** 2)
    if spread < _HARDLY:  # where one coder never chose it, the formula of Cohen (1960) still tells something
        agreed = float(np.trace(table))
        spread = agreed * (1 - agreed)
    return float(np.sqrt(spread / n) / (1 - chance))
