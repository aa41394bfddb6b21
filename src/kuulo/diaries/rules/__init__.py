"""Pure rules of the room: what a diary asks, when it prompts, what an entry may hold."""

from __future__ import annotations

from kuulo.diaries.rules.entries import Answers, Upload, check_answers, is_key, words_of
from kuulo.diaries.rules.plans import (
    Choice,
    DiaryPlan,
    Prompt,
    PromptKind,
    Question,
    QuestionKind,
    check_plan,
    in_language,
)
from kuulo.diaries.rules.schedule import LATE, Happened, Occurrence, Person, occurrences, opens_at, zone_of
from kuulo.diaries.rules.states import Dropped, PromptState, dropped_words

__all__ = [
    "LATE",
    "Answers",
    "Choice",
    "DiaryPlan",
    "Dropped",
    "Happened",
    "Occurrence",
    "Person",
    "Prompt",
    "PromptKind",
    "PromptState",
    "Question",
    "QuestionKind",
    "Upload",
    "check_answers",
    "check_plan",
    "dropped_words",
    "in_language",
    "is_key",
    "occurrences",
    "opens_at",
    "words_of",
    "zone_of",
]
