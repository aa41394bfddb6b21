"""Pure rules of the room: the life of a claim, what evidence is, how strong it is."""

from __future__ import annotations

from kuulo.claims.rules.kinds import (
    FRAGMENT_NAMES,
    INTERPRETED,
    KIND_NAMES,
    OWN_WORDS,
    STANCE_NAMES,
    WAY_NAMES,
    WEIGHT_NAMES,
    ClaimKind,
    FragmentKind,
    Stance,
    Way,
    Weight,
)
from kuulo.claims.rules.lifecycle import (
    STATE_NAMES,
    STEP_NAMES,
    STEPS,
    ClaimFacts,
    ClaimState,
    ClaimStep,
    after,
    stands,
    steps_from,
)
from kuulo.claims.rules.strength import Heard, strength_of
from kuulo.claims.rules.views import (
    AnswerView,
    ClaimView,
    EvidenceView,
    FragmentView,
    MethodStanding,
    QuestionView,
    Standing,
    wording,
)

__all__ = [
    "FRAGMENT_NAMES",
    "INTERPRETED",
    "KIND_NAMES",
    "OWN_WORDS",
    "STANCE_NAMES",
    "STATE_NAMES",
    "STEPS",
    "STEP_NAMES",
    "WAY_NAMES",
    "WEIGHT_NAMES",
    "AnswerView",
    "ClaimFacts",
    "ClaimKind",
    "ClaimState",
    "ClaimStep",
    "ClaimView",
    "EvidenceView",
    "FragmentKind",
    "FragmentView",
    "Heard",
    "MethodStanding",
    "QuestionView",
    "Stance",
    "Standing",
    "Way",
    "Weight",
    "after",
    "stands",
    "steps_from",
    "strength_of",
    "wording",
]
