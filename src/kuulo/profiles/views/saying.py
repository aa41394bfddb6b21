"""Errors of other rooms in the words of a form."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from kuulo.base.errors import KuuloError
from kuulo.figures.charts.localise import say_in


def said(error: KuuloError) -> str:
    """Return what was found and what to do, in the reader's language."""
    language = get_language() or "en"
    return f"{say_in(language, error.found, gettext)} {say_in(language, error.mend, gettext)}".strip()
