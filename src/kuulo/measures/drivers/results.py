"""What an analysis of drivers comes to: each driver with its share and interval, the whole, and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.measures.drivers.checks import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One driver.

    Attributes:
        name: Its column.
        importance: Share of the outcome's differences that goes with it, 0–1; all drivers' add up to R².
        share: The same as a part of what is explained, 0–1; all drivers' add up to 1.
        beta: Standardised regression coefficient.
        correlation: Zero-order correlation with the outcome.
        performance: Its mean over all who answered it, in its own unit.
        inflation: Variance inflation factor.
        rank: Its place by importance, from 1.
        rank_low: Best place its interval reaches.
        rank_high: Worst place its interval reaches.
    """

    name: str
    importance: Estimate
    share: Estimate
    beta: Estimate
    correlation: Estimate
    performance: Estimate
    inflation: float
    rank: int
    rank_low: int
    rank_high: int

    def to_dict(self) -> dict[str, object]:
        """Return the driver as plain values, ready for JSON."""
        return {
            "name": self.name,
            "importance": self.importance.to_dict(),
            "share": self.share.to_dict(),
            "beta": self.beta.to_dict(),
            "correlation": self.correlation.to_dict(),
            "performance": self.performance.to_dict(),
            "inflation": self.inflation if isfinite(self.inflation) else None,
            "rank": self.rank,
            "rank_low": self.rank_low,
            "rank_high": self.rank_high,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """The whole analysis.

    Attributes:
        outcome: Column of the outcome.
        method: ``lmg`` or ``johnson``.
        drivers: The most important first.
        explained: R²: the share of the outcome's differences that all drivers together go with.
        n: Rows used.
        persons: Persons behind them.
        left_out: Rows with an outcome that could not be used because a driver is missing.
        missing: How missing answers were treated.
        condition: Largest condition index of the drivers.
        checks: What a reader must know, said in words.
        sentence: The analysis in a sentence or two.
    """

    outcome: str
    method: str
    drivers: tuple[Driver, ...]
    explained: Estimate
    n: int
    persons: int
    left_out: int
    missing: str
    condition: float
    checks: tuple[Check, ...]
    sentence: Text

    def __getitem__(self, name: str) -> Driver:
        """Return the driver of a column.

        Raises:
            KeyError: There is none.
        """
        for driver in self.drivers:
            if driver.name == name:
                return driver
        raise KeyError(name)

    def to_dict(self) -> dict[str, object]:
        """Return the analysis as plain values, ready for JSON."""
        return {
            "outcome": self.outcome,
            "method": self.method,
            "explained": self.explained.to_dict(),
            "drivers": [driver.to_dict() for driver in self.drivers],
            "n": self.n,
            "persons": self.persons,
            "left_out": self.left_out,
            "missing": self.missing,
            "condition": self.condition if isfinite(self.condition) else None,
            "checks": [
                {"name": check.name, "level": check.level, "sentence": str(check.sentence)} for check in self.checks
            ],
            "sentence": str(self.sentence),
        }

    def __repr__(self) -> str:
        """Return the analysis as a small text table."""
        head = ["driver", "share of differences", "low", "high", "beta", "r", "vif"]
        rows = [
            [
                one.name,
                *(_percent(value) for value in (one.importance.value, one.importance.low, one.importance.high)),
                _number(one.beta.value),
                _number(one.correlation.value),
                f"{one.inflation:.2f}",
            ]
            for one in self.drivers
        ]
        widths = [max(len(line[place]) for line in [head, *rows]) for place in range(len(head))]
        lines = [
            "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in [head, *rows]
        ]
        return "\n".join([f"{self.outcome}, {self.method}: {self.sentence}", *lines])


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
