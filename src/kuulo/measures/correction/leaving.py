"""The later check: did those who were silent leave more often than was expected of them?

If the silent were as content as the correction has them, they leave as often as customers of whom the same is known and
who answered the same. Leaving more often is the sign, months later, that they were not.
"""

from __future__ import annotations

import numpy as np

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.features import Flags, Floats
from kuulo.measures.intervals import t_interval


def later_check(predicted: Floats, left: Flags, *, confidence: float = 0.95) -> Estimate:
    """Return by how much the share of the silent who left differs from what was expected, −1 to 1.

    Args:
        predicted: Chance of leaving that a model of those who answered gives each silent person, 0–1.
        left: Who of them left.
        confidence: Confidence level, 0–1.

    The variance is that of left − predicted over persons: calibration in the large (Cox 1958); the model's own error
    is not in it. ``trust`` says the outcome in one sentence.

    Raises:
        ColumnError: There are fewer than two persons, or a chance outside 0–1.
    """
    if len(left) < 2 or not ((predicted >= 0) & (predicted <= 1)).all():
        raise ColumnError(
            _("The later check needs two persons or more, and chances between 0 and 1."),
            _("Give each silent person's expected chance of leaving."),
        )
    gap = left.astype(float) - predicted
    n = len(gap)
    value = float(gap.mean())
    expected = float((predicted * (1 - predicted)).sum() / n**2)
    se = float(np.sqrt(max(float(np.var(gap, ddof=1)) / n, expected)))
    low, high = (float(end) for end in t_interval(value, se, n - 1, confidence))
    return Estimate(
        measure="left",
        value=value,
        low=max(low, -1.0),
        high=min(high, 1.0),
        se=se,
        confidence=confidence,
        n=n,
        n_eff=float(n),
        deff=1.0,
        invited=None,
        answered=None,
        method="observed less expected",
        definition="left.beyond@1",
        trust=_said(float(left.mean()), float(predicted.mean()), low, high),
    )


def _said(left: float, predicted: float, low: float, high: float) -> Text:
    shares = {"left": round(100 * left, 1), "predicted": round(100 * predicted, 1)}
    if low > 0:
        return say(
            _("The silent left more often than expected ({left} % against {predicted} %): they were less content."),
            **shares,
        )
    if high < 0:
        return say(_("The silent left less often than expected ({left} % against {predicted} %)."), **shares)
    return say(
        _("The silent left about as often as expected ({left} % against {predicted} %): no difference can be seen."),
        **shares,
    )
