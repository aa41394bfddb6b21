"""Texts that pure rooms write and the web says in the reader's language.

A `Text` keeps its English template apart from its values, so that whoever shows it can translate the template. Pure
rooms mark templates with ``mark`` (imported as ``_``), where the translation tools find them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def mark(template: str) -> str:
    """Return the template as it is; the call marks it for translation."""
    return template


@dataclass(frozen=True, slots=True)
class Text:
    """An English template with named places (``{rows}``) and their values; ``str()`` is the English text."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.template.format(**self.params)


def say(template: str, **params: object) -> Text:
    """Return the template with its values as a `Text`."""
    return Text(template, params)
