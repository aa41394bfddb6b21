"""What was heard, and figures of it, as plain values that a job and the database can carry; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from kuulo.base.estimate import Estimate
from kuulo.correction.rules.hearing import Heard
from kuulo.measures.correction import Method
from kuulo.measures.definitions import definition

NUMBERS: Final = (
    "measure",
    "value",
    "low",
    "high",
    "se",
    "confidence",
    "n",
    "n_eff",
    "deff",
    "invited",
    "answered",
    "method",
    "definition",
    "data_version",
    "raw",
)


def heard_to_plain(heard: Heard) -> dict[str, Any]:
    """Return what was heard without the key of its reading, ready for JSON."""
    return {
        "definition": heard.definition.id,
        "recorded": list(heard.recorded),
        "sources": list(heard.sources),
        "question": heard.question,
        "start": heard.start.isoformat() if heard.start else None,
        "end": heard.end.isoformat() if heard.end else None,
        "floor": heard.floor,
        "confidence": heard.confidence,
        "encounters": heard.encounters,
        "is_newest": heard.is_newest,
    }


def heard_of_plain(plain: Mapping[str, Any], key: str) -> Heard:
    """Return what was heard, under the key of another reading.

    Raises:
        DefinitionError: The measure is not known any more.
    """
    return Heard(
        key=key,
        definition=definition(plain["definition"]),
        recorded=tuple(plain["recorded"]),
        sources=tuple(plain["sources"]),
        question=plain["question"],
        start=datetime.fromisoformat(plain["start"]) if plain["start"] else None,
        end=datetime.fromisoformat(plain["end"]) if plain["end"] else None,
        floor=plain["floor"],
        confidence=plain["confidence"],
        encounters=plain["encounters"],
        is_newest=plain["is_newest"],
    )


def digest_of(heard: Heard) -> str:
    """Return a digest of what was heard, whatever the reading."""
    told = json.dumps(heard_to_plain(heard), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def figures_to_plain(figures: Mapping[Method, Estimate]) -> dict[str, dict[str, Any]]:
    """Return figures without their words, which are said anew when they are read."""
    return {method.value: {name: getattr(each, name) for name in NUMBERS} for method, each in figures.items()}


def figures_of_plain(plain: Mapping[str, Mapping[str, Any]]) -> dict[Method, Estimate]:
    """Return figures as they were kept; methods that are not known any more are left out."""
    known = {method.value for method in Method}
    return {Method(name): Estimate(**fields) for name, fields in plain.items() if name in known}
