"""Pure rules of the room: where comments belong after what was decided, the map as it is drawn, and what rises."""

from __future__ import annotations

from kuulo.themes.rules.map import MapDrawing, Placed, Pull, draw_map, pull_decimals, pull_shown, way_of
from kuulo.themes.rules.rising import RATE, Rise, find_rises, rise_words
from kuulo.themes.rules.settling import State, ThemeView, may_merge, settled, shown_themes

__all__ = [
    "RATE",
    "MapDrawing",
    "Placed",
    "Pull",
    "Rise",
    "State",
    "ThemeView",
    "draw_map",
    "find_rises",
    "may_merge",
    "pull_decimals",
    "pull_shown",
    "rise_words",
    "settled",
    "shown_themes",
    "way_of",
]
