"""Filters of the pages of asking."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

register = template.Library()


@register.filter
def total(numbers: Iterable[int]) -> int:
    """Return the sum of numbers."""
    return sum(numbers)
