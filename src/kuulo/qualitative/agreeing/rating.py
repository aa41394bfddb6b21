"""Which segments a coder gave a code, so that coders who mark slightly different stretches can be compared; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.qualitative.agreeing.units import Segment

HALF: Final = 0.5
Marked = tuple[str, int, int]
"""Source, start, end of a passage."""


def rate(cut: Sequence[Segment], passages: Sequence[Marked]) -> NDArray[np.bool_]:
    """Return which segments one coder gave one code.

    A segment has the code where passages of it cover at least half of the segment, or where at least half of a
    passage lies in it: a word marked within a sentence codes the sentence, a stray end of a passage does not.

    Args:
        cut: Segments of one or more sources, each source's in order.
        passages: The passages of the coder with the code.
    """
    places = _places(cut)
    covered = np.zeros(len(cut))
    given = np.zeros(len(cut), dtype=bool)
    for source, start, end in _joined(passages):
        first, last = places.get(source, (0, 0))
        place = first + bisect_left(cut[first:last], start + 1, key=lambda segment: segment.end)
        while place < last and cut[place].start < end:
            shared = min(end, cut[place].end) - max(start, cut[place].start)
            covered[place] += shared
            place += 1
    for source, start, end in passages:
        first, last = places.get(source, (0, 0))
        place = first + bisect_left(cut[first:last], start + 1, key=lambda segment: segment.end)
        while place < last and cut[place].start < end:
            given[place] |= min(end, cut[place].end) - max(start, cut[place].start) >= HALF * (end - start)
            place += 1
    sizes = np.array([segment.end - segment.start for segment in cut], dtype=float)
    return np.asarray(given | (covered >= HALF * sizes))


def _places(cut: Sequence[Segment]) -> dict[str, tuple[int, int]]:
    """Return the first place of each source's segments and the place after its last."""
    found: dict[str, tuple[int, int]] = {}
    for place, segment in enumerate(cut):
        first, _last = found.get(segment.source, (place, place))
        found[segment.source] = (first, place + 1)
    return found


def _joined(passages: Sequence[Marked]) -> list[Marked]:
    """Return passages with those that touch joined into one, so that no text counts twice."""
    found: list[Marked] = []
    for source, start, end in sorted(passages):
        if found and found[-1][0] == source and start <= found[-1][2]:
            found[-1] = (source, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((source, start, end))
    return found
