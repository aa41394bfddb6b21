"""Figures as plain values in a database and back; their words as templates, said anew to each reader; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text

WORDS = ("notes", "trust")


def to_plain(figure: Estimate) -> dict[str, Any]:
    """Return every field as JSON knows it."""
    plain = {each.name: getattr(figure, each.name) for each in fields(figure) if each.name not in WORDS}
    return plain | {
        "notes": [_text(note) for note in figure.notes],
        "trust": None if figure.trust is None else _text(figure.trust),
    }


def of_plain(plain: Mapping[str, Any]) -> Estimate:
    """Return the estimate that ``to_plain`` wrote."""
    numbers = {name: value for name, value in plain.items() if name not in WORDS}
    trust = plain["trust"]
    return Estimate(
        **numbers,
        notes=tuple(Text(note["template"], note["params"]) for note in plain["notes"]),
        trust=None if trust is None else Text(trust["template"], trust["params"]),
    )


def _text(words: Text) -> dict[str, Any]:
    return {"template": words.template, "params": dict(words.params)}
