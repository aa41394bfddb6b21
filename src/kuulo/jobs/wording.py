"""Texts on their way into the database and back: template and values, so that each reader gets their own language."""

from __future__ import annotations

from typing import TypeAlias, cast

from kuulo.base.texts import Text

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"


def to_json(text: Text) -> JSON:
    """Return the text as JSON; a value that JSON does not know becomes its words."""
    params: dict[str, JSON] = {
        name: value if isinstance(value, bool | int | float | str) else str(value)
        for name, value in text.params.items()
    }
    return {"template": text.template, "params": params}


def from_json(stored: JSON) -> Text:
    """Return the text that was stored."""
    kept = cast("dict[str, JSON]", stored)
    return Text(str(kept["template"]), cast("dict[str, object]", kept["params"]))
