"""What the figure functions return: figures in order, with their groups, ready for tables, JSON and reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

import polars as pl

from kuulo.base.estimate import Estimate

_SHOWN = 60  # rows a repr prints


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers behind a net score or share, unweighted: favourable, neutral, unfavourable (0 for shares)."""

    favourable: int
    neutral: int
    unfavourable: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One estimate and the group it stands for; ``by`` is empty for the whole table."""

    by: Mapping[str, object]
    estimate: Estimate
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class FigureTable(Sequence[Figure]):
    """Figures of one definition, one for each group, sorted by group.

    Attributes:
        figures: The figures.
        definition: Name and version of the definition.
        by: Names of the groupings.
    """

    figures: tuple[Figure, ...]
    definition: str
    by: tuple[str, ...] = field(default=())

    @overload
    def __getitem__(self, index: int) -> Figure: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Figure, ...]: ...
    def __getitem__(self, index: int | slice) -> Figure | tuple[Figure, ...]:
        """Return one figure, or a slice of them."""
        return self.figures[index]

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self.figures)

    def __iter__(self) -> Iterator[Figure]:
        """Go through the figures in order."""
        return iter(self.figures)

    def to_dicts(self) -> list[dict[str, object]]:
        """Return one plain dictionary a figure: ``by`` (an object of the grouping values) and the Estimate's fields."""
        return [{"by": dict(figure.by), **figure.estimate.to_dict()} for figure in self.figures]

    def to_polars(self) -> pl.DataFrame:
        """Return a data frame: one column a grouping, then the Estimate's fields (notes as a list of texts)."""
        groups = {name: pl.Series(name, [figure.by[name] for figure in self.figures], strict=False) for name in self.by}
        rows = [figure.estimate.to_dict() for figure in self.figures]
        fields = {
            name: pl.Series(name, [row[name] for row in rows], dtype=kind, strict=False)
            for name, kind in _FIELDS.items()
        }
        clashing = {f"by_{name}" if name in fields else name: series for name, series in groups.items()}
        return pl.DataFrame(clashing | fields)

    def __repr__(self) -> str:
        """Return the figures as a small text table: groups, value, interval, n."""
        head = [*self.by, "value", "low", "high", "n", "n_eff", "method"]
        rows = [_row(figure, self.by) for figure in self.figures[:_SHOWN]]
        widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
        lines = [
            "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in [head, *rows]
        ]
        left = len(self.figures) - len(rows)
        more = [f"… {left} more"] if left > 0 else []
        confidence = f", {100 * self.figures[0].estimate.confidence:g} % intervals" if self.figures else ""
        return "\n".join([f"{self.definition}{confidence}", *lines, *more])


_FIELDS: dict[str, pl.DataType] = {
    "measure": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "se": pl.Float64(),
    "confidence": pl.Float64(),
    "n": pl.Int64(),
    "n_eff": pl.Float64(),
    "deff": pl.Float64(),
    "invited": pl.Int64(),
    "answered": pl.Int64(),
    "method": pl.String(),
    "definition": pl.String(),
    "data_version": pl.String(),
    "notes": pl.List(pl.String()),
    "raw": pl.Float64(),
    "trust": pl.String(),
}


def _row(figure: Figure, by: tuple[str, ...]) -> list[str]:
    estimate = figure.estimate
    groups = ["–" if figure.by[name] is None else str(figure.by[name]) for name in by]
    if estimate.withheld:
        return [*groups, "withheld", "", "", "", "", ""]
    numbers = [_number(x) for x in (estimate.value, estimate.low, estimate.high)]
    return [*groups, *numbers, str(estimate.n), _number(estimate.n_eff), estimate.method]


def _number(value: float | None) -> str:
    """Four significant digits or whole numbers: this is for reading, the fields keep full precision."""
    if value is None:
        return "–"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
