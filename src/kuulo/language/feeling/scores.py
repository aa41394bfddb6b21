"""Labels of feeling from the scores that came with the words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import mark as _
from kuulo.language.feeling.felt import LABELS

Better = Literal["higher", "lower"]
_LOW, _HIGH = 0.45, 0.65
_HIGH_LONG = 0.72  # on 0–10, a 7 is still lukewarm
_LONG = 8


def labels_from_scores(
    values: Sequence[float | None], scale_min: float, scale_max: float, direction: Better = "higher"
) -> list[str | None]:
    """Return a label of feeling for each score; None where there is no score or it lies outside its scale.

    The lower part of the scale is negative, the middle neutral, the upper part positive: on 1–5 that is 1–2, 3, 4–5; on
    1–7 1–3, 4, 5–7; on 0–10 0–4, 5–7, 8–10. ``direction`` says which end is better: "higher", or "lower" as on scales
    that ask for effort or begin at "very good".

    Raises:
        DefinitionError: The scale has no length.
    """
    if not scale_max > scale_min:
        raise DefinitionError(
            _("A scale from {low} to {high} has no length."),
            _("Tell the lowest and the highest value that could be answered."),
            low=scale_min,
            high=scale_max,
        )
    high = _HIGH_LONG if scale_max - scale_min >= _LONG else _HIGH
    return [_label(value, scale_min, scale_max, direction, high) for value in values]


def _label(value: float | None, low: float, top: float, direction: Better, high: float) -> str | None:
    """Return the label of one score."""
    if value is None or math.isnan(value) or not low <= value <= top:
        return None
    share = (value - low) / (top - low)
    if direction == "lower":
        share = 1 - share
    if share < _LOW:
        return LABELS[0]
    return LABELS[2] if share > high else LABELS[1]
