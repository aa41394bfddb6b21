"""How amounts stand in the sentences of trends."""

from __future__ import annotations

from kuulo.measures.definitions import DEFINITIONS


class Amount(float):
    """A number in a sentence with the decimals worth reading: none from 10 on, one from 1 on, two for what is small."""

    @property
    def decimals(self) -> int:
        """How many decimals are worth reading."""
        if abs(self) >= 10:
            return 0
        return 1 if abs(self) >= 1 else 2

    def __format__(self, pattern: str) -> str:
        """Return the number for English sentences."""
        return super().__format__(pattern or f".{self.decimals}f")

    def __str__(self) -> str:
        """Return the English form."""
        return f"{self}"


def unit_of(definition: str) -> float:
    """Return what differences of a measure are multiplied by to be points: 100 for shares, 1 for the others."""
    known = DEFINITIONS.get(definition)
    return 100.0 if known is not None and known.statistic == "share" else 1.0
