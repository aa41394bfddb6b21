"""Trends: level and band, season, breaks, and alarms with a stated rate of false ones."""

from kuulo.measures.trends.alarms import Alarm, Ending
from kuulo.measures.trends.breaks import FoundBreak
from kuulo.measures.trends.calibration import RATE, rate_of_any, rate_of_each
from kuulo.measures.trends.season import Season
from kuulo.measures.trends.smoothing import Smoothed, smooth
from kuulo.measures.trends.words import Amount

__all__ = [
    "RATE",
    "Alarm",
    "Amount",
    "Ending",
    "FoundBreak",
    "Season",
    "Smoothed",
    "rate_of_any",
    "rate_of_each",
    "smooth",
]
