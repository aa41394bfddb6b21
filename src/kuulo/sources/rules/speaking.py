"""Who speaks at a place, and which words are the customer's own; pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kuulo.qualitative.reading.turns import Turn
from kuulo.sources.rules.kinds import Mark, Origin
from kuulo.sources.rules.views import SourceView, Speaker

# What transcribers call those who ask; every other speaker is taken for what the source says, and can be set by hand.
ASKING: Final = re.compile(
    r"(?:haastattelija|tutkija|moderaattori|vetäjä|havainnoija|kysyjä|h|"
    r"intervjuare|forskare|moderator|samtalsledare|observatör|fråga|"
    r"interviewer|researcher|facilitator|observer|question|i|int|q|mod)\s*\d*",
    re.IGNORECASE,
)


def guess_speakers(turns: Iterable[Turn], origin: Origin) -> dict[str, Origin]:
    """Return who the speakers of a source are likely to be: those called interviewers are staff, others its origin."""
    names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    return {name: Origin.STAFF if ASKING.fullmatch(name) else origin for name in names}


def turn_at(turns: Sequence[Turn], start: int) -> Turn | None:
    """Return the turn a place lies in; before the words of one, such as on its speaker's name, the one that follows."""
    place = bisect_right([turn.start for turn in turns], start) - 1
    if place >= 0 and start < turns[place].end:
        return turns[place]
    return turns[place + 1] if place + 1 < len(turns) else (turns[-1] if turns else None)


def origin_of(turn: Turn, speakers: Mapping[str, Origin], origin: Origin) -> Origin:
    """Return whose words a turn is: what an observer noted as said is the customer's, other notes the observer's."""
    if turn.mark:
        return Origin.CUSTOMER if turn.mark == Mark.SAID else Origin.STAFF
    return speakers.get(turn.speaker, origin)


def speaker_of(source: SourceView, start: int) -> Speaker:
    """Return who speaks at a place of a source."""
    turn = turn_at(source.turns, start)
    if turn is None:
        return Speaker("", is_customer=source.origin is Origin.CUSTOMER)
    whose = origin_of(turn, source.speakers, source.origin)
    return Speaker(turn.speaker, is_customer=whose is Origin.CUSTOMER, mark=turn.mark)


def own_words(source: SourceView) -> tuple[str, ...]:
    """Return what the customer said in a source, a stretch each; nothing where several customers speak in it."""
    if not source.turns:
        return tuple(_paragraphs(source.text)) if source.origin is Origin.CUSTOMER else ()
    theirs = [turn for turn in source.turns if origin_of(turn, source.speakers, source.origin) is Origin.CUSTOMER]
    if len({turn.speaker for turn in theirs}) > 1:
        return ()
    return tuple(words for turn in theirs if (words := source.text[turn.start : turn.end].strip()))


def _paragraphs(text: str) -> Iterable[str]:
    return (each.strip() for each in text.split("\n\n") if each.strip())


def pieces_of(words: Iterable[str], most: int) -> tuple[str, ...]:
    """Return stretches joined to pieces of at most so many characters; a longer stretch is a piece by itself, cut."""
    pieces: list[str] = []
    for each in words:
        for start in range(0, len(each), most):
            part = each[start : start + most]
            if pieces and len(pieces[-1]) + len(part) + 1 <= most:
                pieces[-1] += f"\n{part}"
            else:
                pieces.append(part)
    return tuple(pieces)
