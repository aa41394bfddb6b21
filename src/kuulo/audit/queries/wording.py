"""Texts on their way into the log and back: template and values, so that each reader gets their own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuulo.base.texts import Text


def text_to_plain(text: Text) -> dict[str, Any]:
    """Return a text as values JSON knows; what it does not know becomes its words."""
    return {"template": text.template, "params": {name: _plain(value) for name, value in text.params.items()}}


def text_from(kept: Mapping[str, Any]) -> Text:
    """Return the text that was kept."""
    params = kept["params"].items()
    return Text(
        kept["template"], {name: text_from(value) if isinstance(value, dict) else value for name, value in params}
    )


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return text_to_plain(value)
    return value if isinstance(value, bool | int | float | str) else str(value)
