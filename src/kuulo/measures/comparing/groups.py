"""Groups beside each other: pooled figures, ranks with intervals, and which differences can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.comparing.adjusting import Adjustment, adjusted, quantile, two_sided
from kuulo.measures.comparing.differences import (
    Contrast,
    Gaps,
    Label,
    Pricing,
    check_alike,
    comparable,
    contrast,
    distances,
    gaps,
    in_words,
)
from kuulo.measures.comparing.pooling import FEWEST_GROUPS, Pooled, pool
from kuulo.measures.comparing.ranking import rank_ends
from kuulo.measures.comparing.shares import pool_shares
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.measures.intervals import Floats

COMMON_ANSWERS = 10.0  # how many answers the spread common to all groups counts for beside a group's own


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One group among others.

    Attributes:
        label: What the group is called.
        estimate: Its own figure.
        pooled: The same moved towards the others as far as its uncertainty allows.
        rank: Its place, 1 the best, by the pooled figures; ``None`` where it has no figure.
        rank_low: The best place it could hold.
        rank_high: The worst.
    """

    label: Label
    estimate: Estimate
    pooled: Estimate
    rank: int | None
    rank_low: int | None
    rank_high: int | None

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values, ready for JSON."""
        return {
            "label": self.label,
            "estimate": self.estimate.to_dict(),
            "pooled": self.pooled.to_dict(),
            "rank": self.rank,
            "rank_low": self.rank_low,
            "rank_high": self.rank_high,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Groups beside each other.

    Attributes:
        rows: The groups, best first; those without a figure last, in the order they came.
        differences: Every pair, the surest difference first.
        sentence: What may be said in one sentence.
        between: Standard deviation between the groups, once chance is taken off; ``None`` under three groups.
        smallest: The smallest difference between two middling groups that would have been seen four times of five.
    """

    rows: tuple[ComparedRow, ...]
    differences: tuple[Contrast, ...]
    sentence: Text
    between: float | None
    smallest: float | None

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain values, ready for JSON."""
        return {
            "rows": [row.to_dict() for row in self.rows],
            "differences": [one.to_dict() for one in self.differences],
            "sentence": str(self.sentence),
            "between": self.between,
            "smallest": self.smallest,
        }


def compare_groups(
    estimates: Mapping[Any, Estimate], better: int, adjustment: Adjustment = Adjustment.TUKEY
) -> Compared:
    """Return groups beside each other: pooled, ranked, and each pair compared with all looks paid for.

    The groups are taken to have answered independently; persons who answered in two of them make a difference's true
    error smaller than said, so what is called a difference is one.

    Args:
        estimates: Figure of each group, of one definition; those withheld or without an interval stay unranked.
        better: +1 when a higher figure is better, −1 when a lower one is.
        adjustment: How the looks are paid for. Ranks always hold together (Tukey–Kramer).

    Raises:
        DefinitionError: The figures have different definitions.
    """
    known = {label: one for label, one in estimates.items() if comparable(one)}
    first = next(iter(known.values()), None)
    for one in known.values():
        check_alike(first or one, one)
    unknown = tuple(_unranked(label, one) for label, one in estimates.items() if label not in known)
    if first is None:
        return Compared(rows=unknown, differences=(), sentence=_nothing(), between=None, smallest=None)
    pooled = _pooled(list(known.values()))
    pairs = _Pairs.of(known)
    differences = _contrasts(known, pairs, adjustment)
    smallest = float(np.median([one.smallest for one in differences])) if differences else None
    return Compared(
        rows=(*_rows(known, pooled, pairs, better), *unknown),
        differences=differences,
        sentence=_sentence(differences, len(known), better, smallest),
        between=pooled.between if len(known) >= FEWEST_GROUPS else None,
        smallest=smallest,
    )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """All pairs of groups: their places, and what lies between them."""

    places: tuple[tuple[int, int], ...]
    gaps: Gaps

    @classmethod
    def of(cls, known: Mapping[Label, Estimate]) -> _Pairs:
        rows = np.array([distances(one) for one in known.values()])
        places = tuple(combinations(range(len(rows)), 2))
        first, second = (np.array([pair[side] for pair in places], dtype=int) for side in (0, 1))
        return cls(places, gaps(rows[first], rows[second]))


def _pooled(estimates: list[Estimate]) -> Pooled:
    """Return the pooled figures: shares by the beta-binomial model, all else by the normal one."""
    confidence = estimates[0].confidence
    values = np.array([one.value for one in estimates], dtype=float)
    definition = DEFINITIONS.get(estimates[0].definition)
    sizes = np.array([one.n_eff or one.n or 0 for one in estimates], dtype=float)
    if definition is not None and definition.statistic == "share" and (sizes > 0).all():
        return pool_shares(np.clip(values, 0, 1) * sizes, sizes, confidence)
    return pool(values, _steadied(estimates, sizes), confidence)


def _steadied(estimates: list[Estimate], sizes: Floats) -> Floats:
    """Return squared standard errors that a few answers alike do not make too small.

    They come from the intervals' widths, which know of small numbers; the spread of single answers they tell of is
    averaged with the spread common to all groups, which counts for ten answers.
    """
    rows = np.array([distances(one) for one in estimates])
    own = ((rows[:, 1] + rows[:, 2]) / 2) ** 2
    if not (sizes > 0).all():
        return np.asarray(own)
    spread = own * sizes
    common = float(spread @ sizes / sizes.sum())
    return np.asarray((spread * sizes + common * COMMON_ANSWERS) / (sizes + COMMON_ANSWERS) / sizes)


def _rows(known: Mapping[Label, Estimate], pooled: Pooled, pairs: _Pairs, better: int) -> tuple[ComparedRow, ...]:
    confidence = next(iter(known.values())).confidence
    above = np.zeros((len(known), len(known)), dtype=bool)
    sure = pairs.gaps.z > quantile(Adjustment.TUKEY, confidence, groups=len(known), looks=len(pairs.places))
    for (i, j), clear, value in zip(pairs.places, sure.tolist(), pairs.gaps.value.tolist(), strict=True):
        if clear:
            above[(i, j) if value * better > 0 else (j, i)] = True
    best, worst = rank_ends(above)
    order = np.argsort(-better * pooled.value, kind="stable")
    rows = list(known.items())
    return tuple(
        ComparedRow(
            label=rows[place][0],
            estimate=rows[place][1],
            pooled=_pooled_estimate(rows[place][1], pooled, place),
            rank=rank,
            # The pooled order and the single differences seldom part; a place outside its own interval is never told.
            rank_low=min(int(best[place]), rank),
            rank_high=max(int(worst[place]), rank),
        )
        for rank, place in enumerate(order.tolist(), start=1)
    )


def _pooled_estimate(own: Estimate, pooled: Pooled, place: int) -> Estimate:
    if np.isnan(pooled.between):
        return own
    least, most = _bounds(own)
    value, low, high = (float(np.clip(part[place], least, most)) for part in (pooled.value, pooled.low, pooled.high))
    note = say(
        _("Moved towards the other groups: its own answers count for {kept} %."), kept=round(100 * pooled.kept[place])
    )
    return replace(
        own, value=value, low=low, high=high, se=float(pooled.se[place]), method="pooled", notes=(*own.notes, note)
    )


def _bounds(estimate: Estimate) -> tuple[float, float]:
    definition: Definition | None = DEFINITIONS.get(estimate.definition)
    least, most = definition.bounds if definition is not None else (None, None)
    return (-np.inf if least is None else least), (np.inf if most is None else most)


def _unranked(label: Label, estimate: Estimate) -> ComparedRow:
    return ComparedRow(label=label, estimate=estimate, pooled=estimate, rank=None, rank_low=None, rank_high=None)


def _contrasts(known: Mapping[Label, Estimate], pairs: _Pairs, adjustment: Adjustment) -> tuple[Contrast, ...]:
    if not pairs.places:
        return ()
    confidence = next(iter(known.values())).confidence
    alone, paid = two_sided(pairs.gaps.z), adjusted(adjustment, pairs.gaps.z, groups=len(known))
    kept = int((paid < 1 - confidence).sum())
    critical = quantile(adjustment, confidence, groups=len(known), looks=len(pairs.places), kept=kept)
    rows = list(known.items())
    found = [
        contrast(
            rows[i], rows[j], pairs.gaps, place, Pricing(critical, float(alone[place]), float(paid[place]), adjustment)
        )
        for place, (i, j) in enumerate(pairs.places)
    ]
    return tuple(sorted(found, key=lambda one: (one.adjusted, one.p)))


def _sentence(differences: tuple[Contrast, ...], groups: int, better: int, smallest: float | None) -> Text:
    if not differences or smallest is None:
        return _nothing()
    seen = [one for one in differences if one.seen]
    if not seen:
        amount, unit = in_words(differences[0].estimate, smallest)
        return say(
            _("No difference can be seen between {groups} groups; one of {smallest} {unit} would most likely be seen."),
            groups=groups,
            smallest=amount,
            unit=unit,
        )
    clearest = seen[0]
    ahead = (clearest.estimate.value or 0.0) * better > 0
    first, second = (clearest.first, clearest.second) if ahead else (clearest.second, clearest.first)
    return say(
        _("{seen} of {pairs} pairs of groups can be seen to differ; the clearest: {first} is better than {second}."),
        seen=len(seen),
        pairs=len(differences),
        first=first,
        second=second,
    )


def _nothing() -> Text:
    return say(_("There are not two groups to compare."))
