"""Who speaks where in a text, and when in the recording."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A stretch of a text that one speaker said, or one note.

    Attributes:
        start: Where the words begin, in code points; the speaker's name before them is outside.
        end: Where they end; outside.
        speaker: The name as it stands in the text; empty where none is known.
        begins_ms: Where they begin in the recording, or since the session began, in milliseconds.
        ends_ms: Where they end there.
        mark: What kind of note it is: ``said``, ``saw`` or ``interpret``; empty for speech.
    """

    start: int
    end: int
    speaker: str = ""
    begins_ms: int | None = None
    ends_ms: int | None = None
    mark: str = ""
