"""Filters for times and differences: rounded here and nowhere else."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext

from kuulo.figures.charts.localise import number_in
from kuulo.figures.templatetags.charts import say
from kuulo.journeys.rules.comparing import Difference
from kuulo.journeys.rules.wording import duration as words_for

register = template.Library()


@register.filter
def duration(seconds: float) -> str:
    """Return a stretch of time in the unit that suits its length, in the reader's language."""
    return say(words_for(seconds))


@register.filter
def points(apart: Difference) -> str:
    """Return a difference of two shares in percentage points with its interval."""
    language = get_language() or "en"
    value, low, high = (
        number_in(language, 100 * number, signed=True) for number in (apart.value, apart.low, apart.high)
    )
    return gettext("{value} ({low} … {high}) points").format(value=value, low=low, high=high)
