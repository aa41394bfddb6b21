"""Pages of the room."""

from __future__ import annotations

from kuulo.searches.views.acts import remove, save, write
from kuulo.searches.views.page import search, search_json

__all__ = ["remove", "save", "search", "search_json", "write"]
