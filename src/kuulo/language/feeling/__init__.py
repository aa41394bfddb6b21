"""Feeling of a text and of what it speaks of: learned from the organisation's own scores, read from lists till then."""

from __future__ import annotations

from kuulo.language.feeling.agreeing import agreeing_labels
from kuulo.language.feeling.aspects import Aspect, aspects, aspects_of, is_mixed, towards
from kuulo.language.feeling.cold import cold
from kuulo.language.feeling.felt import LABELS, Felt
from kuulo.language.feeling.learning import FeelingModel, learn
from kuulo.language.feeling.quality import Quality
from kuulo.language.feeling.scores import labels_from_scores

__all__ = [
    "LABELS",
    "Aspect",
    "FeelingModel",
    "Felt",
    "Quality",
    "agreeing_labels",
    "aspects",
    "aspects_of",
    "cold",
    "is_mixed",
    "labels_from_scores",
    "learn",
    "towards",
]
