"""Who speaks in a plain text, as transcribers write it; the text itself stays as it is.

Lines such as ``Maija: …``, ``[00:01:02] H: …``, ``00:01:02 Maija: …``, ``Maija (00:01:02): …`` begin a turn, and so
does a line with a name and a time alone (``Maija 0:12``), as meeting programs write. A name is taken for a speaker's
where it returns, or is what interviewers and interviewees are called; else a colon is only a colon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kuulo.qualitative.reading.turns import Turn

TIME: Final = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
NAME: Final = r"[^\W_][^:\n\[\]()?!;]{0,39}?"
BRACKETED: Final = rf"[\[(]\s*({TIME})\s*[\])]"
EITHER: Final = rf"(?:{BRACKETED}|({TIME}))"
LABELLED: Final = re.compile(rf"[ \t]*(?:{EITHER}[ \t]*[-–]?[ \t]*)?({NAME})[ \t]*{EITHER}?[ \t]*:[ \t]*(?![/\d])")
NAME_AND_TIME: Final = re.compile(rf"[ \t]*({NAME})[ \t]+{EITHER}[ \t]*$")
TIME_ALONE: Final = re.compile(rf"[ \t]*{EITHER}[ \t]*(?=\S|$)")
LINE: Final = re.compile(r"[^\n]*")
MOST_WORDS: Final = 5
# What the parts of an interview are called: these are speakers even where one says a single thing.
CALLED: Final = re.compile(
    r"(?:haastattelija|haastateltava|tutkija|asiakas|vastaaja|osallistuja|moderaattori|"
    r"intervjuare|informant|kund|deltagare|svarande|moderator|"
    r"interviewer|interviewee|participant|customer|respondent|speaker|puhuja|talare|[HVAIQKP])\s*\d{0,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a turn begins: its line, its words, its speaker and its time."""

    line: int
    words: int
    speaker: str
    ms: int | None


def find_turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of a text, in order; none where no speakers and no times stand in it."""
    found = _beginnings(text)
    if not found:
        return ()
    ends = [*(each.line for each in found[1:]), len(text)]
    turns = [
        Turn(start=each.words, end=_trimmed(text, each.words, end), speaker=each.speaker, begins_ms=each.ms)
        for each, end in zip(found, ends, strict=True)
    ]
    return _with_ends(turns)


def _beginnings(text: str) -> list[Beginning]:
    """Return where turns begin; names that do not return are no speakers."""
    marked = [each for line in LINE.finditer(text) if (each := _beginning(text, line.start(), line.end()))]
    count = Counter(each.speaker for each in marked if each.speaker)
    known = {name for name, times in count.items() if times > 1 or CALLED.fullmatch(name)}
    # Who speaks once among those who speak often is a speaker too, where the name looks like one.
    if len(known) > 1 or (known and len(count) > len(known)):
        known |= {name for name in count if _looks_like_name(name)}
    told = [each for each in marked if not each.speaker or each.speaker in known]
    spoken = [each for each in told if each.speaker]
    return told if spoken or len(told) > 1 else []


def _beginning(text: str, start: int, end: int) -> Beginning | None:
    """Return what begins at a line, if anything may."""
    alone = NAME_AND_TIME.match(text, start, end)
    if alone and _is_short(alone[1]):
        return Beginning(start, min(end + 1, len(text)), alone[1].strip(), milliseconds(alone[2] or alone[3]))
    labelled = LABELLED.match(text, start, end)
    if labelled and _is_short(labelled[3]):
        time = next((labelled[place] for place in (1, 2, 4, 5) if labelled[place]), None)
        return Beginning(start, labelled.end(), labelled[3].strip(), milliseconds(time) if time else None)
    timed = TIME_ALONE.match(text, start, end)
    if timed:
        return Beginning(start, timed.end(), "", milliseconds(timed[1] or timed[2]))
    return None


def _is_short(name: str) -> bool:
    return len(name.split()) <= MOST_WORDS and not name.strip().isdigit()


def _looks_like_name(name: str) -> bool:
    return all(word[:1].isupper() or word[:1].isdigit() for word in name.split())


def milliseconds(time: str) -> int:
    """Return a time such as ``1:02:03.5`` or ``02:03`` in milliseconds."""
    whole, _point, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1_000 + int((fraction or "0").ljust(3, "0")[:3])


def _trimmed(text: str, start: int, end: int) -> int:
    """Return where the words of a turn end: without the empty lines after them."""
    return start + len(text[start:end].rstrip())


def _with_ends(turns: list[Turn]) -> tuple[Turn, ...]:
    """Return turns that end in the recording where the next one begins."""
    return tuple(_ends_at(one, after) for one, after in _with_next(turns))


def _with_next(turns: list[Turn]) -> Iterator[tuple[Turn, Turn | None]]:
    yield from pairwise([*turns, None])


def _ends_at(one: Turn, after: Turn | None) -> Turn:
    begins, ends = one.begins_ms, after.begins_ms if after else None
    known = begins is not None and ends is not None and ends >= begins
    return Turn(start=one.start, end=one.end, speaker=one.speaker, begins_ms=begins, ends_ms=ends if known else None)
