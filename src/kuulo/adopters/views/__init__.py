"""Pages of the room."""

from __future__ import annotations

from kuulo.adopters.views.acts import decide, look, name_by_hand
from kuulo.adopters.views.pages import adopters, adopters_json

__all__ = ["adopters", "adopters_json", "decide", "look", "name_by_hand"]
