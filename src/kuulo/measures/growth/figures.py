"""Estimates of this package: their measures, definitions and the floor of persons; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.growth.heavy import Mean, Slope
from kuulo.measures.intervals import wilson
from kuulo.measures.withholding import withheld_cells

RETENTION: Final = "retention@1"
HAZARD: Final = "hazard_ratio@1"
REVENUE: Final = "revenue_per_customer@1"
ORDERS: Final = "orders_per_customer@1"
BOUGHT: Final = "share_who_bought@1"
BROUGHT: Final = "share_who_brought@1"
CHANGE: Final = "revenue_change@1"
SLOPE: Final = "revenue_per_point@1"
FORECAST: Final = "revenue_forecast@1"
SKILL: Final = "forecast_skill@1"
COST: Final = "word_of_mouth_cost@1"

TRUST: Final = say(
    _("Holds for customers who answered and whose answers are known by name; goes with the score, not because of it.")
)
TOO_FEW: Final = _(
    "Withheld to protect persons: fewer than {floor} customers here or in a group that could be worked out."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What every figure of one look shares: confidence, the floor of persons, the seed, the data version."""

    confidence: float = 0.95
    floor: int = 5
    seed: int = 1
    data_version: str = ""


PLAIN: Final = Terms()


def figure(  # noqa: PLR0913 -- the parts of a figure
    definition: str,
    bounds: tuple[float, float, float],
    n: int,
    method: str,
    terms: Terms,
    *,
    se: float | None = None,
    notes: tuple[Text, ...] = (),
) -> Estimate:
    """Return a figure of this package: value, low and high, of so many customers."""
    value, low, high = bounds
    return Estimate(
        measure=definition.partition("@")[0],
        value=value,
        low=low,
        high=high,
        se=se,
        confidence=terms.confidence,
        n=n,
        n_eff=float(n),
        deff=None,
        invited=None,
        answered=None,
        method=method,
        definition=definition,
        data_version=terms.data_version,
        notes=notes,
        trust=TRUST,
    )


def no_figure(definition: str, n: int, note: Text, terms: Terms) -> Estimate:
    """Return a figure that cannot be computed, with the reason."""
    return Estimate(
        measure=definition.partition("@")[0],
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=terms.confidence,
        n=n,
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="none",
        definition=definition,
        data_version=terms.data_version,
        notes=(note,),
    )


def of_mean(definition: str, mean: Mean, terms: Terms) -> Estimate:
    """Return the figure of a mean."""
    return figure(definition, (mean.value, mean.low, mean.high), mean.n, mean.method, terms, se=mean.se)


def of_slope(definition: str, slope: Slope | None, n: int, terms: Terms) -> Estimate:
    """Return the figure of a regression's coefficient."""
    if slope is None or n < 2 * terms.floor:
        return no_figure(definition, n, say(_("Too few customers, or too much alike, for a regression.")), terms)
    return figure(definition, (slope.value, slope.low, slope.high), n, "hc3", terms, se=slope.se)


def of_share(definition: str, yes: NDArray[np.bool_], terms: Terms) -> Estimate:
    """Return the figure of a share of customers, with Wilson's interval."""
    n, share = len(yes), float(yes.mean()) if len(yes) else 0.0
    low, high = wilson(share, max(n, 1), terms.confidence)
    se = float(np.sqrt(share * (1 - share) / max(n, 1)))
    return figure(definition, (share, float(low), float(high)), n, "wilson", terms, se=se)


def hidden_groups(sizes: Sequence[int], terms: Terms) -> set[int]:
    """Return the places of groups that are withheld: under the floor, and what would give such a one away."""
    return withheld_cells([(place,) for place in range(len(sizes))], sizes, terms.floor)


def guarded(estimate: Estimate, terms: Terms, *, hidden: bool) -> Estimate:  # of a group
    """Return an estimate, or nothing but the reason where its group is withheld."""
    return estimate.kept_back(say(TOO_FEW, floor=terms.floor)) if hidden else estimate
