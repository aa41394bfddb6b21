"""Growth foretold from satisfaction, tried on the past before it is believed; pure numpy.

At each past date the relation is learnt from what was known on that date alone: revenue of the coming days from revenue
of the last ones, with and without the customers' last scores. Then the forecast is laid beside what happened and beside
two naive ones: "as much as last time", and the same regression without scores. Skill is 1 − (squared error) / (squared
error of the naive one): 0 says no better, below 0 worse. Interval of the skill: linearised ratio with customers as
clusters; of the totals, Diebold & Mariano (1995) with the small-sample factor of Harvey, Leybourne & Newbold (1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.figures import FORECAST, SKILL, Terms, figure, no_figure
from kuulo.measures.growth.history import Floats, History, Truths, better
from kuulo.measures.intervals import t_quantile, z_quantile

HORIZON_DAYS: Final = 90
STEP_DAYS: Final = 30
SCORE_LASTS_DAYS: Final = 365.0
FEWEST_ORIGINS: Final = 2
FEWEST_TRIALS: Final = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast as it would have been made on a past day, beside what happened.

    Attributes:
        day: The day it was made, in days since 1970.
        total: What it said: revenue of the days after it.
        forecast: The same with its interval; without one where too few earlier forecasts were over.
        naive: As much as in the days before it.
        plain: The same regression without scores.
        happened: What the customers of that day then spent.
    """

    day: float
    total: float
    forecast: Estimate
    naive: float
    plain: float
    happened: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Growth foretold, and how well that went before.

    Attributes:
        definition: The measure.
        days: How far ahead.
        revenue: What the customers who are there now will spend in the coming days.
        growth: The same beside what they spent in the last ones, as a part: 0.05 is five per cent more.
        last: What they spent in the last days.
        skill: How much of the squared error the scores take away, beside the same regression without them.
        skill_of_totals: The same of the totals, beside "as much as last time".
        trials: Past forecasts.
        foretells: Whether the scores' skill leaves 0 out on the better side.
        sentence: What can be said.
    """

    definition: str
    days: int
    revenue: Estimate
    growth: Estimate
    last: float
    skill: Estimate
    skill_of_totals: Estimate
    trials: tuple[Trial, ...]
    foretells: bool
    sentence: Text


@dataclass(frozen=True, slots=True)
class Origin:
    """Everybody who was a customer on one day.

    ``columns``: constant, revenue before, whether a fresh score is known, the score's distance from the scale's middle.
    ``target`` is what they then spent; meaningless where that is not over.
    """

    day: float
    person: Floats
    columns: Floats
    target: Floats


def forecast_growth(
    history: History, definition: Definition, terms: Terms, *, days: int = HORIZON_DAYS
) -> Forecast | None:
    """Return the forecast with its back-test; None where nothing is known of purchases."""
    if not history.has_purchases:
        return None
    origins = _origins(history, definition, days)
    if len(origins) < FEWEST_ORIGINS or not len(origins[-1].person):
        return None
    trials, errors = _back_test(origins, history, days, terms)
    now = origins[-1]
    learnt = _learn(origins, now.day - days, scored=True)
    last = float(now.columns[:, 1].sum())
    spread = _spread(trials)
    total = float((now.columns @ learnt).sum()) if learnt is not None else last
    revenue = _with_band(total, spread, len(now.person), terms, days, trials)
    skill = _skill_of_scores(errors, terms)
    foretells = skill.low is not None and skill.low > 0
    return Forecast(
        definition=definition.id,
        days=days,
        revenue=revenue,
        growth=_as_growth(revenue, last, terms),
        last=last,
        skill=skill,
        skill_of_totals=_skill_of_totals(trials, days, terms),
        trials=trials,
        foretells=foretells,
        sentence=_words(skill, foretells=foretells),
    )


def _origins(history: History, definition: Definition, days: int) -> list[Origin]:
    """Return the days from which forecasts could be made, the oldest first; the last is now."""
    first = history.begin + days
    count = int((history.now - first) // STEP_DAYS) + 1 if history.now > first else 0
    return [_origin(history, definition, history.now - STEP_DAYS * back, days) for back in range(count - 1, -1, -1)]


def _origin(history: History, definition: Definition, day: float, days: int) -> Origin:
    everybody = np.arange(len(history))
    person = everybody[history.is_there(everybody, np.full(len(history), day))]
    moments = np.full(len(person), day)
    known, score = _last_score(history, definition, day)
    columns = np.column_stack(
        [np.ones(len(person)), history.revenue(person, moments - days, moments), known[person], score[person]]
    )
    return Origin(day, person.astype(float), columns, history.revenue(person, moments, moments + days))


def _last_score(history: History, definition: Definition, day: float) -> tuple[Floats, Floats]:
    """Return for each person whether a score of the last year was known on a day, and its distance from the middle."""
    given = (history.at <= day) & (history.at > day - SCORE_LASTS_DAYS)
    known: Floats = np.zeros(len(history))
    score: Floats = np.zeros(len(history))
    middle = ((definition.scale_min or 0.0) + (definition.scale_max or 0.0)) / 2
    # Answers come sorted by person and time: the last one written stays.
    known[history.person[given]] = 1.0
    score[history.person[given]] = better(definition, history.score[given]) - better(definition, np.array([middle]))[0]
    return known, score


def _learn(origins: list[Origin], until: float, *, scored: bool) -> Floats | None:
    """Return the coefficients learnt from the days whose coming days were over at a time; None where there are none.

    Without scores the last coefficient is 0. A tiny ridge keeps columns that say nothing from blowing up.
    """
    used = [origin for origin in origins if origin.day <= until + 1e-6]
    if not used:
        return None
    width = 4 if scored else 3
    cross = sum(origin.columns[:, :width].T @ origin.columns[:, :width] for origin in used)
    target = sum(origin.columns[:, :width].T @ origin.target for origin in used)
    ridge = 1e-9 * np.trace(cross) * np.eye(width)
    found: Floats = np.zeros(4)
    found[:width] = np.linalg.solve(cross + ridge, target)
    return found


@dataclass(frozen=True, slots=True)
class Errors:
    """Squared errors of all trials, summed by person: with scores, and without."""

    scored: Floats
    plain: Floats


def _back_test(origins: list[Origin], history: History, days: int, terms: Terms) -> tuple[tuple[Trial, ...], Errors]:
    """Make each forecast anew with what was known on its day, and lay it beside what happened."""
    told: list[tuple[Origin, float, float]] = []
    scored_errors: Floats = np.zeros(len(history))
    plain_errors: Floats = np.zeros(len(history))
    for origin in origins:
        scored = _learn(origins, origin.day - days, scored=True)
        plain = _learn(origins, origin.day - days, scored=False)
        if scored is None or plain is None or origin.day + days > history.now + 1e-6:
            continue
        with_scores, without = origin.columns @ scored, origin.columns @ plain
        person = origin.person.astype(np.int64)
        scored_errors[person] += (origin.target - with_scores) ** 2
        plain_errors[person] += (origin.target - without) ** 2
        told.append((origin, float(with_scores.sum()), float(without.sum())))
    trials: list[Trial] = []
    for origin, total, without_total in told:
        # The band of each trial rests on the errors of those that were over when it was made.
        over = tuple(trial for trial in trials if trial.day + days <= origin.day + 1e-6)
        band = _with_band(total, _spread(over), len(origin.person), terms, days, over)
        trials.append(
            Trial(origin.day, total, band, float(origin.columns[:, 1].sum()), without_total, float(origin.target.sum()))
        )
    return tuple(trials), Errors(scored_errors, plain_errors)


def _spread(trials: tuple[Trial, ...]) -> float | None:
    """Return the typical relative error of past forecasts: root of the mean squared log ratio; None of too few."""
    told = [np.log(trial.happened / trial.total) for trial in trials if trial.total > 0 and trial.happened > 0]
    return float(np.sqrt(np.mean(np.square(told)))) if len(told) >= FEWEST_TRIALS else None


def _apart(trials: int, days: int) -> float:
    """Return how many of the trials do not overlap."""
    return 1 + (trials - 1) * STEP_DAYS / days if trials else 0.0


def _with_band(
    total: float, spread: float | None, n: int, terms: Terms, days: int, trials: tuple[Trial, ...]
) -> Estimate:
    """Return a forecast with an interval from the errors of past ones; without any where there were too few."""
    if spread is None or total <= 0:
        note = say(_("Too few past forecasts to say how far this one may be off."))
        return no_figure(FORECAST, n, note, terms)
    apart = max(_apart(len(trials), days), 2.0)
    half = float(t_quantile(terms.confidence, apart - 1)) * spread * np.sqrt(1 + 1 / apart)
    half = min(half, 3.0)
    notes = (
        say(
            _("Interval from the errors of {trials} past forecasts, of which about {apart} do not overlap."),
            trials=len(trials),
            apart=round(apart),
        ),
    )
    bounds = (total, total * float(np.exp(-half)), total * float(np.exp(half)))
    return figure(FORECAST, bounds, n, "back_test", terms, se=total * spread, notes=notes)


def _as_growth(revenue: Estimate, last: float, terms: Terms) -> Estimate:
    if revenue.value is None or revenue.low is None or revenue.high is None or last <= 0:
        return no_figure(
            "revenue_growth@1", revenue.n or 0, say(_("Nothing was bought in the last days to compare with.")), terms
        )
    bounds = (revenue.value / last - 1, revenue.low / last - 1, revenue.high / last - 1)
    return figure("revenue_growth@1", bounds, revenue.n or 0, revenue.method, terms, notes=revenue.notes)


def _skill_of_scores(errors: Errors, terms: Terms) -> Estimate:
    """Return how much of the squared error the scores take away; customers as clusters."""
    tried: Truths = errors.plain > 0
    n, base = int(tried.sum()), float(errors.plain.sum())
    if n < 2 * terms.floor or base <= 0:
        return no_figure(SKILL, n, say(_("Too few past forecasts to judge by.")), terms)
    skill = 1 - float(errors.scored.sum()) / base
    rest = (errors.plain - errors.scored - skill * errors.plain)[tried] / base
    se = float(np.sqrt((rest**2).sum() * n / (n - 1)))
    half = z_quantile(terms.confidence) * se
    return figure(SKILL, (skill, skill - half, skill + half), n, "clustered_ratio", terms, se=se)


def _skill_of_totals(trials: tuple[Trial, ...], days: int, terms: Terms) -> Estimate:
    """Return the skill of the totals beside as much as last time; overlapping forecasts count for less."""
    n = len(trials)
    naive = np.array([(trial.naive - trial.happened) ** 2 for trial in trials])
    own = np.array([(trial.total - trial.happened) ** 2 for trial in trials])
    if n < FEWEST_TRIALS or naive.sum() <= 0:
        return no_figure(SKILL, n, say(_("Too few past forecasts to judge by.")), terms)
    skill = 1 - float(own.sum() / naive.sum())
    rest = (naive - own - skill * naive) / naive.mean()
    lags = max(1, round(days / STEP_DAYS))
    variance = float(rest @ rest) / n
    for lag in range(1, min(lags, n)):
        variance += 2 * (1 - lag / lags) * float(rest[lag:] @ rest[:-lag]) / n
    factor = max((n + 1 - 2 * lags + lags * (lags - 1) / n) / n, 1 / n)
    se = float(np.sqrt(max(variance, 0.0) / n / factor))
    half = float(t_quantile(terms.confidence, max(_apart(n, days) - 1, 1))) * se
    return figure(SKILL, (skill, skill - half, skill + half), n, "diebold_mariano", terms, se=se)


def _words(skill: Estimate, *, foretells: bool) -> Text:
    if skill.value is None:
        return say(_("The data do not reach back far enough to try the forecast."))
    if foretells:
        return say(
            _(
                "In the past the scores made the forecast of what customers buy a little better. "
                "The gain depends on the context and may not last."
            )
        )
    return say(
        _(
            "Satisfaction does not foretell growth here: "
            "in the past the scores made the forecast no better than the same one without them."
        )
    )
