"""Words of a text with what their capitals tell: where a sentence begins, or all is shouted, they tell nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")
ENDS = frozenset(".!?\n•*>;…")
SKIPPED = frozenset(" \t\xa0\"'”“‘’([{»«")
DASHES = frozenset("-–")
INSIDE = frozenset(",:-–/&()'\"+@#%€$£_\\=\x00")
ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "terv", "yst", "t", "hra", "rva", "mvh", "br", "prof", "st", "tri", "fr"}
)
SHOUTED_SHARE, SHOUTED_WORDS, TITLED_SHARE, TITLED_WORDS = 0.6, 3, 0.7, 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text with what is known of it.

    `shouted`: all in capitals in a text of capitals; `opens`: begins a sentence, so that its capital tells nothing.
    """

    text: str
    start: int
    end: int
    signs: int
    capital: bool
    shouted: bool
    opens: bool


def read_words(text: str, look: Callable[[str], int]) -> list[Word]:
    """Return the words of a text with their signs; none where no word has a sign."""
    matches = list(TOKEN.finditer(text))
    plain = [match.group() for match in matches]
    signs = [look(word) for word in plain]
    if not any(signs):
        return []
    careless = _is_careless(plain)
    words: list[Word] = []
    for word, match, sign in zip(plain, matches, signs, strict=True):
        start = match.start()
        capital = word[0].isupper()
        opens = capital and (careless or _opens_sentence(text, start, words))
        words.append(
            Word(word, start, match.end(), sign, capital, careless and len(word) > 1 and word.isupper(), opens)
        )
    return words


def _is_careless(words: Sequence[str]) -> bool:
    """Tell whether most words have a capital, as in a heading or a shout: then none of them tells anything."""
    long = [word for word in words if len(word) > 1]
    shouted = sum(word.isupper() for word in long)
    if len(long) >= SHOUTED_WORDS and shouted >= SHOUTED_SHARE * len(long):
        return True
    capitals = sum(word[0].isupper() for word in long)
    return len(long) >= TITLED_WORDS and capitals >= TITLED_SHARE * len(long)


def _opens_sentence(text: str, start: int, before: Sequence[Word]) -> bool:
    place = start - 1
    while place >= 0 and text[place] in SKIPPED:
        place -= 1
    if place < 0:
        return True
    if text[place] == "." and before and _is_shortened(text, before[-1]):
        return False
    if text[place] in DASHES and place + 1 < start:
        return True
    return text[place] in ENDS or not (text[place].isalnum() or text[place] in INSIDE)


def _is_shortened(text: str, word: Word) -> bool:
    """Tell whether a full stop after a word shortens it: "Mr.", "terv.", an initial."""
    initial = len(word.text) == 1 and word.capital and text[word.start - 1 : word.start] != "&"
    return initial or word.text.lower() in ABBREVIATIONS
