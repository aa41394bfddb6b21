"""Elements of a SurveyJS page as Kuulo's questions; pure.

Names of types and properties are those of SurveyJS's form library (survey-core), old names included. Each reader takes
(``pop``) what it carries out of the element; what is left in the end is listed as settings without a place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.conditions import Target, as_text
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.recording import ChoiceKeys, Record
from kuulo.instruments.formats.surveyjs_texts import SurveyTexts
from kuulo.instruments.formats.wording import DONT_KNOW, NO, NONE, REFUSED, YES
from kuulo.instruments.rules.questionnaire import NAMED, Choice, Kind, Question, Scale, Words

Fields = dict[str, object]
MOST_POINTS: Final = 101


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the name of its source and the expressions that must all hold for it to be shown."""

    question: Question
    source: str
    conditions: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What readers of elements share."""

    record: Record
    texts: SurveyTexts
    values: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Keys of choices by their value, by the name of the question."""
    targets: dict[str, Target] = field(default_factory=dict)
    """What names of matrix rows and of items stand for."""

    def words(self, raw: object, place: str) -> Words:
        """Return the text in Kuulo's languages."""
        return self.texts.words(raw, place)

    def same(self, words: Mapping[str, str]) -> Words:
        """Return words of our own in the languages of the questionnaire."""
        return {language: words[language] for language in self.texts.placement.languages}


def number(raw: object) -> float | None:
    """Return the number, also when it is written as text; None when it is none."""
    if isinstance(raw, bool) or raw is None:
        return None
    try:
        value = float(str(raw))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def items(raw: object) -> list[Fields]:
    """Return choices, rows or columns as objects; SurveyJS allows plain values."""
    found = raw if isinstance(raw, list) else []
    return [dict(one) if isinstance(one, dict) else {"value": one} for one in found]


def whole_numbers(values: Sequence[float | None]) -> tuple[int, int] | None:
    """Return the first and the last when the values are two or more whole numbers in a row."""
    if len(values) < 2 or values[0] is None or not values[0].is_integer():
        return None
    first = int(values[0])
    return (first, first + len(values) - 1) if list(values) == list(range(first, first + len(values))) else None


def choices_of(listed: list[Fields], place: str, reading: Reading, keys: ChoiceKeys) -> tuple[Choice, ...]:
    """Return choices with texts; a choice without text shows its value, as SurveyJS does."""
    made = []
    for item in listed:
        value = as_text(value_of(item))
        text = item.pop("text", item.pop("title", None))
        shown = value if text in (None, "") and not reading.texts.marked else text
        words = reading.words(shown, place)
        exclusive = item.pop("isExclusive", False) is True
        for name in ("visibleIf", "enableIf"):
            if item.get(name):
                what = say(_("The condition of the choice {value} was left out."), value=value)
                reading.record.leave(place, what, item.pop(name), loss=Loss.LOGIC)
        reading.record.leave_settings(f"{place}: {value}", item)
        made.append(Choice(key=keys.new(value), text=words, exclusive=exclusive))
    return tuple(made)


def value_of(item: Fields) -> str | float | bool:
    """Take the value of a choice out of it; old definitions call a column's or row's value its name."""
    value = item.pop("value", item.pop("name", ""))
    return value if isinstance(value, str | float | bool) else float(value) if isinstance(value, int) else str(value)


SPECIAL: Final[tuple[tuple[tuple[str, str], str, str, Mapping[str, str]], ...]] = (
    (("hasNone", "showNoneItem"), "noneText", "none", NONE),
    (("hasRefuse", "showRefuseItem"), "refuseText", "refused", REFUSED),
    (("hasDontKnow", "showDontKnowItem"), "dontKnowText", "dont_know", DONT_KNOW),
)


def read_choice_question(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read radiogroup, dropdown, checkbox, tagbox, imagepicker, ranking and buttongroup."""
    place, keys = str(element["name"]), ChoiceKeys()
    kind = _choice_kind(element)
    choices = list(choices_of(items(element.pop("choices", None)), place, reading, keys))
    for flags, text_name, value, words in SPECIAL:
        own = element.pop(text_name, None)
        if _take_flag(element, *flags):
            text = reading.words(own, place) or reading.same(words)
            choices.append(Choice(key=keys.new(value), text=text, exclusive=kind is Kind.MULTIPLE))
    other = _take_flag(element, "hasOther", "showOtherItem")
    if not choices:
        what = say(_("The choices come from elsewhere and are not in the definition."))
        raw = element.pop("choicesByUrl", element.pop("choicesFromQuestion", ""))
        reading.record.leave(place, what, raw, loss=Loss.TEXT)
    reading.values[place] = {"other": "other", **keys.by_value} if other else keys.by_value
    return [_of_choices(element, base, kind, tuple(choices), other=other)]


def _take_flag(element: Fields, *names: str) -> bool:
    """Take a flag that has an old and a new name; both are taken."""
    taken = [element.pop(name, False) for name in names]
    return any(flag is True for flag in taken)


def _choice_kind(element: Fields) -> Kind:
    kind = str(element.pop("type"))
    if kind == "ranking":
        return Kind.RANKING
    several = kind in {"checkbox", "tagbox"} or element.pop("multiSelect", False) is True
    return Kind.MULTIPLE if several else Kind.SINGLE


def _of_choices(element: Fields, base: Question, kind: Kind, choices: tuple[Choice, ...], *, other: bool) -> Question:
    several = kind is Kind.MULTIPLE
    return replace(
        base,
        kind=kind,
        choices=choices,
        other=other,
        random_order=_take_random(element, "choicesOrder"),
        least=number(element.pop("minSelectedChoices", None)) if several else None,
        most=number(element.pop("maxSelectedChoices", None)) if several else None,
    )


def _take_random(element: Fields, *names: str) -> bool:
    for name in names:
        if element.get(name) == "random":
            element.pop(name)
            return True
    return False


def read_boolean(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read yes or no as a single choice of the two."""
    place = str(element["name"])
    element.pop("type")
    values = {as_text(value_of({"value": element.pop("valueTrue", True)})): "yes"}
    values[as_text(value_of({"value": element.pop("valueFalse", False)}))] = "no"
    yes = reading.words(element.pop("labelTrue", None), place) or reading.same(YES)
    no = reading.words(element.pop("labelFalse", None), place) or reading.same(NO)
    reading.values[place] = values
    label = reading.words(element.pop("label", None), place)
    choices = (Choice(key="yes", text=yes), Choice(key="no", text=no))
    return [replace(base, kind=Kind.SINGLE, choices=choices, text=label or base.text)]


TEXTS: Final = {
    "email": _("It is asked as a text; that it is an e-mail address is not checked."),
    "tel": _("It is asked as a text; that it is a telephone number is not checked."),
    "url": _("It is asked as a text; that it is a web address is not checked."),
}


def read_text(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read text (one line, number, date) and comment (several lines)."""
    place, kind = str(element["name"]), element.pop("type")
    asked = str(element.pop("inputType", "text"))
    least, most = _take_limits(element, place, reading, asked)
    if asked in {"number", "range"}:
        return [replace(base, kind=Kind.NUMBER, least=least, most=most)]
    if asked == "date":
        first, last = str(element.pop("min", "")), str(element.pop("max", ""))
        return [replace(base, kind=Kind.DATE, earliest=_day(first), latest=_day(last))]
    if least is not None or most is not None:
        return [replace(base, kind=Kind.NUMBER, least=least, most=most)]
    if asked != "text":
        what = say(TEXTS[asked]) if asked in TEXTS else say(_("It is asked as a text instead of {type}."), type=asked)
        reading.record.leave(place, what, {"inputType": asked}, loss=Loss.CHANGED)
    longest = number(element.pop("maxLength", None))
    lines = int(number(element.pop("rows", None)) or 4) if kind == "comment" else 1
    changes = {"longest": int(longest)} if longest and longest > 0 else {}
    return [replace(base, kind=Kind.TEXT, lines=lines, **changes)]


def _day(text: str) -> str:
    return text[:10] if len(text) >= len("2026-01-01") and text[4] == "-" else ""


def _take_limits(element: Fields, place: str, reading: Reading, asked: str) -> tuple[float | None, float | None]:
    """Take the least and most number out of ``min``, ``max`` and the validators; the other validators are listed."""
    least = most = None
    if asked in {"number", "range"} or number(element.get("min")) is not None:
        least, most = number(element.pop("min", None)), number(element.pop("max", None))
    for check in items(element.pop("validators", None)):
        kind = check.get("type")
        if kind == "numeric":
            least = number(check.get("minValue")) if least is None else least
            most = number(check.get("maxValue")) if most is None else most
        elif kind == "text" and number(check.get("maxLength")):
            element.setdefault("maxLength", check["maxLength"])
        else:
            what = say(_("The check {type} of the answer was left out."), type=kind)
            reading.record.leave(place, what, check, loss=Loss.LOGIC)
    return least, most


def read_rating(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read a rating as one, or as a single choice when its values are not whole numbers in a row."""
    place = str(element["name"])
    element.pop("type")
    low = reading.words(element.pop("minRateDescription", element.pop("mininumRateDescription", None)), place)
    high = reading.words(element.pop("maxRateDescription", element.pop("maximumRateDescription", None)), place)
    direction = -1 if element.pop("kuuloDirection", 1) == -1 else 1
    named = str(element.pop("kuuloKind", ""))
    values = items(element.pop("rateValues", None))
    least, most, step = _take_ends(element)
    if not values and most - least >= MOST_POINTS:
        what = say(_("A rating of so many points is asked as a number."))
        reading.record.leave(place, what, {"rateMin": least, "rateMax": most}, loss=Loss.CHANGED)
        return [replace(base, kind=Kind.NUMBER, least=float(least), most=float(most))]
    if step != 1 and not values:
        values = [{"value": value} for value in range(least, most + 1, step)]
    ends = _ends_of(values) if values else (least, most)
    if ends is None or ends[0] >= ends[1]:
        return _rating_as_choice(element, base, values, reading)
    scale = Scale(minimum=ends[0], maximum=ends[1], direction=direction, low=low, high=high)
    return [_as_named(base, named, scale, place, reading)]


def _rating_as_choice(element: Fields, base: Question, values: list[Fields], reading: Reading) -> list[Question]:
    what = say(_("The rating has values that are no whole numbers in a row; it is asked as a choice."))
    reading.record.leave(str(element["name"]), what, values, loss=Loss.CHANGED)
    element |= {"type": "radiogroup", "choices": values}
    return read_choice_question(element, base, reading)


def _ends_of(values: list[Fields]) -> tuple[int, int] | None:
    told = any(one.get("text") for one in values)
    return None if told else whole_numbers([number(one.get("value")) for one in values])


def _take_ends(element: Fields) -> tuple[int, int, int]:
    """Take the lowest and highest point and the step, which SurveyJS takes for 1, 5 and 1 where missing."""
    lowest, step = number(element.pop("rateMin", None)), number(element.pop("rateStep", None))
    least = 1 if lowest is None else int(lowest)
    count, most = number(element.pop("rateCount", None)), number(element.pop("rateMax", None))
    if most is None:
        most = least + count - 1 if count else least + 4
    return least, int(most), max(1, int(step or 1))


def _as_named(base: Question, named: str, scale: Scale, place: str, reading: Reading) -> Question:
    kind = Kind(named) if named in set(Kind) else Kind.RATING
    measure = NAMED.get(kind)
    if measure and (measure.scale.minimum, measure.scale.maximum) == (scale.minimum, scale.maximum):
        own = Scale(minimum=scale.minimum, maximum=scale.maximum, direction=measure.scale.direction, low=scale.low,
                    high=scale.high)  # fmt: skip
        return replace(base, kind=kind, scale=own if scale.low or scale.high else None)
    if (scale.minimum, scale.maximum) == (0, 10):
        what = say(_("It is kept as a rating from 0 to 10. If it asks about recommending, make it an NPS question."))
        reading.record.leave(place, what, "0–10", loss=Loss.CHANGED)
    return replace(base, kind=Kind.RATING, scale=scale)


def read_html(element: Fields, base: Question, reading: Reading) -> list[Question]:
    """Read HTML as a statement."""
    element.pop("type")
    text = reading.texts.html(element.pop("html", None), str(element["name"]))
    return [replace(base, kind=Kind.STATEMENT, text=text, required=False)]


Reader = Callable[[Fields, Question, Reading], list[Question]]
