"""The only place where the truth enters: how far off each estimator was, and how often its interval covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kuulo.bench.correction.estimators import TWO_PHASE, WITH_FOLLOW_UP, WITHOUT_FOLLOW_UP, Outcome


def score(world: str, outcomes: Sequence[Outcome], truth: float) -> list[dict[str, Any]]:
    """Return one row an estimator: bias, root mean square error, spread, coverage, mean width.

    ``to_manski`` is the mean width over that of Manski's bounds; ``None`` but for bounds.
    """
    return [
        _row(world, name, [outcome for outcome in outcomes if outcome.name == name], truth)
        for name in dict.fromkeys(outcome.name for outcome in outcomes)
    ]


def _row(world: str, name: str, told: Sequence[Outcome], truth: float) -> dict[str, Any]:
    low, high = (np.array([getattr(outcome, end) for outcome in told]) for end in ("low", "high"))
    values = np.array([outcome.value for outcome in told if outcome.value is not None])
    worst = np.array([outcome.worst for outcome in told if outcome.worst is not None])
    off = values - truth
    return {
        "world": world,
        "estimator": name,
        "runs": len(told),
        "bias": float(off.mean()) if len(off) else None,
        "rmse": float(np.sqrt((off**2).mean())) if len(off) else None,
        "spread": float(values.std(ddof=1)) if len(off) > 1 else None,
        "coverage": float(((low <= truth) & (truth <= high)).mean()),
        "width": float((high - low).mean()),
        "to_manski": float(((high - low) / worst).mean()) if len(worst) else None,
    }


def ratios(table: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the four numbers the experiment is judged by, each of the worst world.

    ``bias_two_phase_worst`` (points, with its sign) and ``coverage_two_phase_worst`` are those of the two-phase figure
    with a follow-up that half answered; ``coverage_bounds_worst`` and ``bounds_width_to_manski`` those of the plausible
    ranges, with and without a follow-up.
    """
    rows = list(table)
    followed = [row for row in rows if row["estimator"] == TWO_PHASE]
    ranges = [row for row in rows if row["estimator"] in {WITH_FOLLOW_UP, WITHOUT_FOLLOW_UP}]
    return {
        "bias_two_phase_worst": max((row["bias"] for row in followed), key=abs),
        "coverage_two_phase_worst": min(row["coverage"] for row in followed),
        "coverage_bounds_worst": min(row["coverage"] for row in ranges),
        "bounds_width_to_manski": max(row["to_manski"] for row in ranges),
    }


def as_text(table: Iterable[dict[str, Any]]) -> str:
    """Return the table for reading: one line an estimator and world."""
    lines = [f"{'estimator':<56}{'bias':>8}{'rmse':>8}{'covers':>9}{'width':>8}{'runs':>7}"]
    world = ""
    for row in table:
        if row["world"] != world:
            world = row["world"]
            lines.append(world)
        bias, rmse = ("–" if row[name] is None else f"{row[name]:.1f}" for name in ("bias", "rmse"))
        covers = f"{100 * row['coverage']:.1f} %"
        lines.append(f"  {row['estimator']:<54}{bias:>8}{rmse:>8}{covers:>9}{row['width']:>8.1f}{row['runs']:>7}")
    return "\n".join(lines)
