"""Qualtrics question types as Kuulo's kinds; pure.

Types are those of the .qsf: MC (SAVR … one, MAVR … several, NPS), TE, Matrix, Slider, RO, DB, SBS; others are listed.
What is taken (``pop``) out of a question's payload is carried; what is left in the end is listed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.placing import Placement
from kuulo.instruments.formats.recording import ChoiceKeys, Record
from kuulo.instruments.rules.questionnaire import NAMED, Choice, Kind, Question, Scale, Subject, Words

Payload = dict[str, object]
SEVERAL: Final = frozenset({"MAVR", "MAHR", "MACOL", "MSB"})
OTHERS: Final = frozenset({"other", "other:", "muu", "muu, mikä?", "muu:", "annat", "annat:", "other, please specify"})


@dataclass(slots=True)
class Reading:
    """What readers of questions share; `targets` tells what locators in logic stand for."""

    record: Record
    placement: Placement
    first: str
    pipe: Callable[[str, str], str]
    targets: dict[str, Target] = field(default_factory=dict)

    def words(self, texts: Mapping[str, object], place: str) -> Words:
        """Return texts by the source's language codes in Kuulo's languages without HTML."""
        found = {
            self.placement.places[code]: self.pipe(self.record.plain(text, place), place)
            for code, text in texts.items()
            if code in self.placement.places and text
        }
        return {language: found[language] for language in self.placement.languages if found.get(language)}


def fields(found: object) -> Payload:
    """Return an object as a dictionary; Qualtrics writes empty ones, and choices counted from 0, as lists."""
    if isinstance(found, dict):
        return {str(key): value for key, value in found.items()}
    return {str(at): value for at, value in enumerate(found)} if isinstance(found, list) else {}


def texts_of(payload: Payload, reading: Reading, *path: str) -> dict[str, object]:
    """Return the text at the path in every language: the payload's own, and those under ``Language``."""
    own = {reading.first: _at(payload, path)}
    for code, translated in fields(payload.get("Language")).items():
        own[code] = _at(fields(translated), path)
    return {code: text for code, text in own.items() if text}


def _at(payload: object, path: tuple[str, ...]) -> object:
    for name in path:
        payload = fields(payload).get(name)
    return payload


def ordered(payload: Payload, name: str, order: str) -> list[tuple[str, Payload]]:
    """Return choices or answers with their ids, in the order they are shown."""
    found = fields(payload.get(name))
    listed = payload.get(order)
    ids = [str(one) for one in listed] if isinstance(listed, list) else []
    wanted = [*(one for one in ids if one in found), *(one for one in found if one not in ids)]
    return [(one, fields(found[one])) for one in wanted]


def choices_of(
    payload: Payload, reading: Reading, keys: ChoiceKeys, name: str = "Choices", order: str = "ChoiceOrder"
) -> tuple[Choice, ...]:
    """Return choices, answers or rows with their texts."""
    qid = str(payload["QuestionID"])
    made = []
    for value, choice in ordered(payload, name, order):
        words = reading.words(texts_of(payload, reading, name, value, "Display"), qid)
        if not words:
            words = dict.fromkeys(reading.placement.languages[:1], value)
        made.append(Choice(key=keys.new(value), text=words, exclusive=bool(choice.get("ExclusiveAnswer"))))
        if choice.get("DisplayLogic"):
            what = say(_("The condition of the choice {value} was left out."), value=value)
            reading.record.leave(qid, what, choice["DisplayLogic"], loss=Loss.LOGIC)
    return tuple(made)


def read_multiple_choice(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read one or several of a list; a choice with own words becomes “other” when it is the only one."""
    qid, selector = str(payload["QuestionID"]), str(payload.pop("Selector", ""))
    if selector == "NPS":
        return [_nps(payload, base, reading)]
    kind = Kind.MULTIPLE if selector in SEVERAL else Kind.SINGLE
    keys = ChoiceKeys()
    choices = choices_of(payload, reading, keys)
    written = [value for value, one in ordered(payload, "Choices", "ChoiceOrder") if one.get("TextEntry") == "true"]
    if payload.pop("DynamicChoices", None):
        what = say(_("Its choices come from an earlier question, which Kuulo cannot do; add them by hand."))
        reading.record.leave(qid, what, payload.get("DynamicChoices", ""), loss=Loss.LOGIC)
    values, other = dict(keys.by_value), len(written) == 1
    if other:
        text = next(choice.text for choice in choices if choice.key == keys.by_value[written[0]])
        choices = tuple(choice for choice in choices if choice.key != keys.by_value[written[0]])
        values[written[0]] = "other"
        if not all(words.strip().lower() in OTHERS for words in text.values()):
            what = say(_("The choice with own words is called “other” here."))
            reading.record.leave(qid, what, text, loss=Loss.CHANGED)
    elif written:
        what = say(_("Own words beside {count} choices are not asked for; Kuulo has one such choice in a question."),
                   count=len(written))  # fmt: skip
        reading.record.leave(qid, what, written, loss=Loss.CHANGED)
    least, most = _limits(payload) if kind is Kind.MULTIPLE else (None, None)
    question = replace(base, kind=kind, choices=choices, other=other, random_order=take_random(payload, reading),
                       least=least, most=most)  # fmt: skip
    reading.targets[qid] = Target(Subject.QUESTION, base.key, question, values=values)
    return [question]


def _limits(payload: Payload) -> tuple[float | None, float | None]:
    settings = fields(fields(payload.get("Validation")).get("Settings"))
    found = (settings.get("MinChoices"), settings.get("MaxChoices"))
    least, most = (float(str(one)) if str(one).isdigit() else None for one in found)
    return least, most


def _nps(payload: Payload, base: Question, reading: Reading) -> Question:
    qid = str(payload["QuestionID"])
    ends = [texts_of(payload, reading, "ColumnLabels", at, "Display") for at in ("0", "1")]
    low, high = (reading.words(one, qid) for one in ends)
    payload.pop("ColumnLabels", None)
    named = NAMED[Kind.NPS].scale
    scale = Scale(minimum=named.minimum, maximum=named.maximum, low=low, high=high) if low or high else None
    question = replace(base, kind=Kind.NPS, scale=scale)
    reading.targets[qid] = Target(Subject.QUESTION, base.key, question)
    return question


def take_random(payload: Payload, reading: Reading) -> bool:
    """Take whether all choices come in an order of chance; other kinds of order are listed."""
    order = fields(payload.pop("Randomization", None))
    kind = str(order.get("Type", "None"))
    if kind not in {"All", "None", ""}:
        what = say(_("Its order of choices ({kind}) was left out."), kind=kind)
        reading.record.leave(str(payload["QuestionID"]), what, order, loss=Loss.LOGIC)
    return kind == "All"


def read_text(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read a text entry: a line, several lines, a number, or a form of several lines."""
    qid, selector = str(payload["QuestionID"]), str(payload.pop("Selector", "SL"))
    settings = fields(fields(payload.get("Validation")).get("Settings"))
    if selector == "FORM":
        return _form(payload, base, reading)
    content = str(settings.get("ContentType", "")) if settings.get("Type") == "ContentType" else ""
    if content == "ValidNumber":
        limits = fields(settings.get("ValidNumber"))
        question = replace(
            base, kind=Kind.NUMBER, least=as_number(limits.get("Min")), most=as_number(limits.get("Max"))
        )
    else:
        longest = (
            as_number(settings.get("TotalChars")) if str(settings.get("Type")) in {"TotalChar", "MaxChar"} else None
        )
        lines = 1 if selector in {"SL", "PW"} else 4
        question = replace(base, kind=Kind.TEXT, lines=lines, longest=int(longest) if longest else base.longest)
        if content:
            what = say(_("The check {type} of the answer was left out."), type=content)
            reading.record.leave(qid, what, settings, loss=Loss.LOGIC)
    reading.targets[qid] = Target(Subject.QUESTION, base.key, question)
    return [question]


def as_number(raw: object) -> float | None:
    """Return the number, also when it is written as text; None when it is none."""
    try:
        value = float(str(raw)) if raw not in (None, "") else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None


def _form(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    made = []
    for value, _choice in ordered(payload, "Choices", "ChoiceOrder"):
        made.append(one_of_several(payload, base, reading, value, replace(base, kind=Kind.TEXT, lines=1)))
    return split(payload, made, reading)


def one_of_several(payload: Payload, base: Question, reading: Reading, value: str, shape: Question) -> Question:
    """Return one question for one choice of the source, called after both."""
    qid = str(payload["QuestionID"])
    title = reading.words(texts_of(payload, reading, "Choices", value, "Display"), qid)
    text = {code: f"{base.text[code]} – {words}" for code, words in title.items() if code in base.text}
    question = replace(shape, key=reading.record.keys.new(f"{base.key}_{value}"), text=text or base.text)
    reading.targets[f"{qid}/{value}"] = Target(Subject.QUESTION, question.key, question)
    return question


def split(payload: Payload, made: list[Question], reading: Reading) -> list[Question]:
    """Note that one question of the source became several, and return them."""
    what = say(_("The group of fields is asked as questions of their own."))
    keys = [question.key for question in made]
    reading.record.leave(str(payload["QuestionID"]), what, keys, loss=Loss.CHANGED)
    return made


def read_rank(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read a rank order."""
    qid, keys = str(payload["QuestionID"]), ChoiceKeys()
    choices = choices_of(payload, reading, keys)
    question = replace(base, kind=Kind.RANKING, choices=choices, random_order=take_random(payload, reading))
    if any(one.get("TextEntry") == "true" for _value, one in ordered(payload, "Choices", "ChoiceOrder")):
        what = say(_("Own words beside a choice to rank are not asked for."))
        reading.record.leave(qid, what, "TextEntry", loss=Loss.CHANGED)
    reading.targets[qid] = Target(Subject.QUESTION, base.key, question, values=keys.by_value)
    return [question]


def read_description(payload: Payload, base: Question, reading: Reading) -> list[Question]:
    """Read a descriptive text as a statement; a picture is listed."""
    if payload.get("Selector") == "GRB":
        what = say(_("The picture was left out."))
        raw = payload.get("Graphics", payload.get("GraphicsDescription", ""))
        reading.record.leave(str(payload["QuestionID"]), what, raw, loss=Loss.TEXT)
    return [replace(base, kind=Kind.STATEMENT, required=False)]
