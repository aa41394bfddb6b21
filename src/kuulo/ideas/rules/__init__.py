"""Pure rules of the room."""

from __future__ import annotations

from kuulo.ideas.rules.lifecycle import (
    Criterion,
    IdeaState,
    IdeaStep,
    SignState,
    SignStep,
    Verdict,
)
from kuulo.ideas.rules.needs import Known, Need

__all__ = ["Criterion", "IdeaState", "IdeaStep", "Known", "Need", "SignState", "SignStep", "Verdict"]
