"""Tables of claims: fragments, claims, what speaks for and against them, what customers were asked."""

from __future__ import annotations

from kuulo.claims.models.asking import Answer, Question
from kuulo.claims.models.claims import Claim, Evidence
from kuulo.claims.models.fragments import Fragment

__all__ = ["Answer", "Claim", "Evidence", "Fragment", "Question"]
