"""What the shipped models reach on comments that were held out, and that they are what the sentences teach."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import numpy as np
import pytest

from kuulo.language.calling import CallKind, calls, embedder_name
from kuulo.language.calling.meaning import Shipped
from kuulo.language.calling.tests.fitting import (
    Array,
    Example,
    centred_by,
    examples,
    learn_meaning,
    learn_weights,
    means_of,
)
from kuulo.language.meaning import open_embedder

pytestmark = pytest.mark.pure
FOLDER = files("kuulo.language.calling")


@pytest.fixture(scope="module")
def everything() -> list[Example]:
    return examples()


@pytest.fixture(scope="module")
def vectors(everything: list[Example]) -> Array:
    embedder = open_embedder()
    assert embedder is not None
    assert embedder.name == embedder_name()
    return embedder.embed([one.text for one in everything]).astype(float)


def counted(held: list[Example], told: list[dict[CallKind, float]]) -> tuple[float, float, float]:
    """Return precision and recall over all kinds, and the mean squared error of the probabilities."""
    pairs = [
        (kinds.get(kind, 0.05), kind in one.calls) for one, kinds in zip(held, told, strict=True) for kind in CallKind
    ]
    right = sum(probability >= 0.5 and called for probability, called in pairs)
    said = sum(probability >= 0.5 for probability, _ in pairs)
    error = float(np.mean([(probability - called) ** 2 for probability, called in pairs]))
    return right / said, right / sum(called for _, called in pairs), error


def told_of(one: Example, vector: Array | None) -> dict[CallKind, float]:
    return {
        call.kind: call.probability for call in sorted(calls(one.text, one.language, vector=vector), key=_probability)
    }


def _probability(call: object) -> float:
    return float(call.probability)  # type: ignore[attr-defined] # a Call


def test_phrases_are_precise_on_what_was_held_out(everything: list[Example]) -> None:
    held = [one for one in everything if one.part == "held"]
    precision, recall, error = counted(held, [told_of(one, None) for one in held])
    assert precision >= 0.8
    assert recall >= 0.35
    assert error <= 0.07


@pytest.mark.slow
def test_meaning_hears_what_is_not_said_outright(everything: list[Example], vectors: Array) -> None:
    pairs = [(one, vector) for one, vector in zip(everything, vectors, strict=True) if one.part == "held"]
    held = [one for one, _ in pairs]
    precision, recall, error = counted(held, [told_of(one, vector) for one, vector in pairs])
    assert precision >= 0.75
    assert recall >= 0.65
    assert error <= 0.05


@pytest.mark.slow
def test_what_is_shipped_is_what_the_sentences_teach(everything: list[Example], vectors: Array) -> None:
    chosen = [one for one in everything if one.part != "held"]
    used = vectors[[one.part != "held" for one in everything]]
    weights = msgspec.json.decode((FOLDER / "weights.json").read_bytes(), type=dict[CallKind, list[float]])
    for kind, learned in learn_weights(chosen).items():
        # Feelings are told by lists that grow; the phrases' own weights stay.
        np.testing.assert_allclose(weights[kind][:-3], learned[:-3], atol=0.3)
    told = centred_by(means_of(chosen, used), chosen, used)
    shipped = msgspec.json.decode((FOLDER / "meaning.json").read_bytes(), type=Shipped)
    for kind in CallKind:
        np.testing.assert_allclose(shipped.weights[kind], learn_meaning(chosen, told, kind), atol=0.05)
