"""Where in a conversation a question was answered; pure.

The question is heard where somebody who asks says most of its words; the answer is what the customers say from there to
the next words of whoever asks, murmurs left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WORD: Final = re.compile(r"\w{3,}")
ENOUGH: Final = 0.5
"""Share of the question's words that must have been said."""
MURMUR: Final = 20
"""What whoever asks says in fewer characters is no next question."""
LONGEST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of a conversation: where it stands, and whether a customer speaks."""

    start: int
    end: int
    is_customer: bool


def answer_in(text: str, spoken: Sequence[Spoken], question: str) -> tuple[int, int] | None:
    """Return where the answer to a question stands; None where the question cannot be heard, or nobody answers it."""
    asked = set(WORD.findall(question.casefold()))
    heard = [
        (len(asked & set(WORD.findall(text[each.start : each.end].casefold()))) / len(asked), -place)
        for place, each in enumerate(spoken)
        if asked and not each.is_customer
    ]
    share, place = max(heard, default=(0.0, 0))
    if share < ENOUGH:
        return None
    return _answer_after(text, spoken, -place)


def _answer_after(text: str, spoken: Sequence[Spoken], place: int) -> tuple[int, int] | None:
    said: list[Spoken] = []
    for each in spoken[place + 1 :]:
        if each.is_customer:
            said.append(each)
        elif said and len(text[each.start : each.end].strip()) >= MURMUR:
            break
    if not said:
        return None
    return said[0].start, min(said[-1].end, said[0].start + LONGEST)
