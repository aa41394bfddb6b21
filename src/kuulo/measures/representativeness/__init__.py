"""Representativeness: how far those who answered resemble everybody. Pure."""

from kuulo.measures.representativeness.results import (
    Difference,
    Extremes,
    Level,
    Representation,
    Turnout,
    Verdict,
)

__all__ = ["Difference", "Extremes", "Level", "Representation", "Turnout", "Verdict"]
