"""The equations weights are to meet: levels of margins as codes, numbers as columns; sums by counting, not by matrices.

With x the vector of a cell (a 1 for each of its levels, then its numbers), weights w solve Σ w x = T.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from kuulo.base.errors import ColumnError, EmptyLevelError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.measures.groups import Places, number_values
from kuulo.measures.weighting.cells import Floats, floats
from kuulo.measures.weighting.margins import (
    Auxiliary,
    Level,
    Margin,
    Numeric,
    level_name,
    population_size,
    scaled_targets,
)

KEY = "key "
_NAMED = 12  # levels a message names before it counts the rest


@dataclass(frozen=True, slots=True)
class System:
    """Levels and numbers of each cell, and the totals to be met.

    Attributes:
        codes: For each margin the level of each cell, from 0.
        sizes: Number of levels of each margin.
        numbers: Numbers of each cell, one column a number, each divided by ``scales``.
        totals: Totals to be met: the margins' levels one after the other, then the (divided) numbers.
        names: What messages call each total.
        notes: What had to be said about the targets.
    """

    codes: tuple[Places, ...]
    sizes: tuple[int, ...]
    numbers: Floats
    totals: Floats
    names: tuple[str, ...]
    notes: tuple[Text, ...] = ()

    @property
    def offsets(self) -> tuple[int, ...]:
        """Where each margin begins among the totals; the numbers begin at the last."""
        return (0, *np.cumsum(self.sizes).tolist()) if self.sizes else (0,)

    def take(self, places: Places) -> System:
        """Return the same equations for some of the cells."""
        codes = tuple(code[places] for code in self.codes)
        return System(codes, self.sizes, self.numbers[places], self.totals, self.names, self.notes)

    def predictor(self, coefficients: Floats) -> Floats:
        """Return Σ λ x of each cell; with several rows of coefficients one row of cells for each."""
        found = np.zeros((*coefficients.shape[:-1], len(self.numbers)))
        for start, size, code in zip(self.offsets, self.sizes, self.codes, strict=False):
            found += coefficients[..., start : start + size][..., code]
        if self.numbers.shape[1]:
            found += coefficients[..., self.offsets[-1] :] @ self.numbers.T
        return found

    def sums(self, values: Floats) -> Floats:
        """Return Σ v x over the cells."""
        parts = [
            np.bincount(code, weights=values, minlength=size) for code, size in zip(self.codes, self.sizes, strict=True)
        ]
        return np.concatenate([*parts, values @ self.numbers])

    def gram(self, values: Floats) -> Floats:
        """Return Σ v x x' over the cells."""
        count, starts = len(self.totals), self.offsets
        found = np.zeros((count, count))
        for i, (code, size) in enumerate(zip(self.codes, self.sizes, strict=True)):
            rows = slice(starts[i], starts[i] + size)
            for j, (other, width) in enumerate(zip(self.codes[: i + 1], self.sizes, strict=False)):
                block = np.bincount(code * width + other, weights=values, minlength=size * width).reshape(size, width)
                found[rows, starts[j] : starts[j] + width] = block
                found[starts[j] : starts[j] + width, rows] = block.T
            for k in range(self.numbers.shape[1]):
                column = np.bincount(code, weights=values * self.numbers[:, k], minlength=size)
                found[rows, starts[-1] + k] = found[starts[-1] + k, rows] = column
        found[starts[-1] :, starts[-1] :] = self.numbers.T @ (values[:, None] * self.numbers)
        return found

    def differences(self, weights: Floats) -> Floats:
        """Return by how much the weights miss each total, relative to it."""
        return relative(self.sums(weights) - self.totals, self.totals)


def relative(difference: Floats, totals: Floats) -> Floats:
    """Return differences relative to the totals; a total of 0 counts as 1."""
    return np.asarray(difference / np.where(totals == 0, 1.0, np.abs(totals)))


def build_system(table: pa.Table, auxiliaries: Sequence[Auxiliary], weights: Floats) -> System:
    """Return the equations of a table of cells; each column the auxiliaries name is found by `key_name`.

    Raises:
        ColumnError: Values are missing; the message says how many rows.
        EmptyLevelError: A level has a target and no rows, or rows and no target; the message names them all.
        DefinitionError: The margins count different populations.
    """
    _refuse_gaps(table, auxiliaries)
    margins = [item for item in auxiliaries if isinstance(item, Margin)]
    size = population_size(margins, float(weights.sum()))
    codes, levels, totals = [], [], []
    notes: list[Text] = []
    for margin in margins:
        targets, said = scaled_targets(margin, size)
        code, order = _coded(table, margin, weights, targets)
        codes.append(code)
        levels.append([level_name(margin.columns, level) if margin.columns else margin.name for level in order])
        totals.append(np.array([targets[level] for level in order]))
        notes.extend(said)
    counted = [item for item in auxiliaries if isinstance(item, Numeric)]
    numbers, scaled, names = _numbers(table, counted, weights)
    return System(
        tuple(codes),
        tuple(len(order) for order in levels),
        numbers,
        np.concatenate([*totals, scaled]),
        (*(name for order in levels for name in order), *names),
        tuple(notes),
    )


def key_name(table: pa.Table, column: str) -> str:
    """Return what a column of the rows is called among the cells: plans mark it, so that it may be named like a sum."""
    marked = KEY + column
    return marked if marked in table.column_names else column


def _refuse_gaps(table: pa.Table, auxiliaries: Sequence[Auxiliary]) -> None:
    rows = floats(table, "n")
    for item in auxiliaries:
        for place, name in enumerate(item.columns if isinstance(item, Margin) else (item.column,)):
            if isinstance(item, Margin) and any(level[place] is None for level in item.targets):
                continue  # what is missing is a level of its own
            column = table.column(key_name(table, name))
            missing = column.is_null(nan_is_null=True).combine_chunks().to_numpy(zero_copy_only=False)
            if missing.any():
                raise ColumnError(
                    _("{rows} rows have no value in column {name}."),
                    _("Fill the column, give what is missing a target of its own, or leave those rows out."),
                    rows=int(rows[missing].sum()),
                    name=name,
                )


def _coded(table: pa.Table, margin: Margin, weights: Floats, targets: dict[Level, float]) -> tuple[Places, list[Level]]:
    """Return the level of each cell and the levels in order.

    Raises:
        EmptyLevelError: Levels and targets do not match.
    """
    places = np.zeros(table.num_rows, dtype=np.int64)
    known: list[Level] = [()]
    for name in margin.columns:
        values, place = number_values(table.column(key_name(table, name)))
        seen, places = np.unique(places * max(len(values), 1) + place, return_inverse=True)
        known = [(*known[code // len(values)], values[code % len(values)]) for code in seen.tolist()]
    weight = np.bincount(places, weights=weights, minlength=len(known))
    _refuse_mismatch(margin, {level: float(sum_) for level, sum_ in zip(known, weight, strict=True)}, targets)
    return places.astype(np.int64), known


def _refuse_mismatch(margin: Margin, seen: dict[Level, float], targets: dict[Level, float]) -> None:
    untold = [level for level in seen if level not in targets]
    if untold:
        raise EmptyLevelError(
            _("These levels have rows and no target: {levels}."),
            _("Add their targets, join them with another level on both sides, or leave those rows out."),
            levels=_listed(margin, untold),
        )
    empty = [level for level, target in targets.items() if target > 0 and not seen.get(level, 0.0) > 0]
    if empty:
        raise EmptyLevelError(
            _("These levels have a target and nobody in the data: {levels}."),
            _("Join them with another level on both sides: no weight can stand for people nobody heard."),
            levels=_listed(margin, empty),
        )
    unwanted = [level for level in seen if targets[level] == 0]
    if unwanted:
        raise EmptyLevelError(
            _("These levels have rows and a target of 0: {levels}."),
            _("Leave those rows out, or give the level a target above 0."),
            levels=_listed(margin, unwanted),
        )


def _listed(margin: Margin, levels: list[Level]) -> str:
    named = "; ".join(level_name(margin.columns, level) for level in levels[:_NAMED])
    return named if len(levels) <= _NAMED else f"{named}; … (+{len(levels) - _NAMED})"


def _numbers(table: pa.Table, counted: list[Numeric], weights: Floats) -> tuple[Floats, Floats, list[str]]:
    """Return the numbers of each cell and their totals, each divided by the number's size so that all are alike."""
    columns: list[Floats] = []
    totals: list[Any] = []
    for item in counted:
        values = floats(table, key_name(table, item.column))
        if not np.isfinite(values).all() or not np.isfinite(item.total):
            raise ColumnError(
                _("Column {name} or its total holds what is no number."), _("Give numbers."), name=item.column
            )
        scale = float(np.sqrt((weights * values**2).sum() / weights.sum())) or 1.0
        columns.append(values / scale)
        totals.append(item.total / scale)
    shaped = np.stack(columns, axis=1) if columns else np.zeros((table.num_rows, 0))
    return shaped, np.array(totals, dtype=float), [item.name for item in counted]
