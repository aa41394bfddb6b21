"""Correction for who did not answer: weighting, propensity, doubly robust, multilevel, two-phase, reminders; bounds."""

from kuulo.measures.correction.bounding import bounds
from kuulo.measures.correction.choosing import choose
from kuulo.measures.correction.design import known_matrix
from kuulo.measures.correction.estimating import QUICK, allowed, correct, estimate_all
from kuulo.measures.correction.leaving import later_check
from kuulo.measures.correction.logistic import fit_logistic
from kuulo.measures.correction.methods import Bounds, Chosen, Corrected, Method
from kuulo.measures.correction.multilevel import multilevel_groups
from kuulo.measures.correction.people import Lesson, People, outcome
from kuulo.measures.correction.reminded import Arm, arms
from kuulo.measures.correction.replicates import Replicates, replicated
from kuulo.measures.features import Categorical, Codes, Features, Flags, Floats

__all__ = [
    "QUICK",
    "Arm",
    "Bounds",
    "Categorical",
    "Chosen",
    "Codes",
    "Corrected",
    "Features",
    "Flags",
    "Floats",
    "Lesson",
    "Method",
    "People",
    "Replicates",
    "allowed",
    "arms",
    "bounds",
    "choose",
    "correct",
    "estimate_all",
    "fit_logistic",
    "known_matrix",
    "later_check",
    "multilevel_groups",
    "outcome",
    "replicated",
]
