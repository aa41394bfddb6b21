"""Scales of several items: reliability, one factor, and whether groups may be compared."""

from kuulo.measures.scales.analysts import check_moments, reliability, scale
from kuulo.measures.scales.fit import Fit
from kuulo.measures.scales.hierarchical import ThreeFactors
from kuulo.measures.scales.invariance import Invariance, Step, invariance_of
from kuulo.measures.scales.moments import Moments, PairSums, check_items, moments_of, moments_plan
from kuulo.measures.scales.reliability import Item, Reliability, reliability_of
from kuulo.measures.scales.scoring import GroupScale, Scale, scale_of

__all__ = [
    "Fit",
    "GroupScale",
    "Invariance",
    "Item",
    "Moments",
    "PairSums",
    "Reliability",
    "Scale",
    "Step",
    "ThreeFactors",
    "check_items",
    "check_moments",
    "invariance_of",
    "moments_of",
    "moments_plan",
    "reliability",
    "reliability_of",
    "scale",
    "scale_of",
]
