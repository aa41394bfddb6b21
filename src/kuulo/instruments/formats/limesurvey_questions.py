"""LimeSurvey's question types as Kuulo's kinds; pure.

One-letter types are LimeSurvey's own (its manual, “Question object types”): L ! O M P single and multiple choice, F H A
B C E 1 : ; arrays, 5 five points, Y yes or no, G gender, S T U texts, Q K several texts or numbers, N number, D date,
R ranking, X text display, | file upload, * equation, I language switch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.limesurvey_tables import Asked
from kuulo.instruments.formats.placing import Placement
from kuulo.instruments.formats.recording import ChoiceKeys, Record
from kuulo.instruments.formats.wording import COMMENT
from kuulo.instruments.rules.questionnaire import Choice, Kind, Question, Scale, Subject, Words

MOST_POINTS: Final = 21
"""Arrays of numbers with more points than this are no scale."""
CHOICE_SCALE: Final = "0"


@dataclass(slots=True)
class Reading:
    """What readers of questions share; `targets` tells what names in relevance equations stand for."""

    record: Record
    placement: Placement
    pipe: Callable[[str, str], str]
    targets: dict[str, Target] = field(default_factory=dict)

    def words(self, texts: Mapping[str, str], place: str) -> Words:
        """Return the texts in Kuulo's languages without HTML."""
        found = {
            self.placement.places[code]: self.pipe(self.record.plain(text, place), place)
            for code, text in texts.items()
            if code in self.placement.places
        }
        return {language: found[language] for language in self.placement.languages if found.get(language)}

    def same(self, words: Mapping[str, str]) -> Words:
        """Return words of our own in the languages of the questionnaire."""
        return {language: words[language] for language in self.placement.languages}


@dataclass(slots=True)
class Source:
    """One question of the source with all that belongs to it; what is taken from ``settings`` is carried."""

    asked: Asked
    subquestions: Sequence[Asked]
    answers: Sequence[Asked]
    settings: dict[str, str]

    @property
    def code(self) -> str:
        """Return what the source calls the question."""
        return self.asked.get("title") or f"qid {self.asked.get('qid')}"

    def take(self, name: str) -> str:
        """Take a setting, empty where it is not set."""
        return self.settings.pop(name, "")

    def take_number(self, name: str) -> float | None:
        """Take a setting that should be a number; it stays, and so is listed, when it is not."""
        try:
            value = float(self.settings.get(name, ""))
        except ValueError:
            return None
        if not math.isfinite(value):
            return None
        self.settings.pop(name)
        return value


Reader = Callable[[Source, Question, Reading], list[Question]]


def choices_of(
    found: Sequence[Asked], source: Source, reading: Reading, keys: ChoiceKeys, code: str
) -> tuple[Choice, ...]:
    """Return choices or rows; ``code`` is the column that holds their code."""
    made = []
    alone = set(source.settings.get("exclude_all_others", "").split(";"))
    joint = "_" if code == "title" else ":"
    for one in found:
        value = one.get(code)
        place = f"{source.code}{joint}{value}"
        words = reading.words(one.text, place) or dict.fromkeys(reading.placement.languages[:1], value)
        key = keys.new(value)
        made.append(Choice(key=key, text=words, exclusive=value in alone))
        reading.record.carry(place, key)
        if one.get("relevance") not in {"", "1"}:
            what = say(_("The condition of the choice {value} was left out."), value=value)
            reading.record.leave(place, what, one.get("relevance"), loss=Loss.LOGIC)
    return tuple(made)


def read_single(source: Source, base: Question, reading: Reading) -> list[Question]:
    """Read one of a list; a comment beside the list becomes a text question of its own."""
    keys = ChoiceKeys()
    choices = choices_of(source.answers, source, reading, keys, "code")
    values = {**keys.by_value, "-oth-": "other"}
    question = replace(base, kind=Kind.SINGLE, choices=choices, other=_other(source), random_order=take_random(source))
    reading.targets[source.code] = Target(Subject.QUESTION, base.key, question, values=values)
    if source.asked.get("type") != "O":
        return [question]
    comment = replace(base, key=reading.record.keys.new(f"{base.key}_comment"), kind=Kind.TEXT, required=False,
                      text=reading.same(COMMENT), help={})  # fmt: skip
    reading.targets[f"{source.code}_comment"] = Target(Subject.QUESTION, comment.key, comment)
    return [question, comment]


def _other(source: Source) -> bool:
    return source.asked.get("other").upper() == "Y"


def take_random(source: Source) -> bool:
    """Take whether choices or rows come in an order of chance."""
    if source.settings.get("random_order") == "1":
        source.take("random_order")
        return True
    if source.settings.get("answer_order") == "random":
        source.take("answer_order")
        return True
    return False


def read_multiple(source: Source, base: Question, reading: Reading) -> list[Question]:
    """Read several of a list, whose choices are its subquestions."""
    keys = ChoiceKeys()
    choices = choices_of(source.subquestions, source, reading, keys, "title")
    source.take("exclude_all_others")
    question = replace(
        base, kind=Kind.MULTIPLE, choices=choices, other=_other(source), random_order=take_random(source),
        least=source.take_number("min_answers"), most=source.take_number("max_answers"),
    )  # fmt: skip
    for value, key in keys.by_value.items():
        reading.targets[f"{source.code}_{value}"] = Target(Subject.QUESTION, base.key, question, choice=key)
    reading.targets[source.code] = Target(Subject.QUESTION, base.key, question, values=keys.by_value)
    if source.asked.get("type") == "P":
        what = say(_("The comment beside each choice was left out."))
        reading.record.leave(source.code, what, "P", loss=Loss.QUESTION)
    return [question]


def read_fixed(words: Mapping[str, tuple[str, Words]]) -> Reader:
    """Return a reader of a single choice whose answers LimeSurvey knows by itself: code → key and words."""

    def read(source: Source, base: Question, reading: Reading) -> list[Question]:
        choices = tuple(Choice(key=key, text=reading.same(text)) for key, text in words.values())
        question = replace(base, kind=Kind.SINGLE, choices=choices)
        values = {code: key for code, (key, _text) in words.items()}
        reading.targets[source.code] = Target(Subject.QUESTION, base.key, question, values=values)
        return [question]

    return read


def read_five(source: Source, base: Question, reading: Reading) -> list[Question]:
    """Read five points as a rating from 1 to 5."""
    question = replace(base, kind=Kind.RATING, scale=Scale(minimum=1, maximum=5))
    reading.targets[source.code] = Target(Subject.QUESTION, base.key, question)
    return [question]


def read_text(lines: int) -> Reader:
    """Return a reader of a text with so many lines."""

    def read(source: Source, base: Question, reading: Reading) -> list[Question]:
        longest = source.take_number("maximum_chars")
        own = {"longest": int(longest)} if longest and longest > 0 else {}
        question = replace(base, kind=Kind.TEXT, lines=lines, **own)
        reading.targets[source.code] = Target(Subject.QUESTION, base.key, question)
        return [question]

    return read


def read_number(source: Source, base: Question, reading: Reading) -> list[Question]:
    """Read a number with its limits."""
    least, most = source.take_number("min_num_value_n"), source.take_number("max_num_value_n")
    question = replace(base, kind=Kind.NUMBER, least=least, most=most)
    reading.targets[source.code] = Target(Subject.QUESTION, base.key, question)
    return [question]


def read_several(kind: Kind) -> Reader:
    """Return a reader of several short texts or numbers as one question each."""

    def read(source: Source, base: Question, reading: Reading) -> list[Question]:
        made = []
        for one in source.subquestions:
            place = f"{source.code}_{one.get('title')}"
            title = reading.words(one.text, place)
            text = {code: f"{base.text[code]} – {words}" for code, words in title.items() if code in base.text}
            key = reading.record.keys.new(f"{base.key}_{one.get('title')}")
            lines = 1 if kind is Kind.TEXT else base.lines
            question = replace(base, key=key, kind=kind, text=text or title or base.text, lines=lines)
            reading.targets[place] = Target(Subject.QUESTION, question.key, question)
            reading.record.carry(place, question.key)
            made.append(question)
        what = say(_("The group of fields is asked as questions of their own."))
        reading.record.leave(source.code, what, [question.key for question in made], loss=Loss.CHANGED)
        return made

    return read


def read_date(source: Source, base: Question, reading: Reading) -> list[Question]:
    """Read a date; limits that are no days stay, and so are listed."""
    days = {name: source.settings.get(name, "") for name in ("date_min", "date_max")}
    fits = {name: day for name, day in days.items() if len(day) == len("2026-01-01") and day[4] == "-"}
    for name in fits:
        source.take(name)
    question = replace(base, kind=Kind.DATE, earliest=fits.get("date_min", ""), latest=fits.get("date_max", ""))
    reading.targets[source.code] = Target(Subject.QUESTION, base.key, question)
    return [question]


def read_ranking(source: Source, base: Question, reading: Reading) -> list[Question]:
    """Read a ranking."""
    keys = ChoiceKeys()
    found, code = (source.answers, "code") if source.answers else (source.subquestions, "title")
    choices = choices_of(found, source, reading, keys, code)
    question = replace(base, kind=Kind.RANKING, choices=choices, random_order=take_random(source))
    reading.targets[source.code] = Target(Subject.QUESTION, base.key, question, values=keys.by_value)
    return [question]


def read_statement(_source: Source, base: Question, _reading: Reading) -> list[Question]:
    """Read a text display."""
    return [replace(base, kind=Kind.STATEMENT, required=False)]
