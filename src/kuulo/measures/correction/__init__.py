"""Correction for who did not answer: weighting, propensity, doubly robust, multilevel, two-phase, reminders; bounds."""

from kuulo.measures.correction.methods import Bounds, Chosen, Corrected, Method
from kuulo.measures.correction.people import Categorical, Features, Lesson, People, outcome

__all__ = ["Bounds", "Categorical", "Chosen", "Corrected", "Features", "Lesson", "Method", "People", "outcome"]
