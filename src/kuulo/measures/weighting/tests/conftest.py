"""The tables of the measures' tests, for weighting too."""

from __future__ import annotations

from kuulo.measures.tests.conftest import bring, spark

__all__ = ["bring", "spark"]
