"""Texts in the reader's language, for forms and for messages."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from kuulo.figures.charts.localise import value_in


def say(value: object) -> str:
    """Return a Text, quantity, count, date or number in the reader's language."""
    return value_in(get_language() or "en", value, gettext)
