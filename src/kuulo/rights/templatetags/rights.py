"""Showing marked texts, and rows of any store, on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in
from kuulo.rights.rules.labels import LABELS

register = template.Library()


@register.filter
def told(text: object) -> str:
    """Return a text, or a marked word, in the page's language."""
    return value_in(get_language() or "en", text, gettext) if isinstance(text, Text) else gettext(str(text))


@register.filter
def word_for(key: object, names: Mapping[Any, str]) -> str:
    """Return what a closed list calls one of its members."""
    return gettext(names[key])


@register.filter
def label(name: str) -> str:
    """Return a field's name for people; own attributes keep theirs."""
    if name in LABELS:
        return gettext(LABELS[name])
    plain = name.replace("__", " ").replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


@register.filter
def pairs(value: object) -> list[tuple[str, object]]:
    """Return a mapping's pairs; nothing of anything else."""
    return list(value.items()) if isinstance(value, Mapping) else []


@register.filter
def is_list(value: object) -> bool:
    """Return whether the value has several parts in order."""
    return isinstance(value, list | tuple)
