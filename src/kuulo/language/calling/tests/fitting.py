"""Sentences with their calls, and the weights that are learned from them but for those held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language.calling.calls import _people, read_sentences
from kuulo.language.calling.evidence import FEATURES, evidence_of
from kuulo.language.calling.kinds import CallKind
from kuulo.language.calling.meaning import as_kept
from kuulo.language.feeling import Felt, cold
from kuulo.language.meaning import open_embedder

Array = NDArray[np.float64]
linear = Later("sklearn.linear_model")
LETTERS = dict(zip("qspldc", CallKind, strict=True))
FOLDER = Path(__file__).parent / "sentences"
STRENGTH, MEANING_STRENGTH, FOLDS = 1.0, 10.0, 6


@dataclass(frozen=True, slots=True)
class Example:
    """A comment with the calls that stand in it.

    `group` is alike for translations of one sentence; `part` is "first" (the phrases were made with these in sight),
    "more", "later", "wider" (what another reader missed) or "held".
    """

    text: str
    language: str
    calls: frozenset[CallKind]
    group: int
    part: str


def examples() -> list[Example]:
    """Return all examples; every second of the later ones, written when the phrases were done, is held out."""
    found = []
    for language in ("fi", "sv", "en"):
        for place, part in enumerate(("first", "more", "later", "wider")):
            name = language if part == "first" else f"{language}_{part}"
            lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
            for row, line in enumerate(lines):
                letters, _, text = line.partition("\t")
                kinds = frozenset(LETTERS[letter] for letter in letters.split(",") if letter != "-")
                held = part == "later" and row % 2 == 1
                found.append(Example(text, language, kinds, 1000 * place + row, "held" if held else part))
    return found


def evidence_rows(chosen: Sequence[Example], kind: CallKind, *, felt: Sequence[Felt] | None) -> Array:
    """Return the evidence of the sentence of each comment that says most (n, FEATURES)."""
    known: Sequence[Felt | None] = felt or [None] * len(chosen)
    return np.array([_values(one, feeling, kind) for one, feeling in zip(chosen, known, strict=True)])


def learn_weights(chosen: Sequence[Example]) -> dict[CallKind, list[float]]:
    """Return the constant and the weights of each kind, learned with the feelings known and unknown."""
    felt = cold([one.text for one in chosen], [one.language for one in chosen])
    weights = {}
    for kind in CallKind:
        rows = np.vstack([evidence_rows(chosen, kind, felt=told) for told in (felt, None)])
        labels = np.tile([float(kind in one.calls) for one in chosen], 2)
        model = linear.LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, labels)
        weights[kind] = [round(float(one), 3) for one in (*model.intercept_, *model.coef_[0])]
    return weights


def means_of(chosen: Sequence[Example], vectors: Array) -> dict[str, Array]:
    """Return the mean vector of each language."""
    languages = np.array([one.language for one in chosen])
    return {language: vectors[languages == language].mean(axis=0) for language in ("fi", "sv", "en")}


def centred_by(means: Mapping[str, Array], chosen: Sequence[Example], vectors: Array) -> Array:
    """Return vectors with the means of their languages taken out, at length 1."""
    told = vectors - np.array([means[one.language] for one in chosen])
    return np.asarray(told / np.linalg.norm(told, axis=1, keepdims=True))


def learn_meaning(chosen: Sequence[Example], told: Array, kind: CallKind) -> Array:
    """Return a constant and the weights of the dimensions of centred vectors."""
    labels = np.array([kind in one.calls for one in chosen])
    model = linear.LogisticRegression(C=MEANING_STRENGTH, max_iter=2000).fit(told, labels)
    return np.concatenate([model.intercept_, model.coef_[0]])


def learn_mix(chosen: Sequence[Example], told: Array) -> tuple[float, float, float]:
    """Return how phrases and meaning are weighed, by comments that neither was learned from (folds of groups)."""
    rows, labels = [], []
    folds = np.array([one.group % FOLDS for one in chosen])
    for fold in range(FOLDS):
        known = [one for one, at in zip(chosen, folds, strict=True) if at != fold]
        new = [one for one, at in zip(chosen, folds, strict=True) if at == fold]
        weights = learn_weights(known)
        for kind in CallKind:
            evidence = evidence_rows(new, kind, felt=None)
            phrased = weights[kind][0] + evidence @ np.array(weights[kind][1:])
            learned = learn_meaning(known, told[folds != fold], kind)
            rows.append(np.column_stack([phrased, learned[0] + told[folds == fold] @ learned[1:]]))
            labels += [kind in one.calls for one in new]
    model = linear.LogisticRegression(C=STRENGTH, max_iter=1000).fit(np.vstack(rows), labels)
    return float(model.intercept_[0]), float(model.coef_[0][0]), float(model.coef_[0][1])


@cache
def _values(example: Example, felt: Felt | None, kind: CallKind) -> tuple[float, ...]:
    people = _people(example.text, example.language, None)
    each = [
        evidence_of(sentence, kind).values
        for _, _, sentence in read_sentences(example.text, example.language, felt, people)
    ]
    return max(each, key=lambda values: values[: len(FEATURES) - 3]) if each else (0.0,) * len(FEATURES)


def write_models() -> None:
    """Learn both models anew and put them where they are shipped from."""
    embedder = open_embedder()
    if embedder is None:
        raise SystemExit("no sentence embeddings are installed here")
    chosen = [one for one in examples() if one.part != "held"]
    vectors = embedder.embed([one.text for one in chosen]).astype(float)
    means = means_of(chosen, vectors)
    told = centred_by(means, chosen, vectors)
    meaning = {kind: learn_meaning(chosen, told, kind) for kind in CallKind}
    home = FOLDER.parent.parent
    (home / "weights.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(learn_weights(chosen)), indent=1) + b"\n"
    )
    (home / "meaning.json").write_bytes(as_kept(embedder.name, means, meaning, learn_mix(chosen, told)) + b"\n")


if __name__ == "__main__":
    write_models()
