"""The functions for analysts: tables in, retention and growth with intervals out.

    from kuulo.measures import growth, retention
    retention(customers, score="likelihood", begin="answered", left="left")
    growth(answers, purchases, customers)

Tables may be pandas, Polars, PyArrow, a DuckDB relation, a Spark DataFrame or ibis; see `kuulo.measures.tables`. The
words of the results are careful on purpose: what goes with a score is not what the score causes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.estimate import Estimate
from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.definitions import definition as named
from kuulo.measures.growth.buying import WINDOW_DAYS, Shift, Value, shift_by_change, value_by_score
from kuulo.measures.growth.columns import Columns, days_of, numbers_of
from kuulo.measures.growth.figures import HAZARD, Terms, figure
from kuulo.measures.growth.forecast import HORIZON_DAYS, Forecast, forecast_growth
from kuulo.measures.growth.history import Floats, History, Integers
from kuulo.measures.growth.staying import Retention, retention_by_change, retention_by_score
from kuulo.measures.tables import open_table
from kuulo.measures.withholding import FLOOR, check_floor

regression = Later("lifelines")
checks = Later("lifelines.statistics")
frames = Later("pandas")
NOBODY: Final[Floats] = np.zeros(0)
NONE: Final[Integers] = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """What `retention` returns: the groups, the hazard ratio of each column, and whether hazards stay proportional.

    Attributes:
        retention: Groups by score with their curves, hazard ratio and log-rank test.
        hazards: Hazard ratio of one more of each column, all held still together.
        proportional: p of the test that each column's ratio stays the same over time (small: it does not).
    """

    retention: Retention
    hazards: Mapping[str, Estimate]
    proportional: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What `growth` returns; what the tables do not tell of is None."""

    by_score: Retention | None
    by_change: Retention | None
    value: Value
    shift: Shift | None
    forecast: Forecast | None


def retention(  # noqa: PLR0913 -- the analysts' function names everything
    table: Any,
    *,
    score: str,
    begin: str,
    left: str,
    now: Any = None,
    definition: str | Definition = "nps@1",
    covariates: Sequence[str] = (),
    confidence: float = 0.95,
    floor: int = FLOOR,
) -> Staying:
    """Return how many customers stayed, by the score they gave.

    Args:
        table: One row a customer.
        score: Column of the score.
        begin: Column of the time it was given.
        left: Column of the time the customer left; empty for those who are still there.
        now: The last moment of the data; by default the latest time in the table.
        definition: The measure the score belongs to.
        covariates: Columns of numbers that a Cox regression (lifelines) holds still beside the score.
        confidence: Confidence level, 0–1.
        floor: Groups under this many customers are withheld.

    Raises:
        InputError: The table or a column cannot be used, or too few have left for the regression asked for.
        DefinitionError: The definition has no closed scale.
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    rows = _read(table, (score, begin, left, *covariates))
    at, until, value = days_of(rows, begin), days_of(rows, left), numbers_of(rows, score)
    last = _last(now, at, until)
    known = np.isfinite(at) & np.isfinite(value) & (np.isnan(until) | (until > at))
    until = np.where(np.isnan(until), np.inf, until)[known]
    count = int(known.sum())
    if not count:
        raise InputError(
            _("No customer of the table has a score, a time and stayed beyond it."), _("Check the columns.")
        )
    history = replace(_nobody(count, last), until=until, person=np.arange(count), at=at[known], score=value[known])
    terms = Terms(confidence=confidence, floor=floor)
    of = named(definition) if isinstance(definition, str) else definition
    found = retention_by_score(history, of, terms)
    if not covariates:
        return Staying(retention=found, hazards={score: found.hazard}, proportional={})
    columns = {score: value[known], **{name: numbers_of(rows, name)[known] for name in covariates}}
    hazards, proportional = _regressed(history, columns, terms)
    return Staying(retention=found, hazards=hazards, proportional=proportional)


def growth(  # noqa: PLR0913 -- the analysts' function names everything
    answers: Any,
    purchases: Any = None,
    customers: Any = None,
    *,
    customer: str = "customer",
    score: str = "score",
    at: str = "at",
    amount: str = "amount",
    order: str | None = None,
    since: str | None = None,
    left: str | None = None,
    now: Any = None,
    definition: str | Definition = "nps@1",
    days: int = WINDOW_DAYS,
    horizon: int = HORIZON_DAYS,
    confidence: float = 0.95,
    floor: int = FLOOR,
    seed: int = 1,
) -> Growth:
    """Return what customers did after they answered, and whether their scores foretold it.

    Args:
        answers: One row an answer, with columns ``customer``, ``score`` and ``at``.
        purchases: One row an order line, with ``customer``, ``at`` and ``amount``.
        customers: One row a customer, with ``customer``, and ``since`` and ``left`` where these are named.
        customer: Column that names the customer in all tables.
        score: Column of the score.
        at: Column of the time, of answers and of purchases.
        amount: Column of the amount.
        order: Column of the order's number; without it each line is an order.
        since: Column of the day a customer came.
        left: Column of the day a customer left; without it nobody is known to have left.
        now: The last moment of the data; by default the latest time in the tables.
        definition: The measure the score belongs to.
        days: How long after an answer buying is looked at.
        horizon: How many days ahead the forecast reaches.
        confidence: Confidence level, 0–1.
        floor: Groups under this many customers are withheld.
        seed: Of the resamples.

    Raises:
        InputError: A table or a column cannot be used.
        DefinitionError: The definition has no closed scale.
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    terms = Terms(confidence=confidence, floor=floor, seed=seed)
    told = _read(answers, (customer, score, at))
    bought = None if purchases is None else _read(purchases, (customer, at, amount, *([order] if order else [])))
    people = None if customers is None else _read(customers, (customer, *(name for name in (since, left) if name)))
    names = _Names(customer, score, at, amount, order, since, left)
    history = history_of(told, bought, people, names, now)
    of = named(definition) if isinstance(definition, str) else definition
    return Growth(
        by_score=retention_by_score(history, of, terms) if left else None,
        by_change=retention_by_change(history, of, terms) if left else None,
        value=value_by_score(history, of, terms, days=days),
        shift=shift_by_change(history, of, terms, days=days),
        forecast=forecast_growth(history, of, terms, days=horizon),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    customer: str
    score: str
    at: str
    amount: str
    order: str | None
    since: str | None
    left: str | None


def _read(table: Any, names: Sequence[str]) -> pa.Table:
    opened = open_table(table)
    missing = [name for name in names if name not in opened.columns]
    if missing:
        raise ColumnError(
            _("The table has no column named {name}."),
            _("It has: {columns}."),
            name=missing[0],
            columns=", ".join(opened.columns),
        )
    return opened.run(Columns(tuple(dict.fromkeys(names))), list(dict.fromkeys(names)))


def history_of(
    answers: pa.Table, purchases: pa.Table | None, people: pa.Table | None, names: _Names, now: Any
) -> History:
    """Return the history that tables tell of; customers of any of the tables are numbered together."""
    tables = [table for table in (people, answers, purchases) if table is not None]
    known = pc.unique(
        pa.chunked_array([part.cast(pa.string()) for table in tables for part in table[names.customer].chunks])
    )
    person, at, value = _numbered(answers, known, names), days_of(answers, names.at), numbers_of(answers, names.score)
    since, until = np.full(len(known), -np.inf), np.full(len(known), np.inf)
    if people is not None:
        at_place = _numbered(people, known, names)
        if names.since:
            since[at_place] = np.nan_to_num(days_of(people, names.since), nan=-np.inf)
        if names.left:
            until[at_place] = np.nan_to_num(days_of(people, names.left), nan=np.inf)
    buyer, bought, amount, order = _purchases(purchases, known, names)
    last = _last(now, at, bought, until)
    told = np.isfinite(at) & np.isfinite(value) & (person >= 0)
    sequence = np.lexsort((at[told], person[told]))
    return History(
        since=since,
        until=until,
        person=person[told][sequence],
        at=at[told][sequence],
        score=value[told][sequence],
        buyer=buyer,
        bought=bought,
        amount=amount,
        order=order,
        bringer=NONE,
        brought=NOBODY,
        begin=float(bought.min()) if len(bought) else float(at[told].min(initial=last)),
        now=last,
    )


def _purchases(table: pa.Table | None, known: pa.Array, names: _Names) -> tuple[Integers, Floats, Floats, Integers]:
    if table is None:
        return NONE, NOBODY, NOBODY, NONE
    buyer, at, amount = _numbered(table, known, names), days_of(table, names.at), numbers_of(table, names.amount)
    kept = np.isfinite(at) & np.isfinite(amount) & (buyer >= 0)
    if names.order:
        order = pc.rank(table[names.order].cast(pa.string()), tiebreaker="dense").to_numpy().astype(np.int64)[kept]
    else:
        order = np.arange(int(kept.sum()))
    sequence = np.lexsort((at[kept], buyer[kept]))
    return buyer[kept][sequence], at[kept][sequence], amount[kept][sequence], order[sequence]


def _numbered(table: pa.Table, known: pa.Array, names: _Names) -> Integers:
    places = pc.index_in(table[names.customer].cast(pa.string()), value_set=known)
    empty = pc.is_null(table[names.customer])
    found: Integers = pc.if_else(empty, -1, pc.fill_null(places, -1)).to_numpy().astype(np.int64)
    return found


def _last(now: Any, *times: Floats) -> float:
    if now is not None:
        return float(days_of(pa.table({"now": pa.array([now])}), "now")[0])
    known = np.concatenate([time[np.isfinite(time)] for time in times])
    if not len(known):
        raise InputError(_("The tables hold no time."), _("Check the columns of times."))
    return float(known.max())


def _nobody(count: int, now: float) -> History:
    return History(
        since=np.full(count, -np.inf),
        until=np.full(count, np.inf),
        person=NONE,
        at=NOBODY,
        score=NOBODY,
        buyer=NONE,
        bought=NOBODY,
        amount=NOBODY,
        order=NONE,
        bringer=NONE,
        brought=NOBODY,
        begin=now,
        now=now,
    )


def _regressed(
    history: History, columns: Mapping[str, Floats], terms: Terms
) -> tuple[dict[str, Estimate], dict[str, float]]:
    """Return the hazard ratios and the proportionality test of lifelines, with a robust variance."""
    left = history.until <= history.now
    frame = frames.DataFrame(columns)
    if bool(frame.isna().any(axis=None)):
        raise InputError(_("A column of the regression has gaps."), _("Fill them, or leave those customers out."))
    frame["duration"] = np.where(left, history.until, history.now) - history.at
    frame["left"] = left
    if int(left.sum()) < 5 or len(frame) < 2 * terms.floor:
        raise InputError(
            _("Only {left} left: too few for a regression."),
            _("Wait for more, or look at the curves."),
            left=int(left.sum()),
        )
    fitted = regression.CoxPHFitter(alpha=1 - terms.confidence).fit(frame, "duration", "left", robust=True)
    ends = fitted.confidence_intervals_.to_numpy()
    notes = (_rests_on(int(left.sum()), len(frame)),)
    hazards = {
        name: figure(
            HAZARD,
            (float(np.exp(fitted.params_[name])), float(np.exp(ends[place, 0])), float(np.exp(ends[place, 1]))),
            len(frame),
            "cox_robust",
            terms,
            se=float(fitted.standard_errors_[name]),
            notes=notes,
        )
        for place, name in enumerate(columns)
    }
    tested = checks.proportional_hazard_test(fitted, frame, time_transform="rank")
    return hazards, {name: float(p) for name, p in zip(columns, np.atleast_1d(tested.p_value), strict=True)}


def _rests_on(left: int, n: int) -> Text:
    return say(_("Left while watched: {left} of {n}."), left=left, n=n)
