"""The weights that let those who answered stand for everybody: raked on cells, kept under what was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.base.errors import NotConvergedError
from kuulo.base.texts import Text
from kuulo.correction.queries.frames import frame_of
from kuulo.correction.queries.ledger import ledger_version
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.rules.collapsing import collapse
from kuulo.correction.rules.frames import Frame
from kuulo.correction.rules.hearing import Heard
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Features
from kuulo.measures.correction.choosing import ENOUGH
from kuulo.measures.representativeness import cell_numbers, counted
from kuulo.measures.weighting import CellWeights, Margin, fit_cells
from kuulo.measures.weighting.system import KEY

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weights of the answers.

    Attributes:
        frame: Everybody.
        x: What the weights go by.
        cell: Place among the fitted cells of each row of the frame; −1 where nobody there answered.
        fitted: The weights.
        rows: One row a person (and touchpoint) who answered: ``person``, ``touchpoint``, ``cell``, ``g``, ``d``.
        notes: What was taken together or left out.
    """

    frame: Frame
    x: Features
    cell: Codes
    fitted: CellWeights
    rows: pa.Table
    notes: tuple[Text, ...]


def everybody(snapshot: Snapshot, heard: Heard) -> Frame | None:
    """Return everybody behind the figure; ``None`` where nobody knows who that is."""
    key = ("frame", snapshot.source.key, ledger_version(), heard)
    return MEMORY.of(key, lambda: frame_of(snapshot, heard))


def weigh(snapshot: Snapshot, heard: Heard) -> Weighing | None:
    """Return the weights of everything heard; ``None`` where nothing can be corrected."""
    key = ("weigh", snapshot.source.key, ledger_version(), heard)
    return MEMORY.of(key, lambda: _weigh(snapshot, heard))


def _weigh(snapshot: Snapshot, heard: Heard) -> Weighing | None:
    frame = everybody(snapshot, heard)
    if frame is None or frame.answered.sum() < ENOUGH or heard.definition.statistic in {"total", "ratio"}:
        return None
    return weigh_by(frame, frame.known.x, encounters=heard.encounters)


def weigh_by(frame: Frame, x: Features, *, encounters: bool) -> Weighing | None:
    """Return the weights by some of what is known; ``None`` where that tells nothing."""
    collapsed = collapse(x, frame.count, frame.answered)
    names = list(collapsed.x.categorical)
    while names:
        try:
            return _fitted(frame, collapsed.x.only(names), collapsed.notes, encounters=encounters)
        except NotConvergedError as error:
            # No weights meet all margins at once: without the one that the others contradict they may.
            names.remove(_contradicted(str(error.found.params["margin"]), names))
    return None


def _contradicted(margin: str, names: Sequence[str]) -> str:
    """Return the attribute whose level, ``name = level``, is missed most; never the first, which tells most."""
    return next((name for name in names[1:] if margin.startswith(f"{name} = ")), names[-1])


def _fitted(frame: Frame, x: Features, notes: tuple[Text, ...], *, encounters: bool) -> Weighing:
    cells, first = cell_numbers(x, len(frame))
    answered = np.flatnonzero(frame.answered > 0)
    of_answers, place = np.unique(cells[answered], return_inverse=True)
    if encounters:
        # Persons answer about several encounters and so lie in several cells: one cell a person and kind of encounter.
        pairs = np.stack([cells[answered], frame.person[answered]])
        distinct, place = np.unique(pairs, axis=1, return_inverse=True)
        of_answers = distinct[0]
        table = _cells(frame, answered, place, x, first[of_answers], distinct[1])
    else:
        table = _cells(frame, answered, place, x, first[of_answers], None)
    fitted = fit_cells(table, _margins(x, frame))
    cell = np.full(len(frame), -1, dtype=np.int64)
    cell[answered] = place
    touchpoints = frame.touchpoint or (None,) * len(frame)
    rows = pa.table(
        {
            "person": pa.array(frame.person[answered], pa.int64()),
            "touchpoint": pa.array([touchpoints[row] for row in answered], pa.string()),
            "cell": pa.array(place, pa.int64()),
            "g": pa.array(fitted.factor[place], pa.float64()),
            "d": pa.array(frame.weight[answered] / frame.answered[answered], pa.float64()),
        }
    )
    return Weighing(frame=frame, x=x, cell=cell, fitted=fitted, rows=rows, notes=(*frame.notes, *notes))


def _cells(frame: Frame, answered: Codes, place: Codes, x: Features, first: Codes, person: Codes | None) -> pa.Table:
    size = len(first)
    d = frame.weight[answered] / frame.answered[answered]
    n = frame.answered[answered]
    columns = {
        "n": np.bincount(place, weights=n, minlength=size),
        "w": np.bincount(place, weights=n * d, minlength=size),
        "w2": np.bincount(place, weights=n * d**2, minlength=size),
    }
    if person is None:
        columns |= {"units": columns["n"], "sdd": columns["w2"]}
    # Attributes may be called anything, also as a sum is: the mark keeps them apart.
    levels = {KEY + name: pa.array(held.codes[first], pa.int32()) for name, held in x.categorical.items()}
    clusters = {} if person is None else {"cluster": pa.array(person, pa.int64())}
    return pa.table({**levels, **columns, **clusters})


def _margins(x: Features, frame: Frame) -> list[Margin]:
    found = []
    for name, held in x.categorical.items():
        counts = counted(held.codes, frame.count, len(held.levels))
        found.append(Margin((name,), {(code,): float(count) for code, count in enumerate(counts) if count > 0}))
    return found
