"""Words of a text: tokens, lemmas, compound parts, clitics, colloquial forms, stop words; in fi, sv and en."""

from __future__ import annotations

from kuulo.language.wording.analysing import Analysis, analyse
from kuulo.language.wording.features import NEGATED, features, lemmas
from kuulo.language.wording.lists import LANGUAGES, negations, stop_words
from kuulo.language.wording.optional import FinnishAnalyser, finnish_analyser
from kuulo.language.wording.plain import plain
from kuulo.language.wording.spans import Span, clauses, sentences
from kuulo.language.wording.tokens import Token, tokens


def parts(word: str, language: str) -> tuple[str, ...]:
    """Return the lemmas of a compound's parts, from its first to its head; empty for a simple word."""
    return analyse(word, language).parts


__all__ = [
    "LANGUAGES",
    "NEGATED",
    "Analysis",
    "FinnishAnalyser",
    "Span",
    "Token",
    "analyse",
    "clauses",
    "features",
    "finnish_analyser",
    "lemmas",
    "negations",
    "parts",
    "plain",
    "sentences",
    "stop_words",
    "tokens",
]
