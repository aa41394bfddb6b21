"""Whether a comment says anything that could belong to a theme."""

from __future__ import annotations

import re
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+")
# What people write into a field they want to leave empty, in the three languages; the words are our own list.
EMPTY_SAYINGS: Final = """
    ei en mitään mitaan mikään kommentti kommenttia kommentteja kommentoitavaa kommentoitavana lisättävää sanottavaa
    muuta ole oo mulla minulla osaa sanoa tiedä tiiä eos eipä kai just juu joo jep ookoo okei ok okay oukei
    inget ingenting inga ingen kommentar kommentarer att tillägga säga nej vet inte jag har nä nja japp jo jaa
    no none nothing nil na nope comment comments to add say nothin dunno idk don know dont not sure i have
    yes yep yeah test testi asdf xxx abc lol hmm öö ööö
"""
EMPTY_WORDS: Final = frozenset(EMPTY_SAYINGS.split())

# What tools write where nobody wrote anything.
FILLERS: Final = frozenset(
    (
        "did not answer",
        "not answered",
        "no answer",
        "no response",
        "missing",
        "ei vastausta",
        "ei vastattu",
        "inget svar",
    )
)


def says_something(text: str) -> bool:
    """Return whether a comment holds a word beyond those with which people say that they have nothing to say."""
    words = WORD.findall(text.lower())
    if " ".join(words) in FILLERS:
        return False
    return any(len(word) > 1 and word not in EMPTY_WORDS for word in words)
