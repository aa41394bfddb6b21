"""From cells and margins to weights: which method, whether it settled, what the reader must know.

fitted = fit_cells(cells, [Margin("region", {"north": 1200, "south": 800}), …], method="raking")
fitted.factor      # what each row's base weight is multiplied by, one number a cell
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from kuulo.base.errors import DefinitionError, NotConvergedError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.groups import Places
from kuulo.measures.sums import summed
from kuulo.measures.weighting.cells import Cells, Floats, read_cells
from kuulo.measures.weighting.margins import Auxiliary, Margin, columns_of
from kuulo.measures.weighting.newton import Distance, calibrate_cells, exponential, linear, logit
from kuulo.measures.weighting.raking import ROUNDS_IN_TURN, Fitted, rake_cells
from kuulo.measures.weighting.system import System, build_system
from kuulo.measures.weighting.trimming import Trim, trim_weights

Method = Literal["raking", "linear", "logit", "poststratification"]
NO_BOUNDS = (-np.inf, np.inf)
TOLERANCE = 1e-10
ROUNDS = 500
_WORDS = {
    "raking": "raked",
    "linear": "calibrated (linear)",
    "logit": "calibrated (logit)",
    "poststratification": "post-stratified",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How weights are to be found: everything but the cells and the margins.

    Attributes:
        method: ``raking``, ``linear`` (GREG), ``logit`` or ``poststratification``.
        bounds: Lowest and highest factor on the base weights; ``logit`` needs them.
        trim: Limits of single weights, after calibration.
        tolerance: How near each total has to be met, relative to it.
        max_rounds: Rounds after which the search is given up.
    """

    method: Method = "raking"
    bounds: tuple[float, float] | None = None
    trim: Trim | None = None
    tolerance: float = TOLERANCE
    max_rounds: int = ROUNDS

    def __post_init__(self) -> None:
        """Refuse methods there are not, and bounds that leave the base weights no room."""
        if self.method not in get_args(Method):
            raise DefinitionError(
                _("There is no weighting method {method}."),
                _("Use one of: {known}."),
                method=self.method,
                known=", ".join(get_args(Method)),
            )
        if self.method == "logit" and self.bounds is None:
            raise DefinitionError(
                _("Logit calibration needs bounds."), _("Give the lowest and highest factor, such as 0.3 and 3.")
            )
        if self.method == "poststratification" and self.bounds is not None:
            raise DefinitionError(
                _("Post-stratification leaves no choice of factors to bound."), _("Use linear, raking or logit.")
            )
        if self.bounds is not None and not 0 <= self.bounds[0] < 1 < self.bounds[1]:
            raise DefinitionError(
                _("Bounds of {low} and {high} are no bounds of a factor."),
                _("The lower one lies between 0 and 1, the upper one above 1."),
                low=self.bounds[0],
                high=self.bounds[1],
            )


@dataclass(frozen=True, slots=True)
class CellWeights:
    """Weights found on cells, with what judges them.

    Attributes:
        factor: What each row's base weight is multiplied by, one value a cell.
        calibrated: The same before trimming.
        cells: The cells.
        system: The equations the weights meet.
        fit: How they were found.
        rounds: Rounds it took.
        worst_margin: The total that is missed most, as messages name it.
        max_difference: By how much, relative to it; after trimming this is no longer near 0.
        deff_kish: Design effect of the weights alone, n Σw² / (Σw)² (Kish 1965).
        n_eff: Effective number of rows, (Σw)² / Σw².
        trimmed: Rows whose weight was cut.
        notes: What a reader must know.
    """

    factor: Floats
    calibrated: Floats
    cells: Cells = field(repr=False)
    system: System = field(repr=False)
    fit: Fit
    rounds: int
    worst_margin: str
    max_difference: float
    deff_kish: float
    n_eff: float
    trimmed: int = 0
    notes: tuple[Text, ...] = ()

    @property
    def method(self) -> str:
        """How the weights came about, as figures name it: ``raked``, ``calibrated (logit), trimmed`` …"""
        return _WORDS[self.fit.method] + (", trimmed" if self.fit.trim is not None else "")


def fit_cells(  # noqa: PLR0913 -- the choices of a calibration, by name
    cells: pa.Table,
    margins: Sequence[Auxiliary],
    *,
    method: Method = "raking",
    bounds: tuple[float, float] | None = None,
    trim: Trim | None = None,
    tolerance: float = TOLERANCE,
    max_rounds: int = ROUNDS,
) -> CellWeights:
    """Return weights that meet the margins.

    Args:
        cells: One row a cell: the columns of the margins and numbers, and the sums `read_cells` tells of.
        margins: Margins and totals of numbers; all margins in shares means that the sum of weights stays.
        method: ``raking``, ``linear`` (GREG), ``logit`` or ``poststratification``.
        bounds: Lowest and highest factor on the base weights.
        trim: Limits of single weights, after calibration.
        tolerance: How near each total has to be met, relative to it.
        max_rounds: Rounds after which the search is given up.

    Raises:
        ColumnError: A column or value is missing, or a weight is negative.
        EmptyLevelError: Levels have a target and no rows, or rows and no target.
        NotConvergedError: No weights meet the margins (within the bounds); the message names the worst margin.
        DefinitionError: The method, its bounds, or the margins do not fit each other.
    """
    fit = Fit(method, bounds, trim, tolerance, max_rounds)
    columns_of(margins)
    if method == "poststratification" and (len(margins) != 1 or not isinstance(margins[0], Margin)):
        raise DefinitionError(
            _("Post-stratification takes one margin, {count} were given."),
            _("Cross the columns in one margin, or use raking."),
            count=len(margins),
        )
    read = read_cells(cells)
    return refit(read, build_system(cells, margins, read.w), fit)


def refit(cells: Cells, system: System, fit: Fit) -> CellWeights:
    """Return the weights of cells whose equations are known; replicate weights call it again and again.

    Raises:
        NotConvergedError: No weights meet the margins; the message names the worst one and by how much it is missed.
    """
    found = _found(cells.w, system, fit)
    with np.errstate(divide="ignore", invalid="ignore"):
        calibrated = np.where(cells.w > 0, found.weights / cells.w, 1.0)
    factor, trimmed = calibrated, 0
    if fit.trim is not None:
        base = cells.row_weight
        limited, trimmed = trim_weights(base * calibrated, cells.n, fit.trim)
        factor = np.divide(limited, base, out=calibrated.copy(), where=base > 0)
    differences = np.abs(system.differences(cells.w * factor))
    worst = int(np.argmax(differences))
    n_eff = float((cells.w * factor).sum() ** 2 / (cells.w2 * factor**2).sum())
    result = CellWeights(
        factor=factor,
        calibrated=calibrated,
        cells=cells,
        system=system,
        fit=fit,
        rounds=found.rounds,
        worst_margin=system.names[worst],
        max_difference=float(differences[worst]),
        deff_kish=float(cells.n[cells.w > 0].sum()) / n_eff,
        n_eff=n_eff,
        trimmed=trimmed,
        notes=system.notes,
    )
    return _checked(result, settled=found.settled)


def _found(base: Floats, system: System, fit: Fit) -> Fitted:
    """Return the calibrated sums of weights; cells that agree in every level are weighed as one."""
    together, place = _distinct(system)
    if place is not None:
        together_base = summed(place, base, len(together.numbers))
        found = _search(together_base, together, fit)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(together_base > 0, found.weights / together_base, 1.0)
        return found._replace(weights=base * factor[place])
    return _search(base, system, fit)


def _distinct(system: System) -> tuple[System, Places | None]:
    """Return the equations of the different cells and the place of each cell among them, where that makes fewer."""
    if system.numbers.shape[1] or not system.codes or np.prod(system.sizes, dtype=float) > 2.0**62:
        return system, None
    code = np.zeros(len(system.numbers), dtype=np.int64)
    for size, part in zip(system.sizes, system.codes, strict=True):
        code = code * size + part
    _seen, first, place = np.unique(code, return_index=True, return_inverse=True)
    if len(first) == len(code):
        return system, None
    return system.take(first), place


def _search(base: Floats, system: System, fit: Fit) -> Fitted:
    bounds = fit.bounds or NO_BOUNDS
    in_turn = not system.numbers.shape[1] and fit.bounds is None and fit.method in {"raking", "poststratification"}
    if not in_turn:
        distance = _distance(fit, bounds)
        return calibrate_cells(system, base, distance, tolerance=fit.tolerance, max_rounds=fit.max_rounds)
    rounds = min(fit.max_rounds, ROUNDS_IN_TURN)
    raked = rake_cells(system, base, tolerance=fit.tolerance, max_rounds=rounds)
    if raked.settled or fit.max_rounds <= rounds:
        return raked
    left = fit.max_rounds - rounds
    found = calibrate_cells(system, raked.weights, exponential(NO_BOUNDS), tolerance=fit.tolerance, max_rounds=left)
    return found._replace(rounds=found.rounds + rounds)


def _distance(fit: Fit, bounds: tuple[float, float]) -> Distance:
    if fit.method == "linear":
        return linear(bounds)
    return logit(bounds) if fit.method == "logit" else exponential(bounds)


def _checked(result: CellWeights, *, settled: bool) -> CellWeights:
    """Return the result with its notes, or refuse it."""
    differences = np.abs(result.system.differences(result.cells.w * result.calibrated))
    if not settled:
        worst = int(np.argmax(differences))
        raise NotConvergedError(
            _("No weights were found that meet all margins: after {rounds} rounds {margin} is missed by {percent} %."),
            _("Widen the bounds, join small levels, or leave out the margin that the others contradict."),
            rounds=result.rounds,
            margin=result.system.names[worst],
            percent=f"{100 * differences[worst]:.3g}",
        )
    return result if not result.trimmed else _with_trim_note(result)


def _with_trim_note(result: CellWeights) -> CellWeights:
    note = say(
        _("{rows} weights were trimmed; {margin} is now missed by {percent} %."),
        rows=result.trimmed,
        margin=result.worst_margin,
        percent=f"{100 * result.max_difference:.2g}",
    )
    return replace(result, notes=(*result.notes, note))
