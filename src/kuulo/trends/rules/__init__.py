"""Pure rules of the room."""

from __future__ import annotations

from kuulo.trends.rules.series import Series, level_now, order_of, suits_weeks, title_of

__all__ = ["Series", "level_now", "order_of", "suits_weeks", "title_of"]
