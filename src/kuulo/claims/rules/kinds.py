"""What claims, fragments and evidence can be, and what people call them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Final

from kuulo.base.texts import mark as _


class ClaimKind(StrEnum):
    """What a claim says about customers."""

    ASSUMPTION = "assumption"
    INSIGHT = "insight"
    BELIEF = "belief"
    GOAL = "goal"
    IDEA = "idea"
    WEAK_SIGNAL = "weak_signal"


class Stance(StrEnum):
    """How a fragment speaks to a claim."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONTEXT = "context"


class Weight(IntEnum):
    """How much a piece of evidence weighs, by the judgement of whoever attached it."""

    LIGHT = 1
    MIDDLING = 2
    HEAVY = 3


class FragmentKind(StrEnum):
    """What a fragment is a piece of."""

    PASSAGE = "passage"
    ANSWER = "answer"
    FIGURE = "figure"


class Way(StrEnum):
    """How a clarifying question reaches a customer."""

    SESSION = "session"
    DISCUSSION = "discussion"
    SURVEY = "survey"
    MESSAGE = "message"


# What we make of what customers say is ours until one of them affirms it; an idea and a sign from outside are not.
INTERPRETED: Final = frozenset({ClaimKind.ASSUMPTION, ClaimKind.INSIGHT, ClaimKind.BELIEF, ClaimKind.GOAL})
OWN_WORDS: Final = frozenset({FragmentKind.PASSAGE, FragmentKind.ANSWER})
KIND_NAMES: Final[Mapping[ClaimKind, str]] = {
    ClaimKind.ASSUMPTION: _("assumption"),
    ClaimKind.INSIGHT: _("insight"),
    ClaimKind.BELIEF: _("belief"),
    ClaimKind.GOAL: _("customer’s goal"),
    ClaimKind.IDEA: _("idea"),
    ClaimKind.WEAK_SIGNAL: _("weak signal"),
}
STANCE_NAMES: Final[Mapping[Stance, str]] = {
    Stance.SUPPORT: _("speaks for it"),
    Stance.OPPOSE: _("speaks against it"),
    Stance.CONTEXT: _("gives context"),
}
WEIGHT_NAMES: Final[Mapping[Weight, str]] = {
    Weight.LIGHT: _("light"),
    Weight.MIDDLING: _("middling"),
    Weight.HEAVY: _("heavy"),
}
WAY_NAMES: Final[Mapping[Way, str]] = {
    Way.SESSION: _("at a session of a study"),
    Way.DISCUSSION: _("in an online discussion"),
    Way.SURVEY: _("by a survey of one question"),
    Way.MESSAGE: _("by a message with a personal link"),
}
FRAGMENT_NAMES: Final[Mapping[FragmentKind, str]] = {
    FragmentKind.PASSAGE: _("passage"),
    FragmentKind.ANSWER: _("answer"),
    FragmentKind.FIGURE: _("figure"),
}
