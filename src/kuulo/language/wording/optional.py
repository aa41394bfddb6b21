"""A Finnish morphological analyser that a user may install beside Kuulo: pypykko (GPL), which therefore never ships."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from kuulo.base.later import Later

_pykko = Later("pypykko.utils")
_UNKNOWN_WEIGHT = float("inf")


class FinnishAnalyser:
    """Lemmas and compound parts by pypykko's finite-state transducer; some milliseconds a word."""

    def analyse(self, word: str) -> tuple[str, tuple[str, ...]] | None:
        """Return (lemma, parts as they are spelt there; empty for a simple word), None for a word it does not know."""
        found = next(iter(_pykko.analyze(word)), None)
        if found is None or float(found[7]) == _UNKNOWN_WEIGHT:
            return None
        pieces = tuple(piece.lower() for piece in str(found[2]).split("|"))
        return "".join(pieces), pieces if len(pieces) > 1 else ()


@cache
def finnish_analyser() -> FinnishAnalyser | None:
    """Return the optional analyser, None where it is not installed; it is asked about words that nothing else knows."""
    return FinnishAnalyser() if find_spec("pypykko") else None
