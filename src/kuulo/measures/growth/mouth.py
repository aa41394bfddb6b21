"""The cost of bad word of mouth: a chain of assumptions, each with its range, carried through to the end; pure.

    customers × share of unhappy ones × share of them who tell × how many they tell × share of those who might have
    become customers × share of these who now do not × what a customer is worth in a year

Only the first two and the last come from data. The others are assumptions somebody makes: each a range, drawn evenly
within it (Monte Carlo); the result is the median with the interval that the ranges leave. Nothing here is measured
harm, and the words say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.errors import InputError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.growth.figures import COST, Terms, figure, no_figure
from kuulo.measures.growth.history import Floats

DRAWS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One link of the chain that nobody measured: its range, the widest range a form offers, and its words."""

    key: str
    label: Text
    low: float
    high: float
    least: float
    most: float
    is_share: bool = True


# Wide on purpose: to be replaced by what the organisation itself knows.
ASSUMPTIONS: Final = (
    Assumption(
        key="tell", label=say(_("Share of the unhappy who tell others")), low=0.2, high=0.7, least=0.0, most=1.0
    ),
    Assumption(
        key="reach", label=say(_("How many each of them tells")), low=1, high=6, least=0, most=50, is_share=False
    ),
    Assumption(
        key="might",
        label=say(_("Share of the told who might have become customers")),
        low=0.02,
        high=0.15,
        least=0.0,
        most=1.0,
    ),
    Assumption(key="lost", label=say(_("Share of these who now do not")), low=0.05, high=0.4, least=0.0, most=1.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What one part of the chain does alone: the cost at both of its ends, the others at their middle."""

    key: str
    label: Text
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the two ends are."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The cost of a year: the figure, lost customers behind it, and what the uncertainty comes from, widest first."""

    cost: Estimate
    customers: Estimate
    swings: tuple[Swing, ...]
    assumptions: tuple[Assumption, ...]
    sentence: Text


def word_of_mouth(
    *,
    customers: int,
    unhappy: Estimate,
    worth: Estimate,
    assumptions: Sequence[Assumption] = ASSUMPTIONS,
    terms: Terms,
) -> Cost:
    """Return what the unhappy may cost in a year by keeping others away.

    Args:
        customers: How many there are now.
        unhappy: Share of them who are unhappy, 0–1, with interval.
        worth: What a customer brings in a year, with interval.
        assumptions: The other links, in the order of `ASSUMPTIONS`.
        terms: Confidence and seed.

    Raises:
        InputError: A range is upside down or leaves its bounds.
    """
    for each in assumptions:
        _check(each)
    if unhappy.value is None or worth.value is None or worth.value <= 0:
        reason = say(_("The share of unhappy customers, or what a customer is worth, is not known."))
        nothing = no_figure(COST, customers, reason, terms)
        return Cost(cost=nothing, customers=nothing, swings=(), assumptions=tuple(assumptions), sentence=reason)
    rng = np.random.default_rng(terms.seed)
    lost = customers * _drawn(unhappy, rng, most=1.0)
    for each in assumptions:
        lost = lost * rng.uniform(each.low, each.high, DRAWS)
    cost = lost * _drawn(worth, rng, most=np.inf)
    figures = tuple(_spread(values, customers, terms) for values in (cost, lost))
    return Cost(
        cost=figures[0],
        customers=figures[1],
        swings=_swings(customers, unhappy, worth, assumptions),
        assumptions=tuple(assumptions),
        sentence=say(
            _(
                "An estimate from assumptions, not a measurement: another range gives another cost. "
                "Change what you know better."
            )
        ),
    )


def _check(each: Assumption) -> None:
    if not each.least <= each.low <= each.high <= each.most:
        raise InputError(
            _("{label}: the range {low}–{high} cannot be used."),
            _("Give a lower and an upper end between {least} and {most}, the lower one first."),
            label=each.label,
            low=f"{each.low:g}",
            high=f"{each.high:g}",
            least=f"{each.least:g}",
            most=f"{each.most:g}",
        )


def _drawn(estimate: Estimate, rng: np.random.Generator, *, most: float) -> Floats:
    """Return draws of a figure: normal, its interval as wide as the figure says, cut at 0 and at its largest."""
    low, high, value = estimate.low, estimate.high, estimate.value or 0.0
    se = estimate.se if estimate.se is not None else ((high or value) - (low or value)) / 3.92
    drawn: Floats = np.clip(rng.normal(value, se, DRAWS), 0.0, most)
    return drawn


def _spread(values: Floats, customers: int, terms: Terms) -> Estimate:
    tail = (1 - terms.confidence) / 2
    low, middle, high = np.quantile(values, [tail, 0.5, 1 - tail])
    notes = (say(_("The interval holds what the stated ranges leave open; it does not hold what nobody thought of.")),)
    return figure(COST, (float(middle), float(low), float(high)), customers, "monte_carlo", terms, notes=notes)


def _swings(customers: int, unhappy: Estimate, worth: Estimate, assumptions: Sequence[Assumption]) -> tuple[Swing, ...]:
    """Return what each part does alone, the widest first."""
    parts = [
        (
            "unhappy",
            say(_("Share of unhappy customers")),
            unhappy.low or 0.0,
            unhappy.value or 0.0,
            unhappy.high or 0.0,
        ),
        ("worth", say(_("What a customer brings in a year")), worth.low or 0.0, worth.value or 0.0, worth.high or 0.0),
        *((each.key, each.label, each.low, (each.low + each.high) / 2, each.high) for each in assumptions),
    ]
    whole = customers * float(np.prod([middle for _key, _label, _low, middle, _high in parts]))
    found = [
        Swing(key=key, label=label, low=whole * low / middle, high=whole * high / middle)
        for key, label, low, middle, high in parts
        if middle
    ]
    return tuple(sorted(found, key=lambda swing: -swing.width))
