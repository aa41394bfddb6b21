"""Feeling of a text and of what it speaks of: learned from the organisation's own scores, read from lists till then."""

from __future__ import annotations

from kuulo.language.feeling.cold import cold
from kuulo.language.feeling.felt import LABELS, Felt
from kuulo.language.feeling.learning import FeelingModel, learn
from kuulo.language.feeling.quality import Quality
from kuulo.language.feeling.scores import labels_from_scores

__all__ = ["LABELS", "FeelingModel", "Felt", "Quality", "cold", "labels_from_scores", "learn"]
