"""What an entry may hold, and reading it from what a form or a phone sent; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.diaries.rules.plans import DiaryPlan, Question, QuestionKind

LONGEST_WORDS: Final = 20_000
LARGEST_FILE: Final = 30_000_000
KEY: Final = re.compile(r"[0-9a-f]{32}")
SLOW_CLOCK: Final = timedelta(minutes=5)
MEDIA: Final = (QuestionKind.PHOTO, QuestionKind.VOICE)
Value = int | str | list[str]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an entry holds: words, files and values, each by the question's key."""

    words: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)


def is_key(text: str) -> bool:
    """Return whether a text can be the key of an entry: 32 digits of base 16, chosen by who writes it."""
    return KEY.fullmatch(text) is not None


def check_answers(plan: DiaryPlan, fields: Mapping[str, Sequence[str]], files: Mapping[str, Upload]) -> Answers:
    """Return what was answered of a plan's questions.

    A question that is asked no more is still taken: whoever wrote without a network could not know.

    Args:
        plan: The diary.
        fields: What was sent, by question key.
        files: Photos and voice notes, by question key.

    Raises:
        InputError: An answer does not fit its question, something required is missing, or nothing was said.
    """
    words: dict[str, str] = {}
    values: dict[str, Value] = {}
    taken: dict[str, Upload] = {}
    for question in plan.questions:
        given = fields.get(question.key, ())
        sent = [each for each in ([given] if isinstance(given, str) else given) if each.strip()]
        if question.kind is QuestionKind.TEXT and sent:
            words[question.key] = _words(sent[0])
        elif question.kind in MEDIA and question.key in files and files[question.key].content:
            taken[question.key] = _file(files[question.key])
        elif sent and question.kind not in MEDIA:
            values[question.key] = _value(question, sent)
    answers = Answers(words=words, files=taken, values=values)
    _check_whole(plan, answers)
    return answers


def words_of(text: str) -> str:
    """Return words as they are kept: LF ends lines, no signs that databases refuse, no blanks around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def moment_of(told: str, *, joined_at: datetime, now: datetime) -> datetime:
    """Return when an entry was written: as its phone tells, where that can be; else now.

    A phone whose clock runs ahead, or stood before the participant joined, is not believed.
    """
    try:
        said = datetime.fromisoformat(told) if told else now
    except ValueError:
        return now
    if said.tzinfo is None or said > now + SLOW_CLOCK or said < joined_at - SLOW_CLOCK:
        return now
    return min(said, now)


def _words(text: str) -> str:
    written = words_of(text)
    if len(written) > LONGEST_WORDS:
        raise InputError(
            _("A text of {length} characters is too long."),
            _("Write at most {most}."),
            length=len(written),
            most=LONGEST_WORDS,
        )
    return written


def _file(upload: Upload) -> Upload:
    if len(upload.content) > LARGEST_FILE:
        raise InputError(
            _("The file is larger than {most} MB."),
            _("Take a smaller picture, or record in two parts."),
            most=LARGEST_FILE // 1_000_000,
        )
    return upload


def _value(question: Question, sent: Sequence[str]) -> Value:
    if question.kind is QuestionKind.SCALE:
        point = int(sent[0]) if re.fullmatch(r"\d{1,2}", sent[0]) else -1
        if not question.low <= point <= question.high:
            raise InputError(
                _("“{value}” is no point of the scale {low}–{high}."),
                _("Choose one of its points."),
                value=sent[0][:40],
                low=question.low,
                high=question.high,
            )
        return point
    known = [each.key for each in question.choices]
    strange = next((each for each in sent if each not in known), None)
    if strange is not None or (len(sent) > 1 and not question.several):
        raise InputError(
            _("“{value}” is none of the choices."),
            _("Choose among those that are offered."),
            value=(strange or ", ".join(sent))[:40],
        )
    return [key for key in known if key in sent] if question.several else sent[0]


def _check_whole(plan: DiaryPlan, answers: Answers) -> None:
    given = {*answers.words, *answers.files, *answers.values}
    if not given:
        raise InputError(_("The entry is empty."), _("Write, show or say something first."))
    missing = [each for each in plan.asked if each.required and each.key not in given]
    if missing:
        raise InputError(_("A question that needs an answer was left out."), _("Answer what is marked as required."))
