"""A source in rows, as its page shows them: a turn, a note or a paragraph each; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kuulo.sources.rules.kinds import Origin
from kuulo.sources.rules.speaking import origin_of
from kuulo.sources.rules.views import SourceView

LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
HOUR: Final = 3_600
MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A stretch of a source: where it lies, who speaks in it and when in the recording."""

    start: int
    end: int
    speaker: str = ""
    whose: Origin | None = None
    mark: str = ""
    begins_ms: int | None = None

    @property
    def time(self) -> str:
        """Return when it begins as ``0:12:05``; empty where that is not known."""
        return clock_time(self.begins_ms) if self.begins_ms is not None else ""

    @property
    def seconds(self) -> str:
        """Return when it begins in seconds, as scripts read numbers."""
        return f"{self.begins_ms / 1_000:.3f}" if self.begins_ms is not None else ""


def rows_of(source: SourceView) -> tuple[Row, ...]:
    """Return the rows of a source in the order of its text; what stands before the first turn is rows as well."""
    first = source.turns[0].start if source.turns else len(source.text)
    # The line the first turn stands on begins with its speaker's name.
    before = source.text.rfind("\n", 0, first) + 1 if source.turns else first
    lines = [Row(start=found.start(), end=found.end()) for found in LINE.finditer(source.text, 0, before)]
    turns = [
        Row(
            start=turn.start,
            end=turn.end,
            speaker=turn.speaker,
            whose=origin_of(turn, source.speakers, source.origin),
            mark=turn.mark,
            begins_ms=turn.begins_ms,
        )
        for turn in source.turns
        if turn.end > turn.start
    ]
    return (*lines, *turns)


def clock_time(milliseconds: int) -> str:
    """Return a time since the beginning as ``0:12:05``."""
    seconds = milliseconds // 1_000
    return f"{seconds // HOUR}:{seconds % HOUR // MINUTE:02d}:{seconds % MINUTE:02d}"
