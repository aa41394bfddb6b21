"""Pure rules of the room: what is searched for, and where the words of a search stand in a comment."""

from __future__ import annotations

from kuulo.searches.rules.asking import MOST_CHOICES, Question
from kuulo.searches.rules.marking import Piece, mark_words

__all__ = ["MOST_CHOICES", "Piece", "Question", "mark_words"]
