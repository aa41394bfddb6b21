"""Texts on their way into the database and back: template and values, so that each reader gets their own language."""

from __future__ import annotations

from typing import TypeAlias, cast

from kuulo.base.texts import Text

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"


def to_json(text: Text) -> JSON:
    """Return the text as JSON; a value that JSON does not know becomes its words."""
    return {"template": text.template, "params": {name: _value(value) for name, value in text.params.items()}}


def _value(value: object) -> JSON:
    if isinstance(value, Text):
        return to_json(value)
    return value if isinstance(value, bool | int | float | str) else str(value)


def from_json(stored: JSON) -> Text:
    """Return the text that was stored."""
    kept = cast("dict[str, JSON]", stored)
    params = cast("dict[str, JSON]", kept["params"])
    values = {name: from_json(value) if isinstance(value, dict) else value for name, value in params.items()}
    return Text(str(kept["template"]), values)
