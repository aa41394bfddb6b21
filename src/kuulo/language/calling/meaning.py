"""What the meaning of a comment tells of calls beside its phrases: an embedding read by a small shipped model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from kuulo.language.calling.kinds import CallKind

Floats = NDArray[np.float32] | NDArray[np.float64]
FURTHEST = 1e-4


class Shipped(msgspec.Struct, frozen=True):
    """The model as it is kept.

    `embedder` names the embeddings it was learned from; `means` are taken from them by language; `weights` are a
    constant and one for each dimension; `mix` weighs constant, phrases and meaning (on the scale of log odds).
    """

    embedder: str
    means: dict[str, list[float]]
    weights: dict[CallKind, list[float]]
    mix: tuple[float, float, float]


def embedder_name() -> str:
    """Return the name of the embeddings whose vectors `calls` can be given; of others the model knows nothing."""
    return _shipped().embedder


def centred(vector: Floats, language: str | None) -> NDArray[np.float64]:
    """Return a vector (d,) or several (n, d) of one language with the language's mean taken out, at length 1."""
    means = _means()
    told = np.asarray(vector, dtype=np.float64) - means.get(language or "", means[""])
    return np.asarray(told / np.maximum(np.linalg.norm(told, axis=-1, keepdims=True), 1e-9))


def meant(vector: Floats, language: str | None) -> Mapping[CallKind, float]:
    """Return the probability of each kind by the meaning of a comment alone."""
    told = centred(vector, language)
    return {kind: _logistic(weights[0] + float(told @ weights[1:])) for kind, weights in _weights().items()}


def mixed(phrased: float, meaning: float) -> float:
    """Return the probability of a call by its phrases and by its meaning together."""
    constant, first, second = _shipped().mix
    return _logistic(constant + first * log_odds(phrased) + second * log_odds(meaning))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, kept within reason."""
    kept = min(max(probability, FURTHEST), 1 - FURTHEST)
    return math.log(kept / (1 - kept))


def as_kept(
    embedder: str, means: Mapping[str, Floats], weights: Mapping[CallKind, Floats], mix: Sequence[float]
) -> bytes:
    """Return a learned model as it is shipped."""
    rounded = {language: [round(float(one), 5) for one in mean] for language, mean in means.items()}
    each = {kind: [round(float(one), 3) for one in row] for kind, row in weights.items()}
    constant, first, second = (round(float(one), 3) for one in mix)
    return msgspec.json.encode(Shipped(embedder, rounded, each, (constant, first, second)))


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-total))


@cache
def _shipped() -> Shipped:
    raw = (files("kuulo.language.calling") / "meaning.json").read_bytes()
    return msgspec.json.decode(raw, type=Shipped)


@cache
def _means() -> Mapping[str, NDArray[np.float64]]:
    """Return the mean of each language, and under "" that of all."""
    told = {language: np.asarray(mean) for language, mean in _shipped().means.items()}
    return {**told, "": np.mean(list(told.values()), axis=0)}


@cache
def _weights() -> Mapping[CallKind, NDArray[np.float64]]:
    return {kind: np.asarray(row) for kind, row in _shipped().weights.items()}
