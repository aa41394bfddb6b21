"""Files of research material read: transcripts with speakers and times, documents, and what sound and pictures are."""

from __future__ import annotations

from kuulo.qualitative.reading.files import read_file
from kuulo.qualitative.reading.kinds import Read, ReadKind
from kuulo.qualitative.reading.media import ENDINGS, find_mime, mime_of
from kuulo.qualitative.reading.pictures import clean_picture
from kuulo.qualitative.reading.speech import find_turns
from kuulo.qualitative.reading.turns import Turn

__all__ = ["ENDINGS", "Read", "ReadKind", "Turn", "clean_picture", "find_mime", "find_turns", "mime_of", "read_file"]
