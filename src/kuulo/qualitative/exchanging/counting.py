"""How a file's program counted: by its selections' names, by what lies inside the text, and by where words begin.

REFI-QDA counts Unicode code points and a line end as one. Programs are known to count units of UTF-16, a line end as
two, or the mark at the beginning of the file. Nothing in the file says so; the selections do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.errors import InputError
from kuulo.qualitative.anchoring import Ruler, Unit, normalise

MARK: Final = "\ufeff"
BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
SPACE: Final = re.compile(r"\s+")
FEWEST_LETTERS: Final = 3
CLEARLY: Final = 3
"""How many more beginnings and ends of words another counting has to meet before it is believed without other signs."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A selection as the file has it: positions, and the name, in which many programs repeat its words."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """One way to count.

    Attributes:
        unit: What is counted.
        mark: Whether the mark at the beginning of the file is.
    """

    unit: Unit = Unit.CRLF_AS_ONE
    mark: bool = False

    def __str__(self) -> str:
        return f"{self.unit.value}{' + BOM' if self.mark else ''}"


STANDARD: Final = Counting()


class Counted:
    """The positions of one text, read in one counting."""

    def __init__(self, raw: str, counting: Counting) -> None:
        self.counting = counting
        self._shift = int(counting.mark)
        bare = raw.removeprefix(MARK)
        self.text = normalise(bare)
        plain = counting.unit is Unit.CRLF_AS_ONE or ("\r\n" not in bare and not BEYOND.search(bare))
        self._ruler = None if plain else Ruler.of(bare, counting.unit)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a selection stands in the text with its line ends as one; None outside it or of nothing."""
        if not 0 <= start < end:
            return None
        start, end = max(start - self._shift, 0), end - self._shift
        if self._ruler is None:
            return (start, end) if end <= len(self.text) else None
        try:
            span = self._ruler.read(start, end)
        except InputError:
            return None
        return span.start, span.end


def countings(raw: str) -> tuple[Counting, ...]:
    """Return the countings that differ on this text, the standard's first."""
    bare = raw.removeprefix(MARK)
    units = [Unit.CRLF_AS_ONE]
    if "\r\n" in bare:
        units.append(Unit.POINTS)
    if BEYOND.search(bare):
        units.append(Unit.UTF16)
    marks = (False, True) if raw.startswith(MARK) else (False,)
    return tuple(Counting(unit, mark) for mark in marks for unit in units)


def counted_so(raw: str, wanted: Sequence[Wanted]) -> Counted:
    """Return the text in the counting that its selections fit best; the standard's where they tell nothing else."""
    standard = Counted(raw, STANDARD)
    if not wanted:
        return standard
    best, best_score = standard, score_of(standard, wanted)
    for counting in countings(raw)[1:]:
        other = Counted(raw, counting)
        score = score_of(other, wanted)
        if fits_better(score, best_score):
            best, best_score = other, score
    return best


def score_of(counted: Counted, wanted: Iterable[Wanted]) -> tuple[int, int, int]:
    """Return how many selections say what their names say, lie in the text, and how many ends are ends of words."""
    named = inside = edges = 0
    for one in wanted:
        place = counted.place(one.start, one.end)
        if place is None:
            continue
        inside += 1
        named += says(counted.text[place[0] : place[1]], one.name)
        edges += is_edge(counted.text, place[0]) + is_edge(counted.text, place[1])
    return named, inside, edges


def fits_better(score: tuple[int, int, int], best: tuple[int, int, int]) -> bool:
    """Return whether a counting fits so much better that it is believed."""
    if score[:2] != best[:2]:
        return score[:2] > best[:2]
    return score[2] >= best[2] + CLEARLY


def says(words: str, name: str) -> bool:
    """Return whether a selection's words are what its name repeats, wholly or from the beginning."""
    repeated = SPACE.sub(" ", name.rstrip(".… ")).strip()
    return len(repeated) >= FEWEST_LETTERS and SPACE.sub(" ", words).strip().startswith(repeated)


def is_edge(text: str, position: int) -> bool:
    """Return whether a position is not within a word."""
    before, after = text[position - 1 : position] if position else "", text[position : position + 1]
    return not (before.isalnum() and after.isalnum())


def found_by_name(text: str, name: str) -> tuple[int, int] | None:
    """Return where the words that a name repeats stand, when they stand in one place only and are not cut off."""
    if len(name) < 4 * FEWEST_LETTERS or name.rstrip().endswith(("…", "...")):
        return None
    start = text.find(name)
    if start < 0 or text.find(name, start + 1) >= 0:
        return None
    return start, start + len(name)
