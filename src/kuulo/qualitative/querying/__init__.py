"""Questions to coded passages: and, or, not, near, by attribute; codes by cases."""

from __future__ import annotations

from kuulo.qualitative.querying.crossing import Crossed, cross
from kuulo.qualitative.querying.expressions import Both, Either, Expression, Has, Near, Nowhere, Unit, Without
from kuulo.qualitative.querying.finding import find, reaches, touching
from kuulo.qualitative.querying.material import Coded, Material, Piece, above, by_source, under
from kuulo.qualitative.querying.parsing import FARTHEST, NEAR_UNLESS_TOLD, parse

__all__ = [
    "FARTHEST",
    "NEAR_UNLESS_TOLD",
    "Both",
    "Coded",
    "Crossed",
    "Either",
    "Expression",
    "Has",
    "Material",
    "Near",
    "Nowhere",
    "Piece",
    "Unit",
    "Without",
    "above",
    "by_source",
    "cross",
    "find",
    "parse",
    "reaches",
    "touching",
    "under",
]
