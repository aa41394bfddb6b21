"""Interrupted series: the level and the slope of a series before and after a change, with errors that remember.

    y_t = a + b·t + c·after + d·after·(t − start)

by weighted least squares on spans of equal length (weights: effective answers), with Newey–West standard errors
(Bartlett kernel, ⌊4 (T/100)^(2/9)⌋ lags, factor T / (T − k)), or with ARMA errors by maximum likelihood.
The uplift is the mean distance, after the start, between the fitted line and the one that continues the time before.

Sources: Wagner et al. (2002), Segmented regression analysis of interrupted time series studies; Newey & West (1987);
Penfold & Zhang (2013) advise eight points on each side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Final
from warnings import catch_warnings, filterwarnings

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.drivers.changes import MONTH_DAYS, Change, Spans
from kuulo.measures.drivers.spans import Reporting, SpanFigure, read_spans, told
from kuulo.measures.tables import Answers

sarimax = Later("statsmodels.tsa.statespace.sarimax")
Floats = NDArray[np.float64]
ERRORS: Final = ("newey-west", "arma")
LEAST: Final = 4  # spans on each side, so that a line and its error can be told
ADVISED: Final = 8
LEVEL: Final = "interrupted.level@1"
SLOPE: Final = "interrupted.slope@1"
UPLIFT: Final = "interrupted.uplift@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A span with its figure, the fitted line, and the line that continues the time before."""

    start: datetime
    estimate: Estimate
    fitted: float
    continued: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedSeries:
    """What a series did at a known moment.

    Attributes:
        start: When the change took effect.
        level: Step at the start.
        slope: Change of the slope, per 30 days.
        uplift: Mean distance after the start from the line that continues the time before.
        spans: The series with both lines.
        remembered: Correlation of neighbouring errors.
        errors: ``newey-west`` or ``arma``.
        enough: Whether there are as many spans on each side as advised.
        sentence: The result in words.
    """

    start: datetime
    level: Estimate
    slope: Estimate
    uplift: Estimate
    spans: tuple[Fitted, ...]
    remembered: float
    errors: str
    enough: bool
    sentence: Text

    def to_dict(self) -> dict[str, object]:
        """Return the result as plain values, ready for JSON."""
        return {
            "start": self.start.isoformat(),
            "level": self.level.to_dict(),
            "slope": self.slope.to_dict(),
            "uplift": self.uplift.to_dict(),
            "spans": [
                {
                    "start": one.start.isoformat(),
                    "estimate": one.estimate.to_dict(),
                    "fitted": one.fitted,
                    "continued": one.continued,
                }
                for one in self.spans
            ],
            "remembered": self.remembered,
            "errors": self.errors,
            "enough": self.enough,
            "sentence": str(self.sentence),
        }


def interrupt(
    answers: Answers,
    change: Change,
    *,
    days: float = 7,
    errors: str = "newey-west",
    reporting: Reporting = Reporting(),  # noqa: B008 -- frozen
) -> InterruptedSeries:
    """Return the interrupted series of those whom a change touched.

    Args:
        answers: The table, opened.
        change: Which columns and when.
        days: Length of a span.
        errors: ``newey-west``, or ``arma`` (one autoregressive and one moving term, statsmodels).
        reporting: How figures are told.

    Raises:
        ColumnError: Fewer than four spans with a figure before or after.
        DefinitionError: There is no such kind of errors.
    """
    table = answers.run(Spans(change, days), [name for name, _kind in change.columns])
    figures = [one for one in read_spans(change, days, table, reporting) if one.touched]
    return fit_series(figures, errors=errors, days=days, reporting=reporting)


def fit_series(
    figures: list[SpanFigure], *, errors: str = "newey-west", days: float = 7, reporting: Reporting
) -> InterruptedSeries:
    """Return the interrupted series of spans in order of time; those without a figure are left out."""
    if errors not in ERRORS:
        raise DefinitionError(
            _("There is no way “{errors}” to treat errors of a series."),
            _("Use one of: {known}."),
            errors=errors,
            known=", ".join(ERRORS),
        )
    known = [one for one in figures if one.estimate.value is not None and one.estimate.n_eff]
    before = sum(one.number < 0 for one in known)
    after = len(known) - before
    if before < LEAST or after < LEAST:
        raise ColumnError(
            _("{before} spans before the start and {after} after it have answers; {least} on each side are needed."),
            _("Choose shorter spans, or a start with more answers around it."),
            before=before,
            after=after,
            least=LEAST,
        )
    times = np.array([(one.number + 0.5) * days / MONTH_DAYS for one in known])
    values = np.array([one.estimate.value for one in known], dtype=float)
    weights = np.array([one.estimate.n_eff for one in known], dtype=float)
    regressors = _regressors(times)
    beta, covariance = (_newey_west if errors == "newey-west" else _arma)(regressors, values, weights)
    return _series(known, regressors, _Solved(beta, covariance, values, errors), reporting, min(before, after))


@dataclass(frozen=True, slots=True)
class _Solved:
    beta: Floats
    covariance: Floats
    values: Floats
    errors: str


def _regressors(times: Floats) -> Floats:
    after = (times > 0).astype(float)
    return np.column_stack([np.ones(len(times)), times, after, after * times])


def _newey_west(regressors: Floats, values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return weighted least squares with Newey–West covariance."""
    count, size = regressors.shape
    inverse = np.linalg.inv(regressors.T @ (weights[:, None] * regressors))
    beta = inverse @ (regressors.T @ (weights * values))
    scores = regressors * (weights * (values - regressors @ beta))[:, None]
    lags = int(4 * (count / 100) ** (2 / 9))
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        apart = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (apart + apart.T)
    return beta, count / (count - size) * inverse @ middle @ inverse


def _arma(regressors: Floats, values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return a regression with ARMA(1, 1) errors by maximum likelihood; every span counts the same."""
    del weights
    model = sarimax.SARIMAX(values, exog=regressors, order=(1, 0, 1), trend="n")
    with catch_warnings():
        # The search then begins from zeros, and ends where it would.
        filterwarnings("ignore", message="Non-(invertible|stationary) starting")
        found = model.fit(disp=False, maxiter=200)
    size = regressors.shape[1]
    return np.asarray(found.params[:size], dtype=float), np.asarray(found.cov_params(), dtype=float)[:size, :size]


def _series(
    known: list[SpanFigure], regressors: Floats, solved: _Solved, reporting: Reporting, fewest: int
) -> InterruptedSeries:
    continued = regressors.copy()
    continued[:, 2:] = 0.0
    after = regressors[:, 2] > 0
    uplift = regressors[after].mean(axis=0) * np.array([0.0, 0.0, 1.0, 1.0])
    fitted, line = regressors @ solved.beta, continued @ solved.beta
    left = solved.values - fitted
    spans = tuple(
        Fitted(start=one.start, estimate=one.estimate, fitted=float(here), continued=float(there))
        for one, here, there in zip(known, fitted, line, strict=True)
    )
    change = _told(solved, uplift, known, reporting, UPLIFT)
    return InterruptedSeries(
        start=next(one.start for one in known if one.number >= 0),
        level=_told(solved, np.array([0.0, 0.0, 1.0, 0.0]), known, reporting, LEVEL),
        slope=_told(solved, np.array([0.0, 0.0, 0.0, 1.0]), known, reporting, SLOPE),
        uplift=change,
        spans=spans,
        remembered=float(left[1:] @ left[:-1] / max(float(left @ left), 1e-300)),
        errors=solved.errors,
        enough=fewest >= ADVISED,
        sentence=_sentence(change, enough=fewest >= ADVISED),
    )


def _told(solved: _Solved, parts: Floats, known: list[SpanFigure], reporting: Reporting, definition: str) -> Estimate:
    se = sqrt(max(float(parts @ solved.covariance @ parts), 0.0))
    answers = sum(one.estimate.n or 0 for one in known)
    df = max(len(known) - len(solved.beta), 1)
    return told(
        float(parts @ solved.beta),
        se,
        answers,
        df,
        reporting,
        n_eff=sum(one.estimate.n_eff or 0.0 for one in known),
        method=f"segmented regression, {solved.errors}",
        definition=definition,
    )


def _sentence(uplift: Estimate, *, enough: bool) -> Text:
    clear = uplift.low is not None and uplift.high is not None and (uplift.low > 0 or uplift.high < 0)
    if not clear:
        return say(_("No change from the line before can be seen: chance alone could have made it."))
    if not enough:
        return say(
            _(
                "The series left its earlier line, but with fewer than {advised} spans on a side the line before is "
                "uncertain."
            ),
            advised=ADVISED,
        )
    return say(
        _(
            "The series left its earlier line by more than chance explains. Whether the change did it or something "
            "else at the same time, a single series cannot tell."
        )
    )
