"""The diary as its keeper meets it: questions, and the own entries in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kuulo.diaries.queries.entries import EntryView, Said
from kuulo.diaries.rules import DiaryPlan, Question, QuestionKind, in_language

FIELD = "q_"
Say = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a scale, and what is read aloud of it where it has a meaning of its own."""

    value: str
    aloud: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question in a language, with what was typed already."""

    kind: str
    field: str
    text: str
    required: bool
    several: bool = False
    typed: str = ""
    chosen: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    points: tuple[Point, ...] = ()
    choices: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One answer in words, and the file that stands with it; ``hidden`` where that is not for the reader.

    ``length`` is that of the written words in the source, whether they are masked here or not.
    """

    text: str
    answer: str
    source: str = ""
    image: bool = False
    sound: bool = False
    url: str = ""
    hidden: bool = False
    length: int = 0


def asked_of(
    plan: DiaryPlan, language: str, languages: Sequence[str], typed: Mapping[str, Sequence[str]], *, leave_out: str = ""
) -> tuple[Asked, ...]:
    """Return the questions of a diary in a language.

    Args:
        plan: The diary.
        language: The participant's.
        languages: Those of the study: where there is no text in the participant's, the first of these is taken.
        typed: What was sent and not taken yet, by question key.
        leave_out: A kind of question that is not asked of this participant.
    """

    def said(words: Mapping[str, str]) -> str:
        return in_language(words, language, languages)

    return tuple(_asked(each, said, typed.get(each.key, ())) for each in plan.asked if each.kind != leave_out)


def shown_of(entry: EntryView, language: str, languages: Sequence[str] = ()) -> tuple[Shown, ...]:
    """Return what an entry says, in a language."""
    return tuple(_shown(said, language, languages) for said in entry.said)


def answers_in_words(said: Said, language: str, languages: Sequence[str] = ()) -> str:
    """Return a point or choices as words; the written words themselves where there are any."""
    if isinstance(said.value, int):
        return f"{said.value} ({said.question.low}–{said.question.high})"
    if said.value is None:
        return said.words
    keys = [said.value] if isinstance(said.value, str) else said.value
    names = {each.key: in_language(each.text, language, languages) for each in said.question.choices}
    return ", ".join(names.get(key) or key for key in keys)


def _shown(said: Said, language: str, languages: Sequence[str]) -> Shown:
    return Shown(
        text=in_language(said.question.text, language, languages),
        answer=answers_in_words(said, language, languages),
        source=said.source,
        image=said.mime.startswith("image/"),
        sound=said.mime.startswith(("audio/", "video/")),
        url=said.url,
        length=len(said.words),
    )


def _asked(question: Question, said: Say, typed: Sequence[str]) -> Asked:
    return Asked(
        kind=question.kind.value,
        field=FIELD + question.key,
        text=said(question.text),
        required=question.required,
        several=question.several,
        typed=typed[0] if typed else "",
        chosen=tuple(typed),
        low=said(question.low_text),
        high=said(question.high_text),
        points=tuple(_points(question, said)) if question.kind is QuestionKind.SCALE else (),
        choices=tuple({"key": each.key, "text": said(each.text) or each.key} for each in question.choices),
    )


def _points(question: Question, said: Say) -> Iterable[Point]:
    ends = {question.low: said(question.low_text), question.high: said(question.high_text)}
    for value in range(question.low, question.high + 1):
        meaning = ends.get(value, "")
        yield Point(str(value), f"{value}: {meaning}" if meaning else "")
