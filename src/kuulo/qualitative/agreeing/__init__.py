"""How far coders of passages agree, and where they differ."""

from __future__ import annotations

from kuulo.qualitative.agreeing.figures import alpha, kappa, pooled_alpha
from kuulo.qualitative.agreeing.meeting import Given, Meeting, marked_by, meetings
from kuulo.qualitative.agreeing.rating import Marked, rate
from kuulo.qualitative.agreeing.units import Cut, Segment, paragraphs, segments, sentences

__all__ = [
    "Cut",
    "Given",
    "Marked",
    "Meeting",
    "Segment",
    "alpha",
    "kappa",
    "marked_by",
    "meetings",
    "paragraphs",
    "pooled_alpha",
    "rate",
    "segments",
    "sentences",
]
