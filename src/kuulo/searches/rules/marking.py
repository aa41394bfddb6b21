"""Where the words of a search stand in a comment, in whatever form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kuulo.language.wording import LANGUAGES, features, plain, stop_words, tokens

BEGINS_FROM: Final = 4
"""A longer word that begins with a word of the search is marked from this length on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a comment, and whether it is a word that was searched for."""

    text: str
    is_found: bool


def terms_of(query: str) -> frozenset[str]:
    """Return the words of a search with their lemmas and parts, whatever its language is."""
    words = [token.text.lower() for token in tokens(plain(query))]
    small = frozenset().union(*(stop_words(language) for language in LANGUAGES))
    kept = [word for word in words if word not in small] or words
    return frozenset(term for word in kept for term in (word, *_forms(word)))


def mark_words(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """Return a comment in pieces, of which some are words of the search; together they are the comment.

    Args:
        text: The comment.
        terms: Of the search, as `terms_of` returns them.
    """
    pieces: list[Piece] = []
    begin = 0
    for token in tokens(text):
        if not _is_found(token.text.lower(), terms):
            continue
        if token.start > begin:
            pieces.append(Piece(text[begin : token.start], is_found=False))
        pieces.append(Piece(text[token.start : token.end], is_found=True))
        begin = token.end
    if begin < len(text) or not text:
        pieces.append(Piece(text[begin:], is_found=False))
    return tuple(pieces)


def _is_found(word: str, terms: frozenset[str]) -> bool:
    if word in terms or not terms.isdisjoint(_forms(word)):
        return True
    return any(len(term) >= BEGINS_FROM and word.startswith(term) for term in terms)


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """Return the lemmas of a word in every language, and the parts of a compound."""
    return frozenset(term for language in LANGUAGES for term in features(word, language) if len(term) > 1)
