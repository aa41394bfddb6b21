"""Texts of the pure parts in the page's language."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in


def said(text: Text) -> str:
    """Return a text of a finding or an error in the page's language."""
    return value_in(get_language() or "en", text, gettext)
