"""Compounds taken apart: the cuts whose pieces are the likeliest parts.

How often a word begins or ends other compounds was counted over the lemmas of simplemma's dictionaries (README). A part
scores ln(count) + a little for each letter over three; further cuts cost. A lemma that the dictionary knows is cut only
where the score is high; a word that nothing knows must be something, so a lower one does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from kuulo.language.wording import derived, lists
from kuulo.language.wording.dictionary import lemma_of

_SHORTEST = 3
# Listed parts may have two letters: Swedish el- and -kö, Finnish -yö.
_LEAST = 2
_VOWELS = frozenset("aeiouyäöåé")
_BACK, _FRONT = frozenset("aou"), frozenset("äöy")
# An unseen part weighs as a third of one compound, and must be long enough to be no accident.
_UNSEEN = 0.3
_LEAST_UNSEEN = 5
_LETTER = 0.35
_LONGEST = 8
_FURTHER = 4.0
_MOST = 5
KNOWN_FROM = 4.5
UNKNOWN_FROM = 2.0


@dataclass(frozen=True, slots=True)
class Cut:
    """The likeliest cutting of a word: lemmas of its parts in order, its score, where the last part begins."""

    parts: tuple[str, ...]
    score: float
    at: int


def cut(word: str, language: str, least: float) -> Cut | None:
    """Return the best cutting of a lemma or an inflected form in lower case, None where none reaches ``least``."""
    places = range(_LEAST, len(word) - _LEAST + 1)
    tails = {at: tail for at in places if (tail := _tail(word, at, language))}
    # From the end to the start: the best way on from each place, by a last part or by one more first part.
    for at in sorted(_starts(word, tails), reverse=True):
        best = max(_ways(word, at, tails, language), key=lambda one: one.score, default=None)
        if best and (at not in tails or best.score > tails[at].score):
            tails[at] = best
    found = max(_ways(word, 0, tails, language), key=lambda one: one.score, default=None)
    return found if found and found.score >= least else None


def _starts(word: str, tails: dict[int, Cut]) -> range:
    return range(_LEAST, max(tails, default=0) - _LEAST + 1) if len(word) >= 3 * _SHORTEST else range(0)


def _ways(word: str, start: int, tails: dict[int, Cut], language: str) -> list[Cut]:
    found: list[Cut] = []
    for at, tail in tails.items():
        if at < start + _LEAST or len(tail.parts) >= _MOST:
            continue
        spelt = word[start:at]
        first = _first(spelt, language, inside=start > 0)
        if first is None and language == "sv" and spelt[-1:] == word[at : at + 1] != spelt[-2:-1]:
            # Three like letters are written as two: webb + butik is webbutik.
            first = _first(spelt + spelt[-1], language, inside=start > 0)
        if first:
            cost = _FURTHER if len(tail.parts) > 1 else 0.0
            found.append(Cut((first[0], *tail.parts), first[1] + tail.score - cost, tail.at))
    return found


def _first(spelt: str, language: str, *, inside: bool) -> tuple[str, float] | None:
    known = lists.firsts(language).get(spelt)
    if known:
        return known[0], _score(known[1], len(spelt))
    if inside or len(spelt) < _LEAST_UNSEEN:
        return None
    lemma = lemma_of(spelt, language)
    if lemma is not None and (lemma == spelt or (language == "fi" and spelt.endswith("n"))):
        return lemma, _score(0, len(spelt))
    # Finnish nouns in -nen stand in -s there, Swedish ones may take an s.
    noun = f"{spelt[:-1]}nen" if language == "fi" else spelt[:-1]
    if spelt.endswith("s") and lemma_of(noun, language) is not None:
        return noun, _score(0, len(spelt))
    return None


def _tail(word: str, at: int, language: str) -> Cut | None:
    end = word[at:]
    if not _VOWELS & set(end) or not _VOWELS & set(word[:at]):
        return None
    if len(end) < _SHORTEST and end not in lists.lasts(language):
        return None
    lemma = _head(end, language)
    if lemma is None:
        return None
    count = lists.lasts(language).get(lemma, 0)
    if not count and (len(end) < _LEAST_UNSEEN or len(lemma) < _LEAST_UNSEEN):
        return None
    return Cut((lemma,), _score(count, len(end)), at)


def _head(end: str, language: str) -> str | None:
    """Return the lemma of a last part as the dictionary or the list of last parts has it, a noun rather than a verb."""
    lasts = lists.lasts(language)
    lemma = lemma_of(end, language)
    if language != "fi":
        return lemma or (end if end in lasts else None)
    genitive = derived.noun(end)
    other = lemma_of(genitive, language) if genitive else None
    if other is not None and lasts.get(other, 0) > lasts.get(lemma or "", 0):
        lemma = other
    if lemma is None or lemma not in lasts:
        lemma = next((one for one in (end, derived.adjective(end)) if one in lasts), lemma)
    # Suomalaisia is no law: words in -lainen are no compounds of laki.
    lawless = lemma == "laki" and end.startswith("lais")
    return None if lemma is None or lawless or _of_other_vowels(end, lemma) else lemma


def _of_other_vowels(form: str, lemma: str) -> bool:
    """Return whether a form with back vowels alone was given a lemma with front ones, which Finnish does not do."""
    return bool(_FRONT & set(lemma)) and not _FRONT & set(form) and bool(_BACK & set(form))


def _score(count: int, letters: int) -> float:
    return log(count + _UNSEEN) + _LETTER * (min(letters, _LONGEST) - _SHORTEST)
