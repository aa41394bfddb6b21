"""Lemmas and features of a text: what TF-IDF counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kuulo.language.wording import lists
from kuulo.language.wording.analysing import analyse
from kuulo.language.wording.plain import plain
from kuulo.language.wording.tokens import spellings

NEGATED = "¬"
# How many words after a negation it turns; a new clause ends it before.
_REACH = 3
_BREAK = re.compile(r"[.!?;:,\n]|\b(?:mutta|men|but|vaan|utan|however)\b", re.IGNORECASE)
_CLITIC_NEGATION = "n't"
_FACES = {
    **dict.fromkeys(")]", "🙂"),
    **dict.fromkeys("Dd", "😀"),
    **dict.fromkeys("([", "🙁"),
    **dict.fromkeys("Pp", "😛"),
}


def lemmas(text: str, language: str) -> list[str]:
    """Return the lemmas of the content words in their order: lower case, stop words out, clitics off, speech undone.

    Emojis stay as they are, emoticons become the emoji they stand for; links, addresses and numbers are left out.
    """
    return [lemma for lemma, _ in _content(plain(text), language)]


def features(text: str, language: str) -> list[str]:
    """Return the lemmas, the parts of compounds as plain lemmas, and for words under a negation ``¬lemma`` beside them.

    Fit for a vectoriser's ``analyzer``. A word of a language other than fi, sv and en stands in lower case.
    """
    found: list[str] = []
    for piece in _BREAK.split(plain(text)):
        reach = 0
        for lemma, parts in _content(piece, language, negations=True):
            if lemma == NEGATED:
                reach = _REACH
                continue
            found.append(lemma)
            found += [part for part in parts if part != lemma]
            if reach:
                found.append(NEGATED + lemma)
                reach -= 1
    return found


def _content(text: str, language: str, *, negations: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    stops, turning = lists.stop_words(language), lists.negations(language)
    for kind, word in spellings(text):
        if kind != "word":
            yield _face(word), ()
            continue
        form = word.lower().replace("’", "'")
        if negations and (form in turning or (language == "en" and form.endswith(_CLITIC_NEGATION))):
            yield NEGATED, ()
        if form in stops or not form[0].isalpha():
            continue
        found = analyse(form, language)
        if found.lemma not in stops and (len(found.lemma) > 1):
            yield found.lemma, found.parts + found.kin


def _face(spelt: str) -> str:
    if spelt.isascii():
        if "<3" in spelt:
            return "❤"
        return _FACES.get(spelt[-1], "🙂" if spelt[0] in "^=" else "😕")
    return unicodedata.normalize("NFC", spelt).rstrip("\ufe0f")
