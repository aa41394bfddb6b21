"""Segments of a text on which coders are compared: turns, paragraphs or sentences; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SENTENCE_END: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n+")


class Cut(StrEnum):
    """How a text is cut into segments."""

    TURN = "turn"
    """What one speaker said at a stretch; a paragraph where nobody is named."""
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a source.

    Attributes:
        source: Its source.
        start: Its first code point.
        end: The code point after its last one.
        block: The turn or paragraph it is of; segments of a block are not independent of each other.
    """

    source: str
    start: int
    end: int
    block: int


def segments(source: str, text: str, turns: Sequence[tuple[int, int]], cut: Cut) -> tuple[Segment, ...]:
    """Return the segments of a text in order, without white space at their ends; empty ones are left out.

    Args:
        source: Its key.
        text: The whole text.
        turns: Where turns begin and end; where there are none, paragraphs take their place.
        cut: Into what.
    """
    blocks = list(turns) or list(paragraphs(text))
    found: list[Segment] = []
    for block, (start, end) in enumerate(blocks):
        parts = [(start, end)] if cut is Cut.TURN else sentences(text, start, end)
        for first, last in parts:
            trimmed = _trimmed(text, first, last)
            if trimmed is not None:
                found.append(Segment(source, *trimmed, block))
    return tuple(found)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a text begin and end; empty ones are left out."""
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            yield match.span()


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where sentences of a part of a text begin and end.

    A sentence ends with a full stop, question or exclamation mark or dots before white space, and with a line. After
    an abbreviation it ends too early; both coders are compared on the same segments all the same.
    """
    here = start
    for match in SENTENCE_END.finditer(text, start, end):
        if match.end() > here:
            yield here, match.end()
            here = match.end()
    if here < end:
        yield here, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    said = text[start:end]
    left = start + len(said) - len(said.lstrip())
    right = end - (len(said) - len(said.rstrip()))
    return (left, right) if left < right else None
