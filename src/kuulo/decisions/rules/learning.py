"""What was learnt of being right and wrong: calibration, kinds of evidence, beliefs that fell; pure.

“We were sure” is right when the verdict is held; held in part is not. Shares of decisions carry Wilson's interval.
Decisions are not persons: no anonymity floor applies to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.rules.states import LEAST_SURE, Verdict
from kuulo.measures.intervals import wilson, z_quantile

CONFIDENCE: Final = 0.95
BIN: Final = 10
NO_EVIDENCE: Final = "none"
"""The kind under which decisions on claims without evidence stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One checked decision.

    Attributes:
        number: Its number.
        certainty: How sure those who decided were, per cent.
        verdict: What was confirmed.
        checked_on: When.
        kinds: Kinds of evidence that supported its claims when it was decided; `NO_EVIDENCE` where none did.
        affirmed: Whether every claim it rested on had been affirmed by a customer's own words.
    """

    number: str
    certainty: int
    verdict: Verdict
    checked_on: date
    kinds: frozenset[str] = frozenset()
    affirmed: bool = False

    @property
    def right(self) -> bool:
        """Whether what was expected came."""
        return self.verdict is Verdict.HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """Decisions that were about as sure as each other.

    Attributes:
        low: Least certainty among them that the step allows, per cent.
        high: The most.
        mean: Mean certainty, 0–1.
        right: Share that held, with its interval.
    """

    low: int
    high: int
    mean: float
    right: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """How often decisions held that rested on one kind of evidence."""

    kind: str
    right: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How often “we were sure” was right.

    Attributes:
        steps: By certainty, from the least.
        right: All together.
        mean: Mean certainty, 0–1; ``None`` before anything was checked.
        gap: Share that held less mean certainty: below zero where people are surer than they are right.
        sentence: The same in words.
    """

    steps: tuple[Sureness, ...]
    right: Estimate
    mean: float | None
    gap: Estimate | None
    sentence: Text


def share_of(outcomes: Sequence[Outcome]) -> Estimate:
    """Return the share of decisions that held, with Wilson's interval."""
    n = len(outcomes)
    if not n:
        return _estimate("share", None, (None, None), 0, "none")
    value = sum(one.right for one in outcomes) / n
    low, high = (float(np.asarray(end)) for end in wilson(value, n, CONFIDENCE))
    return _estimate("share", value, (low, high), n, "wilson")


def calibrate(outcomes: Sequence[Outcome]) -> Calibration:
    """Return how often decisions held, by how sure those who decided were."""
    steps: dict[int, list[Outcome]] = {}
    for one in outcomes:
        steps.setdefault(one.certainty // BIN * BIN, []).append(one)
    whole = share_of(outcomes)
    gap = _gap(outcomes)
    return Calibration(
        steps=tuple(
            Sureness(
                low=max(low, LEAST_SURE),
                high=low + BIN - 1,
                mean=_mean(found),
                right=share_of(found),
            )
            for low, found in sorted(steps.items())
        ),
        right=whole,
        mean=_mean(outcomes) if outcomes else None,
        gap=gap,
        sentence=_sentence(gap),
    )


def kinds_of_evidence(outcomes: Sequence[Outcome]) -> tuple[Predicted, ...]:
    """Return how often decisions held by the kinds of evidence behind them, the most frequent kind first.

    A decision that rested on several kinds counts for each.
    """
    kinds = {kind for one in outcomes for kind in one.kinds}
    found = [Predicted(kind=kind, right=share_of([one for one in outcomes if kind in one.kinds])) for kind in kinds]
    return tuple(sorted(found, key=lambda one: (-(one.right.n or 0), one.kind)))


def by_year(outcomes: Iterable[Outcome]) -> Mapping[int, Estimate]:
    """Return the share of decisions that held, by the year of their check, newest first."""
    years: dict[int, list[Outcome]] = {}
    for one in outcomes:
        years.setdefault(one.checked_on.year, []).append(one)
    return {year: share_of(years[year]) for year in sorted(years, reverse=True)}


def _mean(outcomes: Sequence[Outcome]) -> float:
    return sum(one.certainty for one in outcomes) / len(outcomes) / 100


def _gap(outcomes: Sequence[Outcome]) -> Estimate | None:
    """Return the share that held less the mean certainty.

    Were people as right as they are sure, the number that held would vary as independent draws with those chances do.
    """
    n = len(outcomes)
    if not n:
        return None
    value = sum(one.right - one.certainty / 100 for one in outcomes) / n
    se = sqrt(sum((one.certainty / 100) * (1 - one.certainty / 100) for one in outcomes)) / n
    margin, mean = z_quantile(CONFIDENCE) * se, _mean(outcomes)
    # A share lies between nothing and all, so its distance from the mean certainty does too.
    ends = max(value - margin, -mean), min(value + margin, 1 - mean)
    return _estimate("share", value, ends, n, "observed less expected", se=se)


def _sentence(gap: Estimate | None) -> Text:
    if gap is None or gap.low is None or gap.high is None:
        return say(_("No decision has been checked yet."))
    if gap.high < 0:
        return say(_("We were surer than we were right, by more than chance explains."))
    if gap.low > 0:
        return say(_("We were right more often than we were sure, by more than chance explains."))
    return say(_("How sure we were and how often we were right agree as far as so many decisions can tell."))


def _estimate(
    measure: str,
    value: float | None,
    ends: tuple[float | None, float | None],
    n: int,
    method: str,
    *,
    se: float | None = None,
) -> Estimate:
    return Estimate(
        measure=measure,
        value=value,
        low=ends[0],
        high=ends[1],
        se=se,
        confidence=CONFIDENCE,
        n=n,
        n_eff=float(n),
        deff=1.0 if n else None,
        invited=None,
        answered=None,
        method=method,
        definition="decisions.held@1",
        notes=(),
    )
