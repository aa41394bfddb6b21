"""Several readings of the same texts made one, and told with probabilities that hold.

The mixed probability of a label is proportional to the product of the readings' probabilities, each to a power, times a
constant of the label (a logarithmic pool whose powers are fitted, Genest & Zidek 1986; with one reading it is Platt's
scaling). Powers and constants are fitted by maximum likelihood on readings of texts that had no part in them, and held
near their start by a penalty: with few texts the start decides, with many the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kuulo.base.later import Later
from kuulo.language.feeling.classifiers import Arrays, softmax
from kuulo.language.feeling.felt import LABELS, Floats

optimize = Later("scipy.optimize")

_LOWEST = 1e-4
_HELD_POWERS, _HELD_CONSTANTS = 6.0, 1.0
_ABSENT = -30.0


@dataclass(frozen=True, slots=True)
class Mixing:
    """The power of each reading and the constant of each label."""

    powers: np.ndarray
    constants: np.ndarray

    def read(self, readings: Sequence[Floats]) -> Floats:
        """Return the mixed probabilities (n, 3) of readings, each (n, 3)."""
        return softmax(_pooled(_logs(readings), self.powers) + self.constants)

    def to_arrays(self) -> Arrays:
        """Return the mixing as arrays."""
        return {"powers": self.powers, "constants": self.constants}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Mixing:
        """Return the mixing that was kept as arrays."""
        return cls(arrays["powers"], arrays["constants"])


def fit_mixing(readings: Sequence[Floats], labels: np.ndarray, start: Sequence[float]) -> Mixing:
    """Return the mixing of readings (each (n, 3)) that tells the places of labels (n) best."""
    logs = _logs(readings)
    begin = np.asarray(start, dtype=float)
    size = len(begin)
    absent = np.array([place not in set(labels.tolist()) for place in range(len(LABELS))])
    truth = np.eye(len(LABELS))[labels]

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        """Return what is to be least, and its slope."""
        told = softmax(_pooled(logs, at[:size]) + np.where(absent, _ABSENT, at[size:]))
        away = told - truth
        held = _HELD_POWERS * np.sum((at[:size] - begin) ** 2) + _HELD_CONSTANTS * np.sum(at[size:] ** 2)
        value = -np.log(np.maximum((told * truth).sum(axis=1), 1e-12)).sum() + held
        slope_powers = np.tensordot(logs, away, axes=([1, 2], [0, 1])) + 2 * _HELD_POWERS * (at[:size] - begin)
        slope_constants = np.where(absent, 0.0, away.sum(axis=0)) + 2 * _HELD_CONSTANTS * at[size:]
        return float(value), np.concatenate([slope_powers, slope_constants])

    bounds = [(0.0, 4.0)] * size + [(-5.0, 5.0)] * len(LABELS)
    found = optimize.minimize(
        loss, np.concatenate([begin, np.zeros(len(LABELS))]), jac=True, method="L-BFGS-B", bounds=bounds
    )
    return Mixing(found.x[:size], np.where(absent, _ABSENT, found.x[size:]))


def _logs(readings: Sequence[Floats]) -> Floats:
    """Return the logarithms of the readings, (readings, n, 3)."""
    return np.asarray(np.log(np.clip(np.stack([np.asarray(one, dtype=float) for one in readings]), _LOWEST, 1.0)))


def _pooled(logs: Floats, powers: Floats) -> Floats:
    """Return the weighted sum of the logarithms, (n, 3)."""
    return np.asarray(np.tensordot(powers, logs, axes=(0, 0)))
