"""Estimates and texts as plain values for keeping, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text

Plain = Mapping[str, Any]


def text_to_plain(text: Text) -> dict[str, object]:
    """Return a text as plain values; what JSON has no form for is written out."""
    return {"template": text.template, "params": {name: _plain(value) for name, value in text.params.items()}}


def text_from_plain(plain: Plain) -> Text:
    """Return the text that `text_to_plain` wrote."""
    params = {
        name: text_from_plain(value) if isinstance(value, dict) else value for name, value in plain["params"].items()
    }
    return Text(str(plain["template"]), params)


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return text_to_plain(value)
    return value if type(value) in {str, int, float, bool, type(None)} else str(value)


def estimate_to_plain(estimate: Estimate) -> dict[str, object]:
    """Return an estimate as plain values that keep its texts translatable."""
    plain = {field.name: getattr(estimate, field.name) for field in fields(estimate)}
    trust = None if estimate.trust is None else text_to_plain(estimate.trust)
    return plain | {"notes": [text_to_plain(note) for note in estimate.notes], "trust": trust}


def estimate_from_plain(plain: Plain) -> Estimate:
    """Return the estimate that `estimate_to_plain` wrote."""
    trust = plain["trust"]
    told = {
        "notes": tuple(text_from_plain(note) for note in plain["notes"]),
        "trust": None if trust is None else text_from_plain(trust),
    }
    return Estimate(**{**plain, **told})
