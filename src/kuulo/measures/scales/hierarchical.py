"""Omega of one factor and of three by minimum residuals: how much of a scale's mean all items share.

Three factors (`kuulo.measures.scales.minres`), let go together (`kuulo.measures.scales.rotation`), have one general
factor behind them; after Schmid & Leiman the general factor loads on item i with gᵢ = Σ_f λᵢ_f·γ_f (λ the pattern, γ
the factors' loadings on the general one). With R the correlations, hᵢ² what the three factors explain of item i, and Σ
over all items:

- omega hierarchical = (Σgᵢ)² / ΣΣR — what all items share;
- omega total = (ΣΣR − Σ(1 − hᵢ²)) / ΣΣR — what any factor explains.

An item that runs against the general factor counts turned round, so that neither figure depends on which way it was
asked.

Sources: McDonald (1999), Test theory, ch. 6; Schmid & Leiman (1957), Psychometrika 22:53–61; Zinbarg, Revelle, Yovel &
Li (2005), Psychometrika 70:123–133. As R's ``psych::omega``, 2.2.9.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.intervals import Floats
from kuulo.measures.scales.minres import minimum_residuals
from kuulo.measures.scales.moments import Moments
from kuulo.measures.scales.rotation import oblimin, varimax

FACTORS = 3
FEWEST_SETTLED = 6  # with fewer items three factors have more parameters than there are correlations


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeFactors:
    """What three factors and the general one behind them say of a scale.

    Attributes:
        hierarchical: Omega hierarchical, 0–1.
        total: Omega total, 0–1.
        general: Each item's loading on the general factor, in the order given.
        settled: Whether the answers settle the figures; where not, ``notes`` says why.
        notes: What a reader must know.
    """

    hierarchical: float
    total: float
    general: tuple[float, ...]
    settled: bool
    notes: tuple[Text, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain values, ready for JSON."""
        return asdict(self) | {"general": list(self.general), "notes": [str(note) for note in self.notes]}


def omega_minres(correlations: Floats) -> float:
    """Return omega total of one factor by minimum residuals: (ΣΣR − Σ(1 − λᵢ²)) / ΣΣR.

    Args:
        correlations: Of three items or more, that can be inverted.
    """
    found = minimum_residuals(correlations, 1)
    return _total(_turned(correlations, found.loadings[:, 0]), found.communalities)


def three_factors(moments: Moments) -> ThreeFactors | None:
    """Return omega hierarchical and omega total of three factors; nothing of fewer than four items.

    Args:
        moments: Moments of complete rows whose correlations can be inverted.
    """
    correlations = moments.correlations
    if len(correlations) <= FACTORS:
        return None
    first = minimum_residuals(correlations, FACTORS)
    oblique = oblimin(varimax(first.loadings))
    second = minimum_residuals(oblique.correlations, 1)
    general = (oblique.loadings @ second.loadings)[:, 0]
    general = general if general.sum() >= 0 else -general
    turned = _turned(correlations, general)
    doubt = _doubt(
        len(correlations),
        heywood=first.heywood or second.heywood,
        settled=first.settled and second.settled and oblique.settled,
    )
    against = ", ".join(name for name, loading in zip(moments.items, general, strict=True) if loading < 0)
    note = say(_("Omega hierarchical counts these items as if they were turned round: {items}."), items=against)
    return ThreeFactors(
        hierarchical=float(np.abs(general).sum() ** 2 / turned.sum()),
        total=_total(turned, first.communalities),
        general=tuple(map(float, general)),
        settled=doubt is None,
        notes=(*((doubt,) if doubt is not None else ()), *((note,) if against else ())),
    )


def _total(correlations: Floats, communalities: Floats) -> float:
    return float((correlations.sum() - (1 - communalities).sum()) / correlations.sum())


def _turned(correlations: Floats, loadings: Floats) -> Floats:
    """Return the correlations with every item that runs against the factor turned round."""
    ways = np.where(loadings < 0, -1.0, 1.0)
    return np.asarray(correlations * np.outer(ways, ways))


def _doubt(items: int, *, heywood: bool, settled: bool) -> Text | None:
    """Return why the figures cannot be told; nothing where they can."""
    if items < FEWEST_SETTLED:
        text = _("{items} items do not settle three factors: omega hierarchical cannot be told from fewer than six.")
        return say(text, items=items)
    if heywood:
        return say(_("Omega hierarchical cannot be told: a factor would explain all of an item or of another factor."))
    if not settled:
        return say(_("Omega hierarchical cannot be told: the three factors did not settle."))
    return None
