"""Reads of the room."""

from __future__ import annotations

from kuulo.growth.queries.benchmarks import Published, published_figures
from kuulo.growth.queries.growth import Found, cost_of, growth_of, measures_of
from kuulo.growth.queries.reasons import Farewells, farewells_of

__all__ = [
    "Farewells",
    "Found",
    "Published",
    "cost_of",
    "farewells_of",
    "growth_of",
    "measures_of",
    "published_figures",
]
