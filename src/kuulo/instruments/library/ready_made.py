"""The shelf of ready-made instruments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.instruments.rules.questionnaire import Promise, Questionnaire, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMade:
    """One ready-made instrument.

    Attributes:
        name: What `create_instrument` is told.
        title: What those who choose one see.
        description: When to use it, in a sentence or two.
        promise: The promise it was written for.
        touchpoint: Where it is usually answered; may be empty.
    """

    name: str
    title: Words
    description: Words
    questionnaire: Questionnaire
    promise: Promise
    touchpoint: str = ""


READY_MADE: Final[Mapping[str, ReadyMade]] = {}
