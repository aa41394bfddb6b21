"""How reliable a scale is: alpha, omega, its items, and the one factor behind them, each with an interval.

Sources: alpha as in `kuulo.measures.scales.consistency`; omega, composite reliability and average variance extracted:
McDonald (1999), Test theory; Raykov (2002), Multivariate Behavioral Research 37:89–103 (delta method; here on the logit
scale, so that the interval keeps to 0–1); Fornell & Larcker (1981), Journal of Marketing Research 18:39–50.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.intervals import Floats, z_quantile
from kuulo.measures.scales import consistency
from kuulo.measures.scales.factor import GroupSolution, Solution, fit_factor, identified, usable
from kuulo.measures.scales.fit import Fit, fit_of
from kuulo.measures.scales.hierarchical import ThreeFactors, omega_minres, three_factors
from kuulo.measures.scales.moments import Missing, Moments

ROWS_AN_ITEM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a scale.

    Attributes:
        name: Its column.
        reversed: Whether its answers were turned round.
        n: Answers.
        mean: Mean answer, turned round where reversed; ``None`` where it is kept back.
        sd: Standard deviation; as the mean.
        rest: Correlation with the sum of the other items.
        whole: Correlation with the whole, corrected for the item's own share; ``None`` where nothing of it is left.
        alpha_without: Alpha of the other items; ``None`` where only one is left.
        standardised_without: The same of the correlations.
        loading: Standardised loading on the one factor; ``None`` where no factor was fitted.
        loading_low: Lower end of its interval.
        loading_high: Upper end.
    """

    name: str
    reversed: bool
    n: int
    mean: float | None
    sd: float | None
    rest: float
    whole: float | None
    alpha_without: float | None
    standardised_without: float | None
    loading: float | None
    loading_low: float | None
    loading_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How reliable a scale is.

    Attributes:
        alpha: Cronbach's alpha with Feldt's interval; its standard error is the asymptotic one.
        standardised: Alpha of the correlations.
        omega: McDonald's omega total of the one factor; ``None`` where no factor was fitted.
        omega_minres: Omega total of one factor by minimum residuals, of the correlations (R's ``psych::omega``).
        three: Omega hierarchical and total of three factors; ``None`` where they were not fitted.
        composite: Composite reliability, omega of the standardised solution.
        extracted: Average variance extracted.
        lambda6: Guttman's λ₆.
        average_r: Mean correlation of two items.
        median_r: Median of the same.
        mean: Mean of the rows' mean answers.
        sd: Their standard deviation.
        n: Rows used.
        missing: Which rows those are: ``complete`` or ``pairwise``.
        items: The items in the order given.
        fit: How well one factor fits; ``None`` where none was fitted.
        notes: What a reader must know.
    """

    alpha: Estimate
    standardised: Estimate
    omega: Estimate | None
    omega_minres: float | None
    three: ThreeFactors | None
    composite: float | None
    extracted: float | None
    lambda6: float
    average_r: float
    median_r: float
    mean: float
    sd: float
    n: int
    missing: str
    items: tuple[Item, ...]
    fit: Fit | None
    notes: tuple[Text, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain values, ready for JSON."""
        numbers = (
            "omega_minres",
            "composite",
            "extracted",
            "lambda6",
            "average_r",
            "median_r",
            "mean",
            "sd",
            "n",
            "missing",
        )
        return {
            "alpha": self.alpha.to_dict(),
            "standardised": self.standardised.to_dict(),
            "omega": None if self.omega is None else self.omega.to_dict(),
            "three_factors": None if self.three is None else self.three.to_dict(),
            **{name: getattr(self, name) for name in numbers},
            "items": [asdict(item) for item in self.items],
            "fit": None if self.fit is None else self.fit.to_dict(),
            "notes": [str(note) for note in self.notes],
        }


def reliability_of(
    moments: Moments, *, reverse: tuple[str, ...] = (), missing: Missing = "complete", confidence: float = 0.95
) -> Reliability:
    """Return how reliable a scale is, from the moments of its items.

    Args:
        moments: Moments of the items, those reversed already turned round.
        reverse: Which ones were.
        missing: Which rows the moments rest on; one factor is fitted to complete ones only.
        confidence: Confidence level of the intervals, 0–1.
    """
    correlations = moments.correlations
    below = correlations[np.tril_indices(len(correlations), -1)]
    factors = missing == "complete" and identified(len(moments.items)) and usable(moments)
    fitted = _fitted(moments) if factors else None
    standard = _standard(fitted.groups[0]) if fitted is not None else None
    return Reliability(
        alpha=alpha_figure(moments, confidence),
        standardised=_alpha(moments, correlations, "alpha.standardised", confidence),
        omega=_omega(moments, fitted, confidence) if fitted is not None else None,
        omega_minres=omega_minres(correlations) if factors else None,
        three=three_factors(moments) if factors else None,
        composite=_omega_value(standard, 1 - standard**2) if standard is not None else None,
        extracted=float((standard**2).mean()) if standard is not None else None,
        lambda6=consistency.lambda6(correlations),
        average_r=float(below.mean()),
        median_r=float(np.median(below)),
        mean=moments.score_mean,
        sd=moments.score_sd,
        n=moments.n,
        missing=missing,
        items=_items(moments, reverse, fitted, confidence),
        fit=fit_of(fitted, [moments]) if fitted is not None else None,
        notes=tuple(_notes(moments, missing, fitted)),
    )


def alpha_figure(moments: Moments, confidence: float = 0.95) -> Estimate:
    """Return Cronbach's alpha with Feldt's interval."""
    return _alpha(moments, moments.cov, "alpha", confidence)


def _fitted(moments: Moments) -> Solution | None:
    found = fit_factor([moments])
    return found if found.converged else None


def _estimate(
    name: str, value: float, ends: tuple[float, float], se: float, moments: Moments, confidence: float
) -> Estimate:
    low, high = (None if np.isnan(end) else float(end) for end in ends)
    return Estimate(
        measure=name.partition(".")[0],
        value=None if np.isnan(value) else value,
        low=low,
        high=high,
        se=None if np.isnan(se) else se,
        confidence=confidence,
        n=moments.n,
        n_eff=float(moments.n),
        deff=None,
        invited=None,
        answered=moments.n,
        method="logit" if name == "omega" else "feldt",
        definition=f"{name}@1",
    )


def _alpha(moments: Moments, matrix: Floats, name: str, confidence: float) -> Estimate:
    value = consistency.alpha_of(matrix)
    ends = consistency.feldt(value, moments.n, len(moments.items), confidence)
    return _estimate(name, value, ends, consistency.alpha_error(matrix, moments.n), moments, confidence)


def _omega_value(loadings: Floats, residuals: Floats) -> float:
    return float(loadings.sum() ** 2 / (loadings.sum() ** 2 + residuals.sum()))


def _omega(moments: Moments, fitted: Solution, confidence: float) -> Estimate:
    """Return omega total, (Σλ)² / ((Σλ)² + Σθ), with its interval by the delta method on the logit scale."""
    found = fitted.groups[0]
    common, own = found.loadings.sum(), found.residuals.sum()
    value = _omega_value(found.loadings, found.residuals)
    by_loading = 2 * common * own / (common**2 + own) ** 2
    by_residual = -(common**2) / (common**2 + own) ** 2
    k = len(found.loadings)
    slope = np.concatenate([np.full(k, by_loading), np.full(k, by_residual)])
    se = float(np.sqrt(max(slope @ fitted.covariance @ slope, 0.0)))
    if not 0 < value < 1:
        return _estimate("omega", value, (float("nan"), float("nan")), se, moments, confidence)
    centre, half = np.log(value / (1 - value)), z_quantile(confidence) * se / (value * (1 - value))
    ends = (float(1 / (1 + np.exp(half - centre))), float(1 / (1 + np.exp(-half - centre))))
    return _estimate("omega", value, ends, se, moments, confidence)


def _standard(found: GroupSolution) -> Floats:
    return np.asarray(found.loadings / np.sqrt(found.loadings**2 + found.residuals))


def _standard_errors(fitted: Solution) -> Floats:
    found = fitted.groups[0]
    k = len(found.loadings)
    total = (found.loadings**2 + found.residuals) ** 1.5
    slopes = np.hstack([np.diag(found.residuals / total), np.diag(-found.loadings / 2 / total)])
    return np.asarray(np.sqrt(np.maximum(np.diag(slopes @ fitted.covariance @ slopes.T), 0.0))[:k])


def _items(moments: Moments, reverse: tuple[str, ...], fitted: Solution | None, confidence: float) -> tuple[Item, ...]:
    rest, whole = consistency.item_rest(moments), consistency.item_whole(moments)
    raw, standardised = (consistency.without_each(matrix) for matrix in (moments.cov, moments.correlations))
    loadings = _standard(fitted.groups[0]) if fitted is not None else np.full(len(rest), np.nan)
    half = z_quantile(confidence) * _standard_errors(fitted) if fitted is not None else loadings
    return tuple(
        Item(
            name=name,
            reversed=name in reverse,
            n=int(moments.counts[i, i]),
            mean=float(moments.mean[i]),
            sd=float(np.sqrt(moments.cov[i, i])),
            rest=float(rest[i]),
            whole=_known(whole[i]),
            alpha_without=_known(raw[i]),
            standardised_without=_known(standardised[i]),
            loading=_known(loadings[i]),
            loading_low=_known(max(loadings[i] - half[i], -1.0)),
            loading_high=_known(min(loadings[i] + half[i], 1.0)),
        )
        for i, name in enumerate(moments.items)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _notes(moments: Moments, missing: Missing, fitted: Solution | None) -> list[Text]:
    notes = []
    against = [name for name, rest in zip(moments.items, consistency.item_rest(moments), strict=True) if rest < 0]
    if against:
        names = ", ".join(against)
        notes.append(say(_("These run against the other items; were they meant to be reversed? {items}"), items=names))
    if moments.n < ROWS_AN_ITEM * len(moments.items):
        text = _("There are {n} answers for {items} items: the factor itself is uncertain.")
        notes.append(say(text, n=moments.n, items=len(moments.items)))
    if fitted is None:
        notes.append(_why_no_factor(moments, missing))
    elif (fitted.groups[0].residuals <= 0).any():
        notes.append(say(_("The factor leaves an item no variance of its own: read its loading with care.")))
    return notes


def _why_no_factor(moments: Moments, missing: Missing) -> Text:
    if missing != "complete":
        return say(_("One factor is fitted to complete answers only: ask for those to see omega and the loadings."))
    if not identified(len(moments.items)):
        return say(_("Two items do not suffice for a factor: omega and loadings need three."))
    return say(_("One factor could not be fitted: too few answers, or an item that follows from the others."))
