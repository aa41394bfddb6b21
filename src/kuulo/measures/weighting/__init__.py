"""Weights that let a sample stand for its population, and figures whose intervals include the weighting.

Cells are counted on the engine, weights are found on the cells, and joined back on the engine.
"""

from kuulo.measures.weighting.analysts import Calibrated, calibrate, post_stratify, rake
from kuulo.measures.weighting.domains import domain_estimates, sum_rows
from kuulo.measures.weighting.fitting import CellWeights, fit_cells
from kuulo.measures.weighting.margins import Margin, Numeric
from kuulo.measures.weighting.plans import cell_plan, domain_plan
from kuulo.measures.weighting.replicates import Replicates
from kuulo.measures.weighting.trimming import Trim

__all__ = [
    "Calibrated",
    "CellWeights",
    "Margin",
    "Numeric",
    "Replicates",
    "Trim",
    "calibrate",
    "cell_plan",
    "domain_estimates",
    "domain_plan",
    "fit_cells",
    "post_stratify",
    "rake",
    "sum_rows",
]
