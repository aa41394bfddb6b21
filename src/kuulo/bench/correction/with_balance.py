"""Meta's balance on one round, run by the Python of balance's own environment: a file in, one line of JSON out.

The sample is who answered, the target all who were invited; covariates are every column but the outcome. Methods are
balance's own with their defaults: inverse propensity weighting (LASSO logistic regression with its formula and
trimming), raking, and the covariate balancing propensity score. Intervals are balance's ``ci_of_mean``.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import warnings
from importlib import import_module
from typing import Any

METHODS = ("ipw", "rake")


def main(file: str) -> dict[str, dict[str, float]]:
    """Return value, low and high of the net score by each method."""
    pandas, package = import_module("pandas"), import_module("balance")
    asked = pandas.read_csv(file)
    asked["id"] = [str(row) for row in range(len(asked))]
    covariates = asked.drop(columns=["answered", "score"])
    heard = asked[asked["answered"]].drop(columns=["answered"])
    heard["nps"] = 100.0 * (heard["score"] >= 9) - 100.0 * (heard["score"] <= 6)
    target = package.Sample.from_frame(covariates, id_column="id")
    sample = package.Sample.from_frame(heard.drop(columns=["score"]), id_column="id", outcome_columns=["nps"])
    return {method: _told(sample.set_target(target), method) for method in METHODS}


def _told(sample: Any, method: str) -> dict[str, float]:
    adjusted = sample.adjust(method=method)
    outcomes = adjusted.outcomes()
    value = float(outcomes.mean().loc["self", "nps"])
    low, high = (float(end) for end in outcomes.ci_of_mean().loc["self", "nps"])
    return {"value": value, "low": low, "high": high}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(io.StringIO()):  # balance prints its progress
        told = main(sys.argv[1])
    sys.stdout.write(json.dumps(told) + "\n")
