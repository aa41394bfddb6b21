"""What the templates of a report need beside what every page has."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def in_own_language(names: Mapping[str, str]) -> str:
    """Return the name in the reader's language, or in the first there is one in; with a capital letter."""
    language = (get_language() or "en")[:2]
    found = names.get(language) or next((name for _language, name in sorted(names.items()) if name), "")
    return found[:1].upper() + found[1:]
