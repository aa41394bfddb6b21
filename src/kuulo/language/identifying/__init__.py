"""The language of a comment, also of a very short or a mixed one, among those the organisation speaks with."""

from __future__ import annotations

from kuulo.language.identifying.detecting import NOTHING, Detected, detect

__all__ = ["NOTHING", "Detected", "detect"]
