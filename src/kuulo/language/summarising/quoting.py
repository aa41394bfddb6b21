"""Quotes that stand for many comments: sizes and both sides are represented, and each is a real comment's own words.

Slots are given to the groups (a theme and a side) by the highest averages of Webster and Sainte-Laguë, after one slot
to each side that is large enough; within a group greedy facility location takes the comments the others are closest to.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.wording import features, sentences

Vectors = NDArray[np.float32]
SPACE: Final = 512
"""Dimensions of the words' own space, where no embeddings are given."""
LOOKED_AT: Final = 1_500
"""Comments of a group that are compared with one another; evenly spread over the group."""
LONGEST_QUOTE: Final = 280
SHORTEST: Final = 12
GOOD_LENGTH: Final = (30, 220)
SIDES: Final = ("negative", "positive")
LEAST_SIDE: Final = 0.05
"""Share of the comments that a side needs for a quote of its own."""
SAID: Final = re.compile(r"\w+")
WORDS: Final = re.compile(r"[^\W\d_]{2,}")
MASKED: Final = re.compile(r"\[[^\]\s]{2,20}\]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment, or some of its sentences, in its own words.

    Attributes:
        row: Which of the comments.
        start: First code point of the quoted part; the end is ``start + len(text)``.
        stands_for: Comments of the group that are closer to this quote than to the others of the group.
    """

    row: int
    text: str
    start: int
    stands_for: int


def choose_quotes(
    texts: Sequence[str],
    sides: Sequence[str | None],
    groups: Sequence[str | None],
    vectors: Vectors | None = None,
    *,
    most: int = 7,
    languages: Sequence[str | None] | None = None,
) -> tuple[Quote, ...]:
    """Return up to ``most`` quotes that represent the groups by their sizes, and both sides; largest groups first.

    Args:
        texts: The comments, masked.
        sides: What each one feels: negative, neutral, positive, or None where nobody knows.
        groups: The theme of each; None where it has none.
        vectors: Sentence embeddings of the texts (n, d), L2-normed; without them words are compared.
        most: Largest number of quotes.
        languages: Language of each.
    """
    spoken = list(languages) if languages is not None else [None] * len(texts)
    rows = [row for row, text in enumerate(texts) if len(text.strip()) >= SHORTEST and len(WORDS.findall(text)) >= 2]
    cells: dict[tuple[str | None, str | None], list[int]] = {}
    for row in rows:
        cells.setdefault((groups[row], sides[row]), []).append(row)
    order = sorted(cells, key=lambda cell: (-len(cells[cell]), str(cell)))
    slots = _slots([len(cells[cell]) for cell in order], [side for _group, side in order], most)
    found: list[Quote] = []
    for cell, count in zip(order, slots, strict=True):
        if count:
            found.extend(_of_cell(cells[cell], texts, spoken, vectors, count))
    return tuple(found)


def _slots(sizes: Sequence[int], sides: Sequence[str | None], most: int) -> list[int]:
    """Return how many quotes each cell gives; the cells come largest first."""
    given = [0] * len(sizes)
    total = sum(sizes)
    for side in SIDES:
        of_side = [place for place, its in enumerate(sides) if its == side]
        if (
            of_side
            and sum(sizes[place] for place in of_side) >= max(1, round(LEAST_SIDE * total))
            and sum(given) < most
        ):
            given[of_side[0]] = 1
    while sum(given) < min(most, total):
        open_to = [place for place, size in enumerate(sizes) if given[place] < size]
        best = max(open_to, key=lambda place: (sizes[place] / (2 * given[place] + 1), -place))
        given[best] += 1
    return given


def _of_cell(
    rows: Sequence[int],
    texts: Sequence[str],
    languages: Sequence[str | None],
    vectors: Vectors | None,
    count: int,
) -> list[Quote]:
    step = max(1, -(-len(rows) // LOOKED_AT))
    seen = list(rows)[::step]
    space = _rows_of(vectors, seen) if vectors is not None else words_space([texts[row] for row in seen])
    alike = np.clip(space @ space.T, 0.0, 1.0)
    liking = np.array([_readable(texts[row]) for row in seen])
    covered = np.zeros(len(seen), dtype=np.float32)
    said = np.array([_said(texts[row]) for row in seen])
    picked: list[int] = []
    for _slot in range(min(count, len(seen))):
        gain = np.maximum(alike, covered[:, None]).sum(axis=0) - covered.sum()
        gain = (gain + 1e-6) * liking
        # What says the same once more takes the place of something else.
        gain[np.isin(said, said[picked])] = -1.0
        best = int(np.argmax(gain))
        if gain[best] < 0.0:
            break
        picked.append(best)
        covered = np.maximum(covered, alike[:, best])
    nearest = np.argmax(alike[:, picked], axis=1)
    return [
        _quote(seen[best], texts[seen[best]], languages[seen[best]], int((nearest == place).sum()) * step)
        for place, best in enumerate(picked)
    ]


def _said(text: str) -> str:
    """Return what a text says, whatever its capitals and marks."""
    return " ".join(SAID.findall(text.casefold()))


def _rows_of(vectors: Vectors, rows: Sequence[int]) -> Vectors:
    chosen = np.asarray(vectors[list(rows)], dtype=np.float32)
    centred = chosen - chosen.mean(axis=0) * 0.5
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(norms, 1e-9), dtype=np.float32)


def words_space(texts: Sequence[str]) -> Vectors:
    """Return texts as L2-normed vectors of their words (n, 512), weighted by how rare these are here."""
    counts = np.zeros((len(texts), SPACE), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in features(text, ""):
            counts[row, zlib.crc32(word.encode()) % SPACE] += 1.0
    rarity = np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0))) + 1
    weighed = np.log1p(counts) * rarity
    return np.asarray(weighed / np.maximum(np.linalg.norm(weighed, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _readable(text: str) -> float:
    """Return how well a text reads as a quote, 0–1: neither a word nor an essay, not shouted, little masked."""
    length = len(text)
    shortest, longest = GOOD_LENGTH
    liking = min(1.0, length / shortest) * min(1.0, (longest / length) ** 0.5)
    letters = [one for one in text if one.isalpha()]
    if letters and sum(one.isupper() for one in letters) > 0.6 * len(letters):
        liking *= 0.6
    return float(liking * 0.8 ** len(MASKED.findall(text)))


def _quote(row: int, text: str, language: str | None, stands_for: int) -> Quote:
    """Return the comment, or, of a long one, its first sentences that fit; at least one, however long."""
    begin = len(text) - len(text.lstrip())
    plain = text.strip()
    if len(plain) <= LONGEST_QUOTE:
        return Quote(row, plain, begin, stands_for)
    spans = [(span.start, span.end) for span in sentences(text, language or "") if text[span.start : span.end].strip()]
    start, end = spans[0]
    for _start, stop in spans[1:]:
        if stop - start > LONGEST_QUOTE:
            break
        end = stop
    part = text[start:end]
    if len(part) > 2 * LONGEST_QUOTE:
        part = part[: part.rfind(" ", 0, LONGEST_QUOTE)]
    lead = len(part) - len(part.lstrip())
    return Quote(row, part.strip(), start + lead, stands_for)


def sizes_of(values: Sequence[str | None]) -> Mapping[str | None, int]:
    """Return how often each value is there, the most frequent first."""
    found: dict[str | None, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], str(item[0]))))
