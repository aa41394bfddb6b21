"""What a reader calls kinds of questions and prompts, and when a prompt comes; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.diaries.rules.plans import Prompt, PromptKind, QuestionKind

QUESTION_NAMES: Final[Mapping[QuestionKind, Text]] = {
    QuestionKind.TEXT: say(_("Text")),
    QuestionKind.PHOTO: say(_("Photo")),
    QuestionKind.VOICE: say(_("Voice note")),
    QuestionKind.SCALE: say(_("Scale")),
    QuestionKind.CHOICE: say(_("Choice")),
}
PROMPT_NAMES: Final[Mapping[PromptKind, Text]] = {
    PromptKind.WEEKLY: say(_("Every week")),
    PromptKind.ABSOLUTE: say(_("On a day of the calendar")),
    PromptKind.JOINED: say(_("Some days after joining")),
    PromptKind.SIGNAL: say(_("Some days after something happened")),
}
WEEKDAY_NAMES: Final = (
    say(_("Mondays")),
    say(_("Tuesdays")),
    say(_("Wednesdays")),
    say(_("Thursdays")),
    say(_("Fridays")),
    say(_("Saturdays")),
    say(_("Sundays")),
)


WEEK: Final = say(_("Week"))
CHOICE: Final = say(_("Choice"))
TOO_LARGE: Final = _("The entry is larger than {most} MB.")
ONE_BY_ONE: Final = _("Send its pictures and recordings one by one.")


def mean_words(question: str) -> Text:
    """Return what the figure of a scale is called."""
    return say(_("The mean of “{question}”"), question=question)


def shares_words(question: str) -> Text:
    """Return what the shares of a choice are called."""
    return say(_("The share of “{question}”"), question=question)


def week_words(monday: date) -> Text:
    """Return what the week that begins on a Monday is called."""
    return say(_("Week of {day}"), day=monday)


def when_words(prompt: Prompt) -> Text:
    """Return when a prompt comes, without its days of the week, which `weekday_words` names."""
    at = f"{prompt.hour:02d}:{prompt.minute:02d}"
    if prompt.kind is PromptKind.WEEKLY:
        return say(_("Every week at {at}"), at=at)
    if prompt.kind is PromptKind.ABSOLUTE:
        return say(_("On {day} at {at}"), day=prompt.day, at=at)
    if prompt.kind is PromptKind.JOINED:
        return say(_("Days after joining: {days}; at {at}"), days=prompt.days, at=at)
    if prompt.touchpoint:
        return say(
            _("Days after a signal “{kind}” at {touchpoint}: {days}; at {at}"),
            days=prompt.days,
            kind=prompt.signal,
            touchpoint=prompt.touchpoint,
            at=at,
        )
    return say(_("Days after a signal “{kind}”: {days}; at {at}"), days=prompt.days, kind=prompt.signal, at=at)


def weekday_words(prompt: Prompt) -> tuple[Text, ...]:
    """Return the days of the week on which a weekly prompt comes."""
    return tuple(WEEKDAY_NAMES[day] for day in prompt.weekdays)
