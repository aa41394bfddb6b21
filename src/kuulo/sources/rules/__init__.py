"""What sources are, whose words they hold; pure."""

from __future__ import annotations

from kuulo.qualitative.reading.turns import Turn
from kuulo.sources.rules.kinds import (
    FLAG_NAMES,
    KEY_LENGTH,
    KIND_NAMES,
    LONGEST_TEXT,
    MARK_NAMES,
    NAME_LENGTH,
    ORIGIN_NAMES,
    ErasedWhy,
    Flag,
    Mark,
    Origin,
    SourceKind,
)
from kuulo.sources.rules.speaking import guess_speakers, origin_of, own_words, pieces_of, speaker_of, turn_at
from kuulo.sources.rules.views import Media, MediaView, Publication, SourceLine, SourceView, Speaker

__all__ = [
    "FLAG_NAMES",
    "KEY_LENGTH",
    "KIND_NAMES",
    "LONGEST_TEXT",
    "MARK_NAMES",
    "NAME_LENGTH",
    "ORIGIN_NAMES",
    "ErasedWhy",
    "Flag",
    "Mark",
    "Media",
    "MediaView",
    "Origin",
    "Publication",
    "SourceKind",
    "SourceLine",
    "SourceView",
    "Speaker",
    "Turn",
    "guess_speakers",
    "origin_of",
    "own_words",
    "pieces_of",
    "speaker_of",
    "turn_at",
]
