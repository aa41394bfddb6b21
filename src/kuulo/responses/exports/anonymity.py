"""No row of a table says who it is: what is known of people is blanked where fewer than the floor share it; pure.

Columns are taken in order. Each splits the groups of rows that the columns before it made; a value that fewer than
``floor`` rows of a group have is blanked, and so are the next rarest, until the blanked rows are ``floor`` or none. So
every combination of what stays is shared by at least ``floor`` rows (k-anonymity by local suppression: Sweeney 2002).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from kuulo.base.errors import WithheldError
from kuulo.base.texts import mark as _

GROUP: Final = "__group"
VALUE: Final = "__value"
ROWS: Final = "__rows"


@dataclass(frozen=True, slots=True)
class Blanked:
    """A column of which some cells were left empty to protect people."""

    column: str
    rows: int


def blank_rare(frame: pl.DataFrame, columns: Sequence[str], floor: int) -> tuple[pl.DataFrame, tuple[Blanked, ...]]:
    """Return the frame with rare values of these columns blanked, and how many cells of each.

    Raises:
        WithheldError: The frame has fewer rows than the floor: then every row is rare.
    """
    if 0 < frame.height < floor:
        raise WithheldError(
            _("There are fewer than {floor} responses; the promise to the respondents keeps them together."),
            _("Wait until there are more."),
            floor=floor,
        )
    groups = pl.Series(GROUP, [0] * frame.height, dtype=pl.UInt32)
    blanked = []
    for name in columns:
        kept, groups = _kept(frame[name], groups, floor)
        count = int((frame[name].is_not_null() & kept.is_null()).sum())
        frame = frame.with_columns(kept.alias(name))
        if count:
            blanked.append(Blanked(name, count))
    return frame, tuple(blanked)


def _kept(values: pl.Series, groups: pl.Series, floor: int) -> tuple[pl.Series, pl.Series]:
    """Return the values without the rare ones, and the finer groups that they make."""
    rows = pl.DataFrame({GROUP: groups, VALUE: values})
    sizes = rows.group_by(GROUP, VALUE).agg(pl.len().alias(ROWS)).sort(GROUP, ROWS, VALUE, nulls_last=False)
    before = pl.col(ROWS).cum_sum().over(GROUP) - pl.col(ROWS)
    rare_ones = pl.col(ROWS).min().over(GROUP) < floor
    sizes = sizes.with_columns((rare_ones & ((pl.col(ROWS) < floor) | (before < floor))).alias("__blank"))
    joined = rows.join(sizes, on=[GROUP, VALUE], how="left", nulls_equal=True, maintain_order="left")
    empty = pl.lit(None, dtype=values.dtype)
    kept = joined.select(pl.when(pl.col("__blank")).then(empty).otherwise(pl.col(VALUE)).alias(VALUE))[VALUE]
    finer = pl.DataFrame({GROUP: groups, VALUE: kept}).select(pl.struct(GROUP, VALUE).rank("dense").cast(pl.UInt32))
    return kept, finer.to_series().alias(GROUP)


def smallest_group(frame: pl.DataFrame, columns: Sequence[str]) -> int:
    """Return how many rows share the rarest combination of the columns; 0 for an empty frame."""
    if not frame.height or not columns:
        return frame.height
    sizes: Mapping[str, list[int]] = frame.group_by(list(columns)).len().to_dict(as_series=False)
    return min(sizes["len"])
