"""Sentences on how far a figure can be trusted, and for whom."""

from __future__ import annotations

from kuulo.base.texts import mark as _
from kuulo.base.texts import say

NOBODY_KNOWS = say(_("Who did not answer is not known: the figure holds for those who answered."))
