"""What themes and codes are called."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.words.models import ValueName


def names_of(dimension: str) -> Mapping[str, Mapping[str, str]]:
    """Return value → language → name of the themes or of the codes."""
    return dict(ValueName.objects.filter(dimension=dimension).values_list("key", "names"))
