"""Representativeness: how far those who answered resemble everybody. Pure."""

from kuulo.measures.representativeness.analysts import representativeness
from kuulo.measures.representativeness.crowd import Crowd, cell_numbers, counted
from kuulo.measures.representativeness.differences import differences
from kuulo.measures.representativeness.representing import Telling, represent
from kuulo.measures.representativeness.results import (
    Difference,
    Extremes,
    Level,
    Representation,
    Turnout,
    Verdict,
)
from kuulo.measures.representativeness.verdicts import UNKNOWN

__all__ = [
    "UNKNOWN",
    "Crowd",
    "Difference",
    "Extremes",
    "Level",
    "Representation",
    "Telling",
    "Turnout",
    "Verdict",
    "cell_numbers",
    "counted",
    "differences",
    "represent",
    "representativeness",
]
