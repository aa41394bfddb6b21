"""Drivers of an outcome: from a table to shares of its differences, with intervals and checks.

    from kuulo.measures import drivers
    drivers(answers, outcome="recommend", drivers=["ease", "price", "staff"], weight="weight", cluster="customer")

The table may be any that figures take; sums of products are computed where it lives, and only blocks of sums come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.texts import mark as _
from kuulo.measures.drivers.asking import DriverRequest, Look, Products, driver_request
from kuulo.measures.drivers.bootstrap import INTERVALS
from kuulo.measures.drivers.finishing import METHODS, SAMPLES, SEED, Called, Resampling, finish
from kuulo.measures.drivers.importance import MOST_EXACT
from kuulo.measures.drivers.results import Drivers
from kuulo.measures.drivers.sums import Seen, read_look, read_products
from kuulo.measures.requests import check_confidence
from kuulo.measures.tables import Answers, open_table

Floats = NDArray[np.float64]
LEAST_ROWS: Final = 3  # beyond one for each driver


USUAL: Final = Resampling()


def drivers(  # noqa: PLR0913 -- the analysts' function names everything the analysis can depend on
    table: Any,
    *,
    outcome: str,
    drivers: Sequence[str],
    weight: str | None = None,
    cluster: str | None = None,
    method: str = "auto",
    missing: str = "complete",
    confidence: float = 0.95,
    interval: str = "bca",
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Drivers:
    """Return how much of an outcome's differences goes with each driver.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table.
        outcome: Column of the outcome: a score, or yes and no (a linear probability model then).
        drivers: Columns of numbers or of yes and no: questions, satisfaction at touchpoints, themes.
        weight: Column of weights.
        cluster: Column of the person; all rows of a person are drawn together.
        method: ``lmg`` (the Shapley value of R², up to 12 drivers), ``johnson`` (relative weights, any number), or
            ``auto``: the first where it can be computed.
        missing: ``complete`` (rows where nothing is missing), ``pairwise`` (for each two columns the rows with
            both), or ``neutral`` (a missing driver counts as average: for touchpoints a person has not met).
        confidence: Confidence level, 0–1.
        interval: ``bca`` (bias-corrected and accelerated) or ``percentile``.
        samples: How many bootstrap samples are drawn.
        seed: The same seed gives the same intervals.

    Raises:
        InputError: The table or a column cannot be used; the message names what was found.
        DefinitionError: There is no such method, or too many drivers for it.
    """
    answers = open_table(table)
    request = driver_request(
        columns=answers.columns, outcome=outcome, drivers=drivers, weight=weight, cluster=cluster, missing=missing
    )
    resampling = Resampling(confidence=confidence, interval=interval, samples=samples, seed=seed)
    return analyse(answers, request, method=method, resampling=resampling)


def analyse(
    answers: Answers,
    request: DriverRequest,
    *,
    method: str = "auto",
    resampling: Resampling = USUAL,
    names: Mapping[str, object] | None = None,
    data_version: str = "",
) -> Drivers:
    """Return the analysis of a request; see `drivers`.

    Args:
        answers: The table, opened, or anything that runs questions.
        request: Which columns.
        method: ``lmg``, ``johnson`` or ``auto``.
        resampling: How intervals are made.
        names: What the columns are called in sentences.
        data_version: Version of the data, named in every estimate.
    """
    check_confidence(resampling.confidence)
    _check_choices(method, resampling)
    columns = [name for name, _kind in request.columns]
    seen = read_look(request, answers.run(Look(request), columns))
    request, seen, dropped = _varying(request, seen)
    chosen = _method(method, len(request.drivers))
    sums = read_products(request, seen.mean, answers.run(Products(request, seen.mean), columns))
    if sums.total("n") < len(request.drivers) + LEAST_ROWS:
        raise ColumnError(
            _("Only {rows} rows have the outcome and every driver; {drivers} drivers need more."),
            _("Name fewer drivers, or treat missing answers pairwise."),
            rows=int(sums.total("n")),
            drivers=len(request.drivers),
        )
    called = Called(request.outcome, dict(names or {}))
    return finish(sums, seen, chosen, resampling, called, dropped, data_version)


def _check_choices(method: str, resampling: Resampling) -> None:
    for named, known, template in (
        (method, ("auto", *METHODS), _("There is no method “{named}” to share out what is explained.")),
        (resampling.interval, INTERVALS, _("There is no bootstrap interval “{named}”.")),
    ):
        if named not in known:
            raise DefinitionError(template, _("Use one of: {known}."), named=named, known=", ".join(known))


def _method(method: str, drivers: int) -> str:
    if method == "auto":
        return "lmg" if drivers <= MOST_EXACT else "johnson"
    if method == "lmg" and drivers > MOST_EXACT:
        raise DefinitionError(
            _("{drivers} drivers are too many for LMG, which looks at every combination; it takes up to {most}."),
            _("Use the method johnson, or fewer drivers."),
            drivers=drivers,
            most=MOST_EXACT,
        )
    return method


def _varying(request: DriverRequest, seen: Seen) -> tuple[DriverRequest, Seen, tuple[str, ...]]:
    """Return the request without drivers that everybody answered alike, and their names.

    Raises:
        ColumnError: The outcome does not vary, or no driver does.
    """
    if seen.constant(0):
        raise ColumnError(
            _("Column {name} holds the same value everywhere: there are no differences to explain."),
            _("Name another outcome."),
            name=request.outcome,
        )
    kept = [0, *(place for place in range(1, len(request.variables)) if not seen.constant(place))]
    dropped = tuple(name for place, name in enumerate(request.variables) if place not in kept)
    if len(kept) == 1:
        raise ColumnError(_("Every driver holds the same value everywhere."), _("Name drivers in which people differ."))
    variables = request.variables
    narrower = DriverRequest(
        outcome=request.outcome,
        drivers=tuple(variables[place] for place in kept[1:]),
        weight=request.weight,
        cluster=request.cluster,
        missing=request.missing,
        columns=request.columns,
    )
    picked = (
        tuple(values[place] for place in kept) for values in (seen.n, seen.low, seen.high, seen.mean, seen.binary)
    )
    return narrower, Seen(seen.rows, *picked), dropped  # type: ignore[arg-type]  # -- the fields in their order
