"""What a language model drafted as definitions of codes."""

from __future__ import annotations

from typing import Final

from kuulo.codebooks.rules import LANGUAGES
from kuulo.drafting.queries import kept_draft
from kuulo.drafting.rules import Draft

FEWEST_CODED: Final = 3
"""Fewer comments do not tell what they have in common."""


def definition_key(slug: str, key: str, language: str) -> str:
    """Return the key under which the drafted definition of a code is kept."""
    return f"code:{slug}/{key}:{language}"


def drafted_definitions(slug: str, key: str) -> dict[str, Draft]:
    """Return what was drafted as a code's definition, by language."""
    found = {language: kept_draft(definition_key(slug, key, language)) for language in LANGUAGES}
    return {language: draft for language, draft in found.items() if draft is not None}
