"""Measures: named definitions, figures with honest intervals, the anonymity floor. Pure; the engine counts."""

from kuulo.measures.analysts import ces, csat, enps, figures, mean_score, nps, ratio, share, total
from kuulo.measures.comparing import compare, compare_groups, rank
from kuulo.measures.correction.analysts import corrected
from kuulo.measures.definitions import DEFINITIONS, Definition, definition
from kuulo.measures.distribution import Distribution, distribution
from kuulo.measures.drivers.analysis import drivers
from kuulo.measures.drivers.uplift import uplift
from kuulo.measures.growth import growth, retention
from kuulo.measures.periods import Period
from kuulo.measures.plans import FigurePlan, figure_plan
from kuulo.measures.representativeness.analysts import representativeness
from kuulo.measures.requests import Design
from kuulo.measures.results import Counts, Figure, FigureTable
from kuulo.measures.scales import reliability, scale
from kuulo.measures.trends.analysts import trend
from kuulo.measures.weighting import Calibrated, Margin, Numeric, Trim, calibrate, post_stratify, rake
from kuulo.measures.withholding import withhold

__all__ = [
    "DEFINITIONS",
    "Calibrated",
    "Counts",
    "Definition",
    "Design",
    "Distribution",
    "Figure",
    "FigurePlan",
    "FigureTable",
    "Margin",
    "Numeric",
    "Period",
    "Trim",
    "calibrate",
    "ces",
    "compare",
    "compare_groups",
    "corrected",
    "csat",
    "definition",
    "distribution",
    "drivers",
    "enps",
    "figure_plan",
    "figures",
    "growth",
    "mean_score",
    "nps",
    "post_stratify",
    "rake",
    "rank",
    "ratio",
    "reliability",
    "representativeness",
    "retention",
    "scale",
    "share",
    "total",
    "trend",
    "uplift",
    "withhold",
]
