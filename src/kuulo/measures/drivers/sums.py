"""What an engine returned, as arrays: sums by block, and covariance matrices of any mixture of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, ScaleMismatchError
from kuulo.base.texts import mark as _
from kuulo.measures.drivers.asking import MOST, DriverRequest

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first look told of each variable, in the order outcome, drivers.

    Attributes:
        rows: Rows of the table.
        n: Answers of each.
        low: Lowest answer.
        high: Highest answer.
        mean: Weighted mean.
        binary: Whether it holds nothing but 0 and 1.
    """

    rows: int
    n: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    mean: tuple[float, ...]
    binary: tuple[bool, ...]

    def constant(self, place: int) -> bool:
        """Return whether everybody who answered gave the same answer, or nobody answered."""
        return self.n[place] == 0 or self.low[place] == self.high[place]


def read_look(request: DriverRequest, table: pa.Table) -> Seen:
    """Return what the first look told.

    Raises:
        ColumnError: Weights or persons are missing or impossible.
        ScaleMismatchError: A column holds values that are no numbers.
    """
    row = table.to_pylist()[0]
    for check, name, found in (
        ("bad_weights", request.weight, _("{rows} rows have no weight, or a negative one, in column {name}.")),
        ("bad_clusters", request.cluster, _("{rows} rows have no cluster in column {name}.")),
    ):
        if row.get(check):
            raise ColumnError(found, _("Fill the column, or leave those rows out."), rows=row[check], name=name)
    places = range(len(request.variables))
    ends = [row[f"{end}{place}"] for place in places for end in ("low", "high")]
    if any(end is not None and not abs(end) <= MOST for end in ends):
        raise ScaleMismatchError(_("The answers hold values that are no numbers."), _("Leave those rows out."))
    return Seen(
        rows=int(row["rows"]),
        n=tuple(int(row[f"n{place}"]) for place in places),
        low=tuple(_float(row[f"low{place}"]) for place in places),
        high=tuple(_float(row[f"high{place}"]) for place in places),
        mean=tuple(_float(row[f"mean{place}"]) for place in places),
        binary=tuple(not row[f"between{place}"] for place in places),
    )


def _float(value: float | None) -> float:
    return 0.0 if value is None else float(value)


@dataclass(frozen=True, slots=True)
class BlockSums:
    """Sums by block of persons.

    Attributes:
        request: What was asked.
        centres: What was taken off each variable.
        entries: A column of sums each, one entry a block.
    """

    request: DriverRequest
    centres: Floats
    entries: dict[str, Floats]

    @property
    def blocks(self) -> int:
        """How many blocks hold anybody."""
        return len(self.entries["n"])

    def total(self, name: str) -> float:
        """Return one sum over all blocks."""
        return float(self.entries[name].sum())

    def covariances(self, counts: Floats) -> Floats:
        """Return the covariance matrix of each mixture of blocks, shape (m, p, p).

        Args:
            counts: How often each block is in each mixture, shape (m, blocks).
        """
        weight, firsts, products = self._moments(counts)
        with np.errstate(divide="ignore", invalid="ignore"):
            means = firsts / weight
            found = products / weight - means * means.swapaxes(-1, -2)
        return np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0)

    def _moments(self, counts: Floats) -> tuple[Floats, Floats, Floats]:
        size = len(self.request.variables)
        shape = (len(counts), size, size)
        if self.request.missing == "pairwise":
            return self._pair_moments(counts, shape)
        products = np.empty(shape)
        for one, other in combinations_with_replacement(range(size), 2):
            products[:, one, other] = products[:, other, one] = counts @ self.entries[f"q{one}_{other}"]
        firsts = np.stack([counts @ self.entries[f"s{place}"] for place in range(size)], axis=1)
        weight = (counts @ self.entries["w"])[:, None, None]
        return weight, np.broadcast_to(firsts[:, :, None], shape), products

    def _pair_moments(self, counts: Floats, shape: tuple[int, int, int]) -> tuple[Floats, Floats, Floats]:
        weight, firsts, products = np.empty(shape), np.empty(shape), np.empty(shape)
        for one in range(shape[1]):
            weight[:, one, one] = counts @ self.entries[f"aw{one}"]
            firsts[:, one, one] = counts @ self.entries[f"ax{one}"]
            products[:, one, one] = counts @ self.entries[f"pq{one}_{one}"]
        for one, other in combinations(range(shape[1]), 2):
            weight[:, one, other] = weight[:, other, one] = counts @ self.entries[f"pw{one}_{other}"]
            products[:, one, other] = products[:, other, one] = counts @ self.entries[f"pq{one}_{other}"]
            firsts[:, one, other] = counts @ self.entries[f"ps{one}_{other}"]
            firsts[:, other, one] = counts @ self.entries[f"ps{other}_{one}"]
        return weight, firsts, products

    def means(self, counts: Floats) -> Floats:
        """Return the mean of each variable over all who have it, in each mixture of blocks, shape (m, p)."""
        places = range(len(self.request.variables))
        sums = np.stack([counts @ self.entries[f"ax{place}"] for place in places], axis=1)
        weight = np.stack([counts @ self.entries[f"aw{place}"] for place in places], axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(sums / weight + self.centres)


def read_products(request: DriverRequest, centres: tuple[float, ...], table: pa.Table) -> BlockSums:
    """Return the sums by block, in the order of the blocks: engines return rows in any."""
    table = table.sort_by("block")
    entries = {
        name: np.nan_to_num(
            np.asarray(table.column(name).cast(pa.float64()).combine_chunks().to_numpy(zero_copy_only=False))
        )
        for name in table.column_names
        if name != "block"
    }
    return BlockSums(request, np.asarray(centres, dtype=float), entries)
