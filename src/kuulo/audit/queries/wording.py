"""Texts on their way into the log and back: template and values, so that each reader gets their own language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from kuulo.base.texts import Text

DAY: Final = "day"
"""Marks a day, which each reader gets as their language writes it."""


def text_to_plain(text: Text) -> dict[str, Any]:
    """Return a text as values JSON knows; what it does not know becomes its words."""
    return {"template": text.template, "params": {name: _plain(value) for name, value in text.params.items()}}


def text_from(kept: Mapping[str, Any]) -> Text:
    """Return the text that was kept."""
    return Text(kept["template"], {name: _value(value) for name, value in kept["params"].items()})


def _value(kept: object) -> object:
    if not isinstance(kept, dict):
        return kept
    return date.fromisoformat(kept[DAY]) if DAY in kept else text_from(kept)


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return text_to_plain(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return {DAY: value.isoformat()}
    return value if isinstance(value, bool | int | float | str) else str(value)
