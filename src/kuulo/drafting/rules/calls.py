"""What is noted of every call: who asked whom for what, and how much was sent; never the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kuulo.drafting.rules.port import Task


class Outcome(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call.

    Attributes:
        by: Who asked; empty for the worker.
        texts: How many comments were sent.
        characters: Characters of these.
        received: Characters that came back.
        detail: Why it failed, in a word or two; empty where it did not.
    """

    task: Task
    host: str
    model: str
    by: str
    texts: int
    characters: int
    received: int = 0
    seconds: float = 0.0
    outcome: Outcome = Outcome.ANSWERED
    detail: str = ""

    def failed(self, detail: str) -> Call:
        """Return the call as one of which nothing came back."""
        return replace(self, received=0, outcome=Outcome.FAILED, detail=detail)
