"""The machine that codes: learned from texts people coded, it proposes codes with calibrated probabilities.

Three learners, each linear, are weighed by what they say of texts they did not see: ridge regression over words,
letters and meaning at once, logistic regression over terms scaled by their likelihood ratio, and logistic regression
over the main directions of all of these. The whole is one linear model, so that a text costs microseconds. Names,
definitions and examples of the codes are learned from as further texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import mark as _
from kuulo.language.coding.calibrating import Stack, fit_stack, fit_thresholds, probabilities
from kuulo.language.coding.centring import Centres
from kuulo.language.coding.meanings import fit_meanings
from kuulo.language.coding.ratios import fit_ratios
from kuulo.language.coding.ridge import fit_ridge
from kuulo.language.coding.terms import Terms, packed, unpacked

Floats = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]

FEWEST_OF_A_CODE: Final = 3
"""Texts of a code that must be there before it is proposed."""

_FEWEST_OF_NONE = 5
_ALMOST_ONE = 0.02
_DESCRIBED = 0.5


@dataclass(frozen=True, slots=True)
class Described:
    """Names, definitions and examples of codes: texts of which it is known what code they speak of.

    Attributes:
        texts: What is said.
        codes: Of which code, one a text.
        vectors: (n, d) meaning of the texts; None where nothing embeds.
        languages: One a text; None where unknown.
    """

    texts: Sequence[str]
    codes: Sequence[str]
    vectors: NDArray[np.float32] | None = None
    languages: Sequence[str | None] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What the machine says of texts: probabilities (n, codes), and of none of the codes (n,)."""

    probabilities: Floats
    none: Floats


@dataclass(frozen=True, slots=True)
class Like:
    """A coded text near another one: its place among the learned texts, its codes, and how near (cosine)."""

    index: int
    codes: frozenset[str]
    nearness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeModel:
    """A learned machine; immutable.

    Attributes:
        codes: What it can propose.
        too_few: Codes with fewer than three texts; never proposed.
        thresholds: (codes,) from which probability a code is proposed.
        exclusive: Whether texts have at most one code.
        learned: How many texts people coded it learned from.
        crossed: (learned, codes) probabilities of each learned text from machines that did not see it.
        codings: The codes people gave each learned text.
    """

    codes: tuple[str, ...]
    too_few: tuple[str, ...]
    thresholds: Floats
    exclusive: bool
    learned: int
    crossed: Floats
    codings: tuple[frozenset[str], ...]
    terms: Terms
    centres: Centres
    by_terms: NDArray[np.float32]
    by_meaning: NDArray[np.float32]
    base: Floats
    examples: NDArray[np.float32]

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None = None,
        languages: Sequence[str | None] | None = None,
    ) -> Read:
        """Return the probability of every code and of none; vectors and languages as in learning."""
        spoken = languages if languages is not None else [None] * len(texts)
        logits = np.asarray(self.terms.weigh(texts, spoken) @ self.by_terms) + self.base
        if self.by_meaning.shape[0]:
            logits = logits + self.centres.centred(_needed(vectors, len(texts)), spoken) @ self.by_meaning
        return _read(logits, len(self.codes), exclusive=self.exclusive)

    def propose(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None = None,
        languages: Sequence[str | None] | None = None,
    ) -> Floats:
        """Return the calibrated probability of every code, (n, codes)."""
        return self.read(texts, vectors, languages).probabilities

    def proposed(self, read: Read) -> NDArray[np.bool_]:
        """Return which codes are proposed, (n, codes): over their threshold; of exclusive ones the likeliest."""
        over = read.probabilities >= self.thresholds
        if self.exclusive and len(self.codes):
            best = read.probabilities.argmax(axis=1)[:, None] == np.arange(len(self.codes))
            over = best & (read.probabilities.max(axis=1) > read.none)[:, None]
        return np.asarray(over)

    def nearest(self, vector: NDArray[np.float32], k: int = 3, language: str | None = None) -> tuple[Like, ...]:
        """Return the coded texts nearest in meaning, nearest first; none where it was learned without meaning."""
        if not len(self.examples):
            return ()
        near = self.examples @ self.centres.centred(vector[None, :], [language])[0]
        order = np.argsort(-near, kind="stable")[:k]
        return tuple(Like(int(row), self.codings[row], float(near[row])) for row in order)

    def to_arrays(self) -> Arrays:
        """Return everything as arrays of numbers, for a file without code in it."""
        every = [*self.codes, *self.too_few]
        given = np.array([[code in coding for code in every] for coding in self.codings], dtype=bool)
        return {
            "codes": packed(self.codes),
            "too_few": packed(self.too_few),
            "thresholds": self.thresholds,
            "exclusive": np.array([self.exclusive]),
            "crossed": self.crossed.astype(np.float32),
            "given": given.reshape(len(self.codings), len(every)),
            "by_terms": self.by_terms.astype(np.float16),
            "by_meaning": self.by_meaning,
            "base": self.base,
            "examples": self.examples.astype(np.float16),
            **self.terms.to_arrays(),
            **self.centres.to_arrays(),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> CodeModel:
        """Return the machine that ``to_arrays`` wrote."""
        codes, too_few = unpacked(arrays["codes"]), unpacked(arrays["too_few"])
        every = np.array([*codes, *too_few], dtype=object)
        return cls(
            codes=codes,
            too_few=too_few,
            thresholds=arrays["thresholds"],
            exclusive=bool(arrays["exclusive"][0]),
            learned=len(arrays["given"]),
            crossed=arrays["crossed"].astype(np.float64),
            codings=tuple(frozenset(every[row].tolist()) for row in arrays["given"]),
            terms=Terms.from_arrays(arrays),
            centres=Centres.from_arrays(arrays),
            by_terms=arrays["by_terms"].astype(np.float32),
            by_meaning=arrays["by_meaning"],
            base=arrays["base"],
            examples=arrays["examples"].astype(np.float32),
        )


def learn_codes(
    texts: Sequence[str],
    codings: Sequence[frozenset[str]],
    vectors: NDArray[np.float32] | None = None,
    languages: Sequence[str | None] | None = None,
    *,
    described: Described | None = None,
    seed: int = 0,
) -> CodeModel:
    """Learn from texts people coded; the same input gives the same machine.

    Args:
        texts: Coded texts.
        codings: The codes of each; empty where a person said "none of these".
        vectors: (n, d) meaning of each text, as `meaning` embeds it; None: words and letters alone.
        languages: Of each text; None where unknown.
        described: What the codes are said to mean.
        seed: Of every random choice.

    Raises:
        DefinitionError: No code has three texts, or codings are bare words: their letters would be the codes.
    """
    if any(isinstance(coding, str) for coding in codings):
        raise DefinitionError(
            _("A coding is a set of codes, not a text."),
            _("Give a frozenset of codes for each text, an empty one where none fits."),
        )
    counts = {code: sum(code in coding for coding in codings) for code in sorted(frozenset().union(*codings))}
    codes = tuple(code for code, count in counts.items() if count >= FEWEST_OF_A_CODE)
    if not codes or len(texts) <= FEWEST_OF_A_CODE:
        raise DefinitionError(
            _("No code has been given to {fewest} comments yet."),
            _("Code a few more comments by hand first."),
            fewest=FEWEST_OF_A_CODE,
        )
    corpus = _Corpus.of(texts, vectors, languages, _fitting(described, codes, vectors))
    exclusive = float(np.mean([len(coding) > 1 for coding in codings])) <= _ALMOST_ONE
    truth = _truth(codings, codes, corpus.described)
    own = slice(0, len(texts))
    lines = _lines(corpus, truth, seed, exclusive=exclusive)
    left_out = [line.left_out[own] for line in lines]
    stack = fit_stack(left_out, truth[own], exclusive=exclusive)
    crossed = _read(stack.logits(left_out), len(codes), exclusive=exclusive)
    whole = _weighed(lines, stack)
    return CodeModel(
        codes=codes,
        too_few=tuple(code for code, count in counts.items() if count < FEWEST_OF_A_CODE),
        thresholds=fit_thresholds(crossed.probabilities),
        exclusive=exclusive,
        learned=len(texts),
        crossed=crossed.probabilities,
        codings=tuple(codings),
        terms=corpus.terms,
        centres=corpus.centres,
        by_terms=whole.by_terms.astype(np.float32),
        by_meaning=whole.by_meaning.astype(np.float32),
        base=whole.base + stack.offsets,
        examples=corpus.meaning[own].astype(np.float32) if vectors is not None else np.zeros((0, 0), np.float32),
    )


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Coded texts and, after them, what codes are said to mean, as numbers."""

    terms: Terms
    centres: Centres
    weighed: sparse.csr_matrix
    meaning: Floats
    described: tuple[str, ...]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None,
        languages: Sequence[str | None] | None,
        described: Described,
    ) -> _Corpus:
        """Learn the terms and centres of the texts and weigh them."""
        every = [*texts, *described.texts]
        own = list(languages) if languages is not None else [None] * len(texts)
        spoken = [*own, *(described.languages or [None] * len(described.texts))]
        terms = Terms.fit(every, spoken)
        given = vectors if vectors is not None else np.zeros((len(texts), 0), np.float32)
        centres = Centres.fit(given, own)
        more = (
            described.vectors
            if described.vectors is not None
            else np.zeros((len(described.texts), given.shape[1]), np.float32)
        )
        meaning = centres.centred(np.vstack([given, more]), spoken)
        return cls(terms, centres, terms.weigh(every, spoken), meaning, tuple(described.codes))


def _fitting(described: Described | None, codes: Sequence[str], vectors: NDArray[np.float32] | None) -> Described:
    """Return what is said of codes that are learned; nothing where texts have vectors and it has none."""
    if described is None or (vectors is not None and described.vectors is None):
        return Described((), ())
    rows = [row for row, code in enumerate(described.codes) if code in codes]
    spoken = described.languages
    return Described(
        [described.texts[row] for row in rows],
        [described.codes[row] for row in rows],
        described.vectors[rows] if described.vectors is not None and vectors is not None else None,
        [spoken[row] for row in rows] if spoken is not None else None,
    )


def _truth(codings: Sequence[frozenset[str]], codes: Sequence[str], described: Sequence[str]) -> Floats:
    """Return 0 and 1 of texts × codes, with a last column for "none of these" where that was said often enough."""
    truth = np.array([[code in coding for code in codes] for coding in codings], dtype=float)
    none = np.array([not coding for coding in codings], dtype=float)
    said = np.array([[code == name for code in codes] for name in described], dtype=float).reshape(-1, len(codes))
    if none.sum() >= _FEWEST_OF_NONE:
        truth = np.column_stack([truth, none])
        said = np.column_stack([said, np.zeros(len(said))])
    return np.vstack([truth, said])


@dataclass(frozen=True, slots=True)
class _Line:
    """One linear learner: ``terms @ by_terms + meaning @ by_meaning + base``, and its answers for texts left out."""

    by_terms: Floats
    by_meaning: Floats
    base: Floats
    left_out: Floats


def _lines(corpus: _Corpus, truth: Floats, seed: int, *, exclusive: bool) -> list[_Line]:
    weights = np.ones(len(truth))
    weights[len(truth) - len(corpus.described) :] = _DESCRIBED
    no_meaning = np.zeros((corpus.meaning.shape[1], truth.shape[1]))
    ridge = fit_ridge(corpus.weighed, corpus.meaning, truth, weights, seed=seed)
    ratios = fit_ratios(corpus.weighed, truth, weights, seed=seed)
    found = [
        _Line(ridge.by_terms, ridge.by_meaning, ridge.base, ridge.left_out),
        _Line(ratios.by_terms, no_meaning, ratios.base, ratios.left_out),
    ]
    meanings = fit_meanings(corpus.weighed, corpus.meaning, truth, weights, exclusive=exclusive, seed=seed)
    return [*found, _Line(meanings.by_terms, meanings.by_meaning, meanings.base, meanings.left_out)]


def _weighed(lines: Sequence[_Line], stack: Stack) -> _Line:
    """Return all learners as one."""
    parts = list(zip(stack.weights, lines, strict=True))
    return _Line(
        by_terms=np.sum([weight * line.by_terms for weight, line in parts], axis=0),
        by_meaning=np.sum([weight * line.by_meaning for weight, line in parts], axis=0),
        base=np.sum([weight * line.base for weight, line in parts], axis=0),
        left_out=lines[0].left_out,
    )


def _read(logits: Floats, codes: int, *, exclusive: bool) -> Read:
    """Return probabilities of codes and of none; where nobody said "none", it is that no code holds by itself."""
    shares = probabilities(logits, exclusive=exclusive)
    if shares.shape[1] > codes:
        return Read(shares[:, :codes], shares[:, codes])
    alone = np.asarray(special.expit(logits), dtype=float)
    return Read(shares, np.prod(1 - alone, axis=1))


def _needed(vectors: NDArray[np.float32] | None, rows: int) -> NDArray[np.float32]:
    if vectors is None or len(vectors) != rows:
        raise DefinitionError(
            _("These codes were learned with the meaning of comments, and {rows} comments came without it."),
            _("Embed the comments first."),
            rows=rows,
        )
    return vectors
