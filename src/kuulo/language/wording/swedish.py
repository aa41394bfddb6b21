"""Swedish word forms as people write them: missing rings and dots, runs of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_RUN = re.compile(r"(.)\1{2,}")
_MOST_PLACES = 4
_MARKED = {"a": "aåä", "o": "oö"}
_STRENGTHS = ("jätte", "super", "skit", "ur", "sjuk", "kanon", "as", "svin", "topp", "mega", "ultra", "extra")


def as_written_properly(form: str) -> Iterator[str]:
    """Yield spellings that a form with runs of letters or without its å, ä and ö may stand for."""
    if _RUN.search(form):
        yield _RUN.sub(r"\1\1", form)
        yield _RUN.sub(r"\1", form)
    places = [place for place, letter in enumerate(form) if letter in _MARKED]
    if any(letter in "åäö" for letter in form) or not 0 < len(places) <= _MOST_PLACES:
        return
    for letters in product(*(_MARKED[form[place]] for place in places)):
        spelt = list(form)
        for place, letter in zip(places, letters, strict=True):
            spelt[place] = letter
        yield "".join(spelt)


def strengthened(form: str) -> tuple[str, str] | None:
    """Return (strength, word) of a word like *jättebra*, None for others."""
    for strength in _STRENGTHS:
        if form.startswith(strength) and len(form) >= len(strength) + 3:
            return strength, form[len(strength) :]
    return None
