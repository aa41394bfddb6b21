"""The phrases that call for something, in three languages, as one pattern for each kind and weight.

The lists are text (`patterns/`), written for Kuulo: "*" stands for any ending, ".." for up to five words between, (a|b)
for one of several, (a)? for one that may be left out, "^" for the beginning of the sentence, where a greeting or an
"and" may stand before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kuulo.language.calling.kinds import CallKind

LANGUAGES = ("fi", "sv", "en")
WEIGHTS = ("strong", "plain", "weak", "not")
PIECES = re.compile(r"(?P<left_out>\)\? )|(?P<gap> ?\.\. ?)|(?P<space> +)|(?P<ending>\*)|(?P<group>\()")
MEANINGS = {
    "left_out": r")\W+)?",
    "gap": r"\W+(?:\w+\W+){0,5}?",
    "space": r"\W+",
    "ending": r"\w*",
    "group": "(?:",
}
BEGINNING = (
    r"\A\W*(?:(?:hei|moi|terve|mutta|ja|eli|niin|no|hej|hejsan|men|och|så|hi|hello|hey|but|and|so|also|well)\W+)?"
)
OPENS_LEFT_OUT = re.compile(r"\((?=[^()]*\)\? )")


@cache
def phrases_of(language: str) -> Mapping[tuple[CallKind, str], re.Pattern[str]]:
    """Return the patterns of a language by kind of call and weight, for text in lower case."""
    text = (files("kuulo.language.calling") / "patterns" / f"{language}.txt").read_text(encoding="utf-8")
    found: dict[tuple[CallKind, str], re.Pattern[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, phrases = line.partition(":")
            kind, weight = head.split()
            found[CallKind(kind), weight] = pattern_of(phrases)
    return found


def pattern_of(phrases: str) -> re.Pattern[str]:
    """Return the pattern of phrases apart by commas; whole words only, but where a "*" leaves the ending open."""
    each = (phrase.strip() for phrase in phrases.split(","))
    return re.compile(r"(?<!\w)(?:" + "|".join(_expression(phrase) for phrase in each if phrase) + r")(?!\w)")


def _expression(phrase: str) -> str:
    lone = phrase.endswith(" *")
    doubled = OPENS_LEFT_OUT.sub("((", phrase.removeprefix("^")[:-1] if lone else phrase.removeprefix("^"))
    said = PIECES.sub(lambda match: MEANINGS[str(match.lastgroup)], doubled) + (r"\w+" if lone else "")
    return BEGINNING + said if phrase.startswith("^") else said
