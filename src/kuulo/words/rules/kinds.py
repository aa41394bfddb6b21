"""Which kinds of signals hold a person's own words; texts of other kinds are labels of answers and titles of pages."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("fi", "sv", "en")
"""The languages Kuulo reads with dictionaries; others are told apart from them and read by their letters alone."""
WORDED_KINDS: Final = (
    "comment",
    "feedback",
    "message",
    "note",
    "meeting",
    "encounter",
    "observation",
    "diary",
    "transcript",
)
