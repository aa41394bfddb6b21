"""A running study with a diary, and people who keep it."""

from __future__ import annotations

import base64
import itertools
from datetime import UTC, datetime
from typing import Final

from kuulo.diaries.rules import Choice, DiaryPlan, Prompt, PromptKind, Question, QuestionKind
from kuulo.diaries.services import Sent, Written, set_diary, write_entry
from kuulo.studies.rules import Method, ParticipantView, StudyView
from kuulo.studies.tests.planning import BY, joined, running

NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""A Monday, half past eleven in Helsinki; `joined` joins at this moment."""
MOOD: Final = Question(
    key="mood",
    kind=QuestionKind.SCALE,
    text={"en": "How did it go?", "fi": "Miten sujui?", "sv": "Hur gick det?"},
    low=1,
    high=5,
    low_text={"en": "Badly", "fi": "Huonosti", "sv": "Dåligt"},
    high_text={"en": "Well", "fi": "Hyvin", "sv": "Bra"},
)
WORDS: Final = Question(
    key="words",
    kind=QuestionKind.TEXT,
    text={"en": "What happened?", "fi": "Mitä tapahtui?", "sv": "Vad hände?"},
)
WHERE: Final = Question(
    key="where",
    kind=QuestionKind.CHOICE,
    text={"en": "Where?", "fi": "Missä?", "sv": "Var?"},
    choices=(
        Choice(key="home", text={"en": "At home", "fi": "Kotona", "sv": "Hemma"}),
        Choice(key="shop", text={"en": "In a shop", "fi": "Kaupassa", "sv": "I en butik"}),
    ),
)
PHOTO: Final = Question(key="photo", kind=QuestionKind.PHOTO, text={"en": "A picture", "fi": "Kuva", "sv": "En bild"})
VOICE: Final = Question(
    key="voice", kind=QuestionKind.VOICE, text={"en": "Say it aloud", "fi": "Sano ääneen", "sv": "Säg det högt"}
)
EVERY_MONDAY: Final = Prompt(key="monday", kind=PromptKind.WEEKLY, weekdays=(0,), hour=18)
PLAN: Final = DiaryPlan(
    welcome={"en": "Write when you have ordered something.", "fi": "Kirjoita, kun olet tilannut jotain."},
    questions=(WORDS, MOOD, WHERE, PHOTO, VOICE),
    prompts=(EVERY_MONDAY,),
)
PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_keys = itertools.count(1)


def key(number: int | None = None) -> str:
    """Return a key of an entry, a new one where no number is given."""
    return f"{number if number is not None else next(_keys) + 10_000:032x}"


def kept(plan: DiaryPlan = PLAN, **changes: object) -> StudyView:
    """Return a running study with a diary."""
    study = running(**{"method": Method.DIARY, **changes})
    set_diary(study=study.slug, plan=plan, by=BY, now=NOW)
    return study


def keeper(study: StudyView, **told: object) -> ParticipantView:
    """Return somebody who keeps the diary, and lets themselves be recorded."""
    return joined(study.slug, **{"may_record": True, "language": "en", **told})  # type: ignore[arg-type] # by name


def wrote(who: ParticipantView, *, at: datetime = NOW, number: int | None = None, **fields: str) -> Written:
    """Let somebody write an entry: answers by question key."""
    given = fields or {"words": "The parcel came late."}
    told = Sent(fields={name: [value] for name, value in given.items()}, written_at=at.isoformat())
    return write_entry(token=who.token, key=key(number), sent=told, now=at)
