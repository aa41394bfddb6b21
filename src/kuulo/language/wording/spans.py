"""Sentences of a text, and clauses: what of a sentence may carry a feeling of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kuulo.language.wording.tokens import EMOJI, EMOTICON

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+|(?<=[a-zåäö]{2})[.!?]+(?=[A-ZÅÄÖ])")
_SHORT = re.compile(
    r"(?:\b(?:esim|mm|ym|yms|jne|ns|klo|nro|puh|os|alv|tms|vrt|n|s|kpl|min|eur|milj|t|ex|bl|dvs|osv|kl|nr|tel|st|ca"
    r"|t\.ex|m\.m|o\.s\.v|d\.v\.s|p\.g\.a|fr\.o\.m|e\.g|i\.e|mr|mrs|ms|dr|no|vs|approx|etc)|\b\w|\d)$",
    re.IGNORECASE,
)
_BUT = {
    "fi": r"mutta|muttei\w*|mut|vaikka|paitsi|kuitenkin|toisaalta|sen sijaan|silti|ainoastaan|tosin|joskin|kun taas",
    "sv": r"men|fast|fastän|även om|trots att|förutom|dock|däremot|å andra sidan|medan|utom|bara att",
    "en": r"but|although|though|however|except|apart from|whereas|while|yet|despite|on the other hand|only that",
}
_LIST = {"fi": r"ja|sekä|eikä", "sv": r"och|samt", "en": r"and"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text in code points; the end is exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of that text."""
        return text[self.start : self.end]


def sentences(text: str, language: str | None = None) -> list[Span]:
    """Return the sentences, without the white space around them.

    A full stop after a known abbreviation or a number does not end one; a line break does. The language is not needed:
    the abbreviations of all three are known at once.
    """
    del language
    found: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if end.group() == "." and not _ends(text, end):
            continue
        found += _trimmed(text, start, end.end())
        start = end.end()
    return found + _trimmed(text, start, len(text))


def _ends(text: str, stop: re.Match[str]) -> bool:
    if not _SHORT.search(text, max(0, stop.start() - 12), stop.start()):
        return True
    # "… klo 12. Sitten" ends although a number stands before: a capital follows and no month or date could.
    following = text[stop.end() :].lstrip()[:1]
    return following == "" or (following.isupper() and text[stop.start() - 1].isdigit())


def clauses(text: str, language: str | None = None) -> list[Span]:
    """Return the clauses: sentences, split at semicolons, dashes, faces, words like *mutta* and listing commas.

    A comma splits only where both sides hold two words or more, so "hyvä, nopea" stays one.
    """
    return [part for sentence in sentences(text, language) for part in _split(text, sentence, language)]


@cache
def _turns(language: str | None) -> re.Pattern[str]:
    known = [language] if language in _BUT else list(_BUT)
    but = "|".join(_BUT[name] for name in known if name)
    and_ = "|".join(_LIST[name] for name in known if name)
    face = rf"(?:{EMOTICON}|{EMOJI})+"
    return re.compile(
        rf"\s*[;•]\s*|\s+[–—-]+\s+|(?<=\S)\s*{face}\s+(?=\w)|,?\s+(?=(?:{but})\b)|,\s+(?=(?:{and_})\s)|,\s+|:\s+",
        re.IGNORECASE,
    )


def _split(text: str, sentence: Span, language: str | None) -> list[Span]:
    parts: list[Span] = []
    start = sentence.start
    for turn in _turns(language).finditer(text, sentence.start, sentence.end):
        soft = turn.group().strip() in {",", ":"}
        before, after = text[start : turn.start()], text[turn.end() : sentence.end]
        if soft and (len(before.split()) < 2 or len(after.split()) < 2):
            continue
        if not before.strip():
            continue
        face_kept = turn.start() + len(turn.group().rstrip()) if turn.group().strip() not in {",", ":", ";"} else None
        parts += _trimmed(text, start, face_kept or turn.start())
        start = turn.end()
    return parts + _trimmed(text, start, sentence.end)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" \t\r\n,;"))
    right = len(piece.rstrip(" \t\r\n,;"))
    return [Span(start + left, start + right)] if right > left else []
