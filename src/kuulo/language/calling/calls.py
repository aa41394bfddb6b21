"""Calls in a comment, each with a probability learned from sentences written for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from kuulo.language.calling.evidence import MASKED_NAME, Evidence, Sentence, evidence_of, lowered
from kuulo.language.calling.kinds import Call, CallKind
from kuulo.language.calling.meaning import Floats, meant, mixed
from kuulo.language.feeling import Felt
from kuulo.language.personal import Kind, Names, find
from kuulo.language.wording import sentences

LEAST = 0.2
"""Calls less probable than this are not told at all."""
UNGLAD: Final = frozenset({CallKind.LEAVING, CallKind.COMPLAINT})


def calls(
    text: str,
    language: str | None = None,
    felt: Felt | None = None,
    names: Names | None = None,
    vector: Floats | None = None,
) -> tuple[Call, ...]:
    """Return what a comment calls for, each sentence by itself, in order; what is hardly probable is left out.

    Args:
        text: The comment, masked or not.
        language: fi, sv, en; of another or none the phrases of all three are tried.
        felt: The feeling of the whole comment, where it is known.
        names: Names to find a praised person by; the shipped ones where not given.
        vector: The comment's sentence embedding (d,), by the embedder that `embedder_name` names. What is said without
            any of the phrases is heard only with it; such a call stands at the whole comment.
    """
    people = _people(text, language, names)
    found: list[Call] = []
    for start, end, sentence in read_sentences(text, language, felt, people):
        for kind in CallKind:
            evidence = evidence_of(sentence, kind)
            probability = probability_of(evidence, kind)
            if vector is not None or probability >= LEAST:
                place = (start + evidence.start, start + evidence.end)
                inside = [span for span in people if start <= span[0] < end]
                place = inside[0] if kind is CallKind.PRAISE and inside else place
                found.append(Call(kind, probability, *place))
    if vector is None:
        return tuple(found)
    return _with_meaning(found, _meant_by(vector, language, felt), len(text))


def _meant_by(vector: Floats, language: str | None, felt: Felt | None) -> Mapping[CallKind, float]:
    """Return the probability of each kind by the meaning of the comment.

    Praise of how a company keeps its customers lies near what leaving customers say: as far as the writer is glad, the
    meaning alone tells neither threat nor complaint. Danger it tells of the glad too: missing it costs more.
    """
    glad = felt.positive if felt is not None else 0.0
    meaning = meant(vector, language)
    return {kind: value * (1.0 - glad) if kind in UNGLAD else value for kind, value in meaning.items()}


def _with_meaning(found: Sequence[Call], meaning: Mapping[CallKind, float], length: int) -> tuple[Call, ...]:
    """Return the calls of sentences, the surest of each kind weighed with what the whole comment means.

    In a comment of several sentences the whole tells little against what one of them says outright.
    """
    told: list[Call] = []
    several = len({one.kind for one in found}) < len(found)
    for kind in CallKind:
        each = sorted((one for one in found if one.kind is kind), key=lambda one: -one.probability)
        if not each:
            continue
        surest = each[0]
        probability = mixed(surest.probability, meaning[kind])
        probability = max(probability, surest.probability) if several else probability
        phrased = surest.probability >= LEAST
        place = (surest.start, surest.end) if phrased else (0, length)
        told += [Call(kind, probability, *place), *(one for one in each[1:] if one.probability >= LEAST)]
    return tuple(sorted((one for one in told if one.probability >= LEAST), key=lambda one: (one.start, one.end)))


def read_sentences(
    text: str, language: str | None, felt: Felt | None, people: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Sentence]]:
    """Yield the sentences of a text with their places."""
    low = lowered(text)
    for span in sentences(text, language or "en"):
        named = any(span.start <= start < span.end for start, _ in people)
        yield span.start, span.end, Sentence(low[span.start : span.end], language, named, felt)


def probability_of(evidence: Evidence, kind: CallKind) -> float:
    """Return the probability of a call by the evidence of its sentence (logistic model, weights shipped)."""
    weights = _weights()[kind]
    total = weights[0] + sum(weight * value for weight, value in zip(weights[1:], evidence.values, strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def _people(text: str, language: str | None, names: Names | None) -> list[tuple[int, int]]:
    masked = [match.span() for match in MASKED_NAME.finditer(text)]
    return masked or [(one.start, one.end) for one in find(text, language, names) if one.kind is Kind.NAME]


@cache
def _weights() -> Mapping[CallKind, Sequence[float]]:
    """Return the constant and the weights of FEATURES of each kind."""
    raw = (files("kuulo.language.calling") / "weights.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[CallKind, list[float]])
