"""What was learned from the organisation's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from kuulo.language.feeling import FeelingModel
from kuulo.words.models import LearnedModel
from kuulo.words.rules import from_bytes
from kuulo.words.rules.arrays import Arrays

FEELING: Final = "feeling"
MEANING: Final = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Something learned, without its arrays.

    Attributes:
        name: What it does.
        version: Follows from its content.
        told: What is known of it, such as its quality.
        learned_from: How many comments it was learned from.
        made_at: When.
    """

    name: str
    version: str
    told: Mapping[str, Any] = field(default_factory=dict)
    learned_from: int
    made_at: datetime


def learned(name: str) -> Learned | None:
    """Return what is known of a model; ``None`` while there is none."""
    fields = ("name", "version", "told", "learned_from", "made_at")
    row = LearnedModel.objects.filter(name=name).values(*fields).first()
    return Learned(**row) if row else None


def learned_arrays(name: str) -> Arrays | None:
    """Return the arrays of a model; ``None`` while there is none."""
    content = LearnedModel.objects.filter(name=name).values_list("arrays", flat=True).first()
    return None if content is None else from_bytes(bytes(content))


def feeling_model() -> tuple[FeelingModel | None, str]:
    """Return the organisation's own model of feelings and its version; ``None`` and “” while there is none."""
    known = learned(FEELING)
    return (None, "") if known is None else (_feeling_model(known.version), known.version)


@lru_cache(maxsize=1)
def _feeling_model(version: str) -> FeelingModel | None:
    del version
    arrays = learned_arrays(FEELING)
    return None if arrays is None else FeelingModel.from_arrays(arrays)
