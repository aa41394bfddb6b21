"""Weights that let a sample stand for its population, and figures whose intervals include the weighting.

Cells are counted on the engine, weights are found on the cells, and joined back on the engine.
"""

from kuulo.measures.weighting.domains import domain_estimates, sum_rows
from kuulo.measures.weighting.fitting import CellWeights, fit_cells
from kuulo.measures.weighting.margins import Margin, Numeric
from kuulo.measures.weighting.trimming import Trim

__all__ = ["CellWeights", "Margin", "Numeric", "Trim", "domain_estimates", "fit_cells", "sum_rows"]
