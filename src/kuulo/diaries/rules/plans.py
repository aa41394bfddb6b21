"""What a diary asks and when it prompts: the plan of one study's diary; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import msgspec

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

LONGEST_TEXT: Final = 500
MOST_QUESTIONS: Final = 20
MOST_PROMPTS: Final = 20
MOST_CHOICES: Final = 15
MOST_DAYS: Final = 365
LAST_HOUR: Final = 24
WEEK: Final = 7
HOURS, MINUTES = 24, 60
SCALE_LOW, SCALE_HIGH = 0, 10
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
Words = Mapping[str, str]


class PromptKind(StrEnum):
    """When a prompt is due."""

    WEEKLY = "weekly"
    ABSOLUTE = "absolute"
    JOINED = "joined"
    """So many days after the participant joined."""
    SIGNAL = "signal"
    """So many days after something happened to the participant, at a touchpoint."""


class QuestionKind(StrEnum):
    """What a question of the diary takes."""

    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    SCALE = "scale"
    CHOICE = "choice"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a question."""

    key: str
    text: dict[str, str]


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One question of every entry.

    Attributes:
        key: Its name in the answers; never used again for another question.
        kind: What it takes.
        text: The question by language.
        low: Lowest point of a scale.
        high: Highest point of a scale.
        low_text: What the lowest point means, by language.
        high_text: What the highest point means.
        choices: What can be chosen.
        several: More than one may be chosen.
        required: An entry without it is not taken.
        retired: It is asked no more; what was answered stays.
    """

    key: str
    kind: QuestionKind
    text: dict[str, str]
    low: int = 1
    high: int = 5
    low_text: dict[str, str] = {}
    high_text: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    several: bool = False
    required: bool = False
    retired: bool = False


class Prompt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One prompt: when it is due, and what it says.

    Attributes:
        key: Its name; never used again for another prompt.
        kind: When it is due.
        text: What the message says, by language; empty: in Kuulo's own words.
        hour: Hour of the participant's day.
        minute: Minute of the hour.
        weekdays: Of a weekly one: 0 is Monday.
        day: Of an absolute one.
        days: Of a relative one: days after joining, or after the signal.
        signal: Kind of the signal it follows.
        touchpoint: At this touchpoint only; empty: at any.
        since: When it was made: what was due before is not sent.
        retired: It is sent no more.
    """

    key: str
    kind: PromptKind
    text: dict[str, str] = {}
    hour: int = 18
    minute: int = 0
    weekdays: tuple[int, ...] = ()
    day: date | None = None
    days: int = 0
    signal: str = ""
    touchpoint: str = ""
    since: datetime | None = None
    retired: bool = False


class DiaryPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The diary of one study.

    Attributes:
        welcome: What stands over the entry form, by language.
        questions: What every entry asks.
        prompts: When participants are reminded of the diary.
        from_hour: No message goes out before this hour of the participant's day.
        to_hour: Nor from this hour on.
        ends_on: Last day on which entries are written; None: as long as the study runs.
    """

    welcome: dict[str, str] = {}
    questions: tuple[Question, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    from_hour: int = 9
    to_hour: int = 20
    ends_on: date | None = None

    @property
    def asked(self) -> tuple[Question, ...]:
        """What is asked now."""
        return tuple(each for each in self.questions if not each.retired)

    @property
    def sent(self) -> tuple[Prompt, ...]:
        """What is sent now."""
        return tuple(each for each in self.prompts if not each.retired)

    def question(self, key: str) -> Question | None:
        """Return a question, asked still or not; None where there never was one."""
        return next((each for each in self.questions if each.key == key), None)


def in_language(words: Words, language: str, languages: Sequence[str] = ()) -> str:
    """Return a text in a language, else in the first of the languages in which there is one; empty where in none."""
    wanted = (language, *languages, *words)
    return next((words[each] for each in wanted if words.get(each)), "")


def check_plan(plan: DiaryPlan) -> None:
    """Refuse a plan that cannot be kept.

    Raises:
        InputError: The message names the question, prompt or hour.
    """
    if not 0 <= plan.from_hour < plan.to_hour <= LAST_HOUR:
        raise InputError(_("The hours of the day run from 0 to 24, the first before the last."))
    if len(plan.asked) > MOST_QUESTIONS:
        raise InputError(_("A diary asks at most {most} questions."), _("Remove one first."), most=MOST_QUESTIONS)
    if len(plan.sent) > MOST_PROMPTS:
        raise InputError(_("A diary has at most {most} prompts."), _("Remove one first."), most=MOST_PROMPTS)
    keys = [*(each.key for each in plan.questions), *(each.key for each in plan.prompts)]
    twice = next((key for key in keys if keys.count(key) > 1 or not NAME.fullmatch(key)), None)
    if twice is not None:
        raise InputError(
            _("“{name}” names more than one thing, or none."),
            _("Use a name of its own: a letter a–z first, then letters, digits and underscores."),
            name=twice,
        )
    for question in plan.questions:
        _check_question(question)
    for prompt in plan.prompts:
        _check_prompt(prompt)


def _check_question(question: Question) -> None:
    if not any(text.strip() for text in question.text.values()):
        raise InputError(_("A question has no words."), _("Write it in at least one language of the study."))
    _check_length(question.text, question.low_text, question.high_text, *(each.text for each in question.choices))
    in_range = SCALE_LOW <= question.low < question.high <= SCALE_HIGH
    if question.kind is QuestionKind.SCALE and not in_range:
        raise InputError(
            _("A scale from {low} to {high} cannot be asked."),
            _("Take whole numbers from 0 to 10, the lower first."),
            low=question.low,
            high=question.high,
        )
    keys = [each.key for each in question.choices]
    if question.kind is QuestionKind.CHOICE and not 2 <= len(set(keys)) == len(keys) <= MOST_CHOICES:
        raise InputError(_("A choice needs 2–{most} different things to choose from."), most=MOST_CHOICES)


def _check_prompt(prompt: Prompt) -> None:
    _check_length(prompt.text)
    if not (0 <= prompt.hour < HOURS and 0 <= prompt.minute < MINUTES):
        raise InputError(_("A prompt is sent at an hour from 0 to 23 and a minute from 0 to 59."))
    if prompt.kind is PromptKind.WEEKLY and not (prompt.weekdays and set(prompt.weekdays) <= set(range(WEEK))):
        raise InputError(_("A weekly prompt needs a day of the week."), _("Choose at least one."))
    if prompt.kind is PromptKind.ABSOLUTE and prompt.day is None:
        raise InputError(_("A prompt on a day of the calendar needs that day."), _("Choose the day."))
    if not 0 <= prompt.days <= MOST_DAYS:
        raise InputError(_("A prompt follows 0–{most} days after what it follows."), most=MOST_DAYS)
    if prompt.kind is PromptKind.SIGNAL and not (prompt.signal.isidentifier() and prompt.signal.isascii()):
        raise InputError(
            _("“{kind}” is no kind of signal."), _("Use letters a–z, digits and underscores."), kind=prompt.signal
        )


def _check_length(*texts: Words) -> None:
    longest = max((len(text) for words in texts for text in words.values()), default=0)
    if longest > LONGEST_TEXT:
        raise InputError(
            _("A text of {length} characters is too long."),
            _("Write at most {most}."),
            length=longest,
            most=LONGEST_TEXT,
        )
