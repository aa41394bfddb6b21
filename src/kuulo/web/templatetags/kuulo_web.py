"""Filters of every page: texts, numbers and intervals in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext

from kuulo.base.estimate import Estimate
from kuulo.figures.charts.localise import number_in, value_in
from kuulo.figures.charts.quantities import shown

register = template.Library()


@register.filter
def say(value: object) -> str:
    """Return a Text (an error's ``found`` or ``mend``, a note), quantity, date or number in the reader's language."""
    return value_in(get_language() or "en", value, gettext)


@register.filter
def number(value: float | str | None, decimals: int = 0) -> str:
    """Return a number the language's way; a dash for none, and for what a template could not find."""
    if value is None or isinstance(value, str):
        return "–"
    return number_in(get_language() or "en", value, decimals=decimals)


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """Return a number with its sign; a dash for none."""
    return "–" if value is None else number_in(get_language() or "en", value, decimals=decimals, signed=True)


@register.filter
def interval(figure: Estimate) -> str:
    """Return the interval of an estimate, ``12 … 18``; a dash when there is none to show."""
    seen = shown(figure)
    return f"{say(seen.low)} … {say(seen.high)}" if seen else "–"
