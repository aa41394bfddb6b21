"""What one word tells of its language: common words, the dictionaries, its letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from kuulo.base.later import Later

_dictionaries = Later("simplemma.strategies.dictionaries")

OWN = ("fi", "sv", "en")
# Nats that each kind of evidence adds to a language; set by hand, checked on the sets that docs/language.md names.
_COMMON = 3.0
_IN_DICTIONARY = 1.6
_LETTERS = 1.2
_WITHOUT_DOTS = 1.5
_DOTS = str.maketrans("åäö", "aao")
# Said alike in all three languages: alone they tell none.
_NEUTRAL = frozenset(
    {
        *("ok", "okei", "okey", "okay", "super", "hmm", "mm", "aha", "ah", "oh", "wow", "hallo", "jes", "bravo"),
        *("top", "app", "email", "sms", "info", "vip", "wtf", "omg", "lol", "nps", "pdf", "wifi", "test"),
    }
)
# Said in more than one, but far more in one.
_LEANING = {
    "no": (0.3, 0.0, 1.2),
    "yes": (0.0, 0.0, 2.0),
    "na": (0.0, 0.0, 1.0),
    "en": (0.8, 1.0, 0.0),
    "se": (1.0, 0.8, 0.0),
}
_FINNISH = re.compile(
    r"(?:aa|ii|uu|yy|ää|öö)|(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|nut|nyt|vat|vät|mme|tte|kaan|kään|kin|inen|isen|ista|istä)$|\w{4}(?:ko|kö|han|hän)$"
)
_SWEDISH = re.compile(r"å|ck|(?:ande|erna|arna|orna|ningen|heten|igt|liga|lig|ade|ades|tion|tionen|skt|ska)$")
_ENGLISH = re.compile(
    r"th|wh|[^aeiouy]y$|w|(?:ing|ed|ness|tion|ly|ful|ght|ould|ment)$|'(?:t|s|ve|re|ll|m|d)$|ea|oo(?=[dkl])"
)


@cache
def common(language: str) -> frozenset[str]:
    """Return the common words of one of the three languages."""
    text = files("kuulo.language.identifying.data").joinpath(f"common_{language}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _without_dots(language: str) -> frozenset[str]:
    """Return the common words that have å, ä or ö as a keyboard without them writes them."""
    folded = {word: word.translate(_DOTS) for word in common(language)}
    return frozenset(bare for word, bare in folded.items() if bare != word)


@cache
def _dictionary(language: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", _dictionaries.LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language))


@lru_cache(maxsize=200_000)
def word_evidence(word: str) -> tuple[float, float, float]:
    """Return the log weights for fi, sv and en of a lower-case word; zeros where it tells nothing."""
    if word in _NEUTRAL:
        return (0.0, 0.0, 0.0)
    if word in _LEANING:
        return _LEANING[word]
    shared = [language for language in OWN if word in common(language)]
    found = [_COMMON / len(shared) if language in shared else 0.0 for language in OWN]
    if not shared:
        found = [_IN_DICTIONARY if word in _dictionary(language) else 0.0 for language in OWN]
        found = [
            more + (_WITHOUT_DOTS if word in _without_dots(language) else 0.0)
            for more, language in zip(found, OWN, strict=True)
        ]
    for place, letters in enumerate((_FINNISH, _SWEDISH, _ENGLISH)):
        found[place] += _LETTERS if letters.search(word) else 0.0
    return (found[0], found[1], found[2])
