"""Pure rules of figures: what may be asked for, for which time, and when an answer would say too much."""

from __future__ import annotations

from kuulo.figures.rules.comparison import Change, Comparison, Direction, compare
from kuulo.figures.rules.dimensions import Dimension, DimensionKind, parse_dimension
from kuulo.figures.rules.periods import Grain, Period, Window
from kuulo.figures.rules.pull import Contribution
from kuulo.figures.rules.selection import Filter, Selection, parse_selection

__all__ = [
    "Change",
    "Comparison",
    "Contribution",
    "Dimension",
    "DimensionKind",
    "Direction",
    "Filter",
    "Grain",
    "Period",
    "Selection",
    "Window",
    "compare",
    "parse_dimension",
    "parse_selection",
]
