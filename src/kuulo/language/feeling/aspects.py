"""Feelings towards the parts of a comment: "good food, slow service" holds two.

A comment is cut into clauses, and a clause once more at "and". Each part is read on its own; what its words of feeling
say weighs beside it, and the comment as a whole a little. A part that "but" sets against its neighbour is likelier to
feel the other way, one that "and" adds rather the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuulo.language import wording
from kuulo.language.feeling.classifiers import softmax
from kuulo.language.feeling.cold import read_cold
from kuulo.language.feeling.felt import LABELS, Floats
from kuulo.language.feeling.hits import read_hits, says_nothing
from kuulo.language.feeling.learning import FeelingModel
from kuulo.language.feeling.lexicon import heads

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts to their embeddings (n, d), as `meaning.Embedder.embed` does."""

_AND = re.compile(r",?\s+(?:ja|sekä|eikä|eli|och|samt|eller|and|or|&|\+)\s+|,\s+", re.IGNORECASE)
_PART, _LISTED, _WHOLE = 0.8, 0.5, 0.15
_AGAINST, _ADDED, _BESIDE = -0.9, 0.4, 0.1
_LONG = 3
_SURE = 0.45
_WEAK = 0.5
_MIXED_SURE = 0.55


@dataclass(frozen=True, slots=True)
class Aspect:
    """The feeling of one part of a comment.

    ``start`` and ``end`` are code points, the end exclusive; ``phrase`` the words between; ``label`` one of `LABELS`,
    or None where the part does not tell; ``probability`` that of the most probable label.
    """

    start: int
    end: int
    phrase: str
    label: str | None
    probability: float


def aspects(
    text: str,
    language: str | None = None,
    model: FeelingModel | None = None,
    *,
    embed: Embed | None = None,
) -> tuple[Aspect, ...]:
    """Return the parts of a comment in order, each with its feeling; nothing where the comment says nothing.

    ``model`` is the organisation's own, None for the cold reading. With ``embed``, of the embedder the model was
    learned with, meanings are read as well as words.
    """
    return aspects_of([text], [language], model, embed=embed)[0]


def aspects_of(
    texts: Sequence[str],
    languages: Sequence[str | None],
    model: FeelingModel | None = None,
    *,
    embed: Embed | None = None,
) -> list[tuple[Aspect, ...]]:
    """Return the aspects of each of many comments, read together: see `aspects`."""
    cut = [_parts(text, language) for text, language in zip(texts, languages, strict=True)]
    rows = [row for row, parts in enumerate(cut) for _ in parts]
    if not rows:
        return [() for _ in texts]
    flat = [part for parts in cut for part in parts]
    pulls = [pull for text, parts in zip(texts, cut, strict=True) for pull in _pulls(text, parts)]
    said = [part.of(texts[row]) for row, parts in enumerate(cut) for part in parts]
    tongues = [languages[row] for row in rows]
    alone = _read(said, tongues, model, embed)
    whole = _read(list(texts), list(languages), model, embed)[rows]
    listed = read_cold(said, tongues)
    several = np.array([len(cut[row]) > 1 for row in rows])[:, None]
    scores = _PART * np.log(alone) + _LISTED * np.log(listed) + _WHOLE * np.log(whole)
    told = np.where(several, softmax(_beside_neighbours(scores, rows, pulls)), whole)
    found: list[list[Aspect]] = [[] for _ in texts]
    for row, part, phrase, probabilities in zip(rows, flat, said, told, strict=True):
        found[row].append(_aspect(part, phrase, probabilities))
    return [tuple(parts) for parts in found]


def towards(
    text: str,
    start: int,
    end: int,
    language: str | None = None,
    model: FeelingModel | None = None,
    *,
    embed: Embed | None = None,
) -> Aspect | None:
    """Return the feeling of the part in which a phrase stands, with the phrase's own place; None where there is none.

    ``start`` and ``end`` are the phrase's code points, the end exclusive. Where parts overlap the phrase, the one that
    holds most of it is taken.
    """
    best = max(
        aspects(text, language, model, embed=embed),
        key=lambda part: min(part.end, end) - max(part.start, start),
        default=None,
    )
    return None if best is None else replace(best, start=start, end=end, phrase=text[start:end])


def is_mixed(parts: Sequence[Aspect]) -> bool:
    """Return whether a comment's parts hold both a good and a bad feeling, each surer than not."""
    sure = {part.label for part in parts if part.probability >= _MIXED_SURE}
    return {LABELS[0], LABELS[2]} <= sure


def _beside_neighbours(scores: Floats, rows: list[int], pulls: list[float]) -> Floats:
    """Return the scores (n, 3) with each part drawn towards or away from the neighbours in its comment.

    How far is in proportion to how surely a neighbour is good or bad, and to how little the part tells by itself.
    """
    shares = softmax(scores)
    leaning = shares[:, 2] - shares[:, 0]
    drawn = np.zeros(len(rows))
    for place in range(1, len(rows)):
        if rows[place] == rows[place - 1]:
            drawn[place] += pulls[place] * leaning[place - 1] * (1 - abs(leaning[place]))
            drawn[place - 1] += pulls[place] * leaning[place] * (1 - abs(leaning[place - 1]))
    moved = scores.copy()
    moved[:, 2] += drawn
    moved[:, 0] -= drawn
    return moved


def _pulls(text: str, parts: Sequence[wording.Span]) -> list[float]:
    """Return how each part of a comment stands to the one before it: against it, added to it, or beside it."""
    found = [0.0] * len(parts)
    for place in range(1, len(parts)):
        before, part = parts[place - 1], parts[place]
        if _first_word(part.of(text)) in heads("turns") or _first_word(before.of(text)) in heads("yielding"):
            found[place] = _AGAINST
        elif _AND.fullmatch(text[before.end : part.start]) and text[before.end : part.start].strip(", "):
            found[place] = _ADDED
        else:
            found[place] = _BESIDE
    return found


def _first_word(text: str) -> str:
    """Return the first word in lower case."""
    return text.split(maxsplit=1)[0].lower().strip(",.:;!") if text.strip() else ""


def _aspect(part: wording.Span, phrase: str, probabilities: Floats) -> Aspect:
    """Return one part with its feeling."""
    best = int(probabilities.argmax())
    top = float(probabilities[best])
    told = top >= _SURE and not says_nothing(phrase)
    return Aspect(part.start, part.end, phrase, LABELS[best] if told else None, top)


def _read(
    texts: Sequence[str], languages: Sequence[str | None], model: FeelingModel | None, embed: Embed | None
) -> Floats:
    """Return the probabilities of texts, none of them nothing."""
    vectors = None if embed is None else np.asarray(embed(texts))
    if model is None:
        told = read_cold(texts, languages, vectors)
    else:
        told = model.deciding.shares(model.probabilities(texts, vectors, languages))
    return np.clip(told, 1e-4, 1.0)


def _parts(text: str, language: str | None) -> list[wording.Span]:
    """Return the parts of a comment that may carry a feeling of their own."""
    joined: list[wording.Span] = []
    for clause in wording.clauses(text, language):
        if joined and _goes_on(text, joined[-1], clause):
            joined[-1] = wording.Span(joined[-1].start, clause.end)
        else:
            joined.append(clause)
    halves = [half for clause in joined for half in _halves(text, clause, language)]
    return [part for part in halves if not says_nothing(part.of(text))]


def _goes_on(text: str, before: wording.Span, part: wording.Span) -> bool:
    """Return whether a clause is the end of the one before: "the clerk | still had time", "it was good | though"."""
    between = text[before.end : part.start]
    if between.strip() or text[before.end - 1] in ".!?":
        return False
    return _first_word(part.of(text)) in heads("midway") or len(before.of(text).split()) == 1


def _halves(text: str, clause: wording.Span, language: str | None) -> list[wording.Span]:
    """Return a clause cut at the first "and" between two feelings that differ or two long sides, and so on."""
    hits = [hit for hit in read_hits(clause.of(text), language).hits if abs(hit.strength) > _WEAK]
    for joint in _AND.finditer(text, clause.start, clause.end):
        before = [hit.strength for hit in hits if hit.end <= joint.start() - clause.start]
        after = [hit.strength for hit in hits if hit.start >= joint.end() - clause.start]
        sides = (text[clause.start : joint.start()].split(), text[joint.end() : clause.end].split())
        differ = before and after and (sum(before) > 0) != (after[0] > 0)
        if differ or (joint.group().strip() != "," and min(map(len, sides)) >= _LONG):
            rest = wording.Span(joint.end(), clause.end)
            return [wording.Span(clause.start, joint.start()), *_halves(text, rest, language)]
    return [clause]
