"""Segments: saved filters over what is known of parties; what a filter may say, as JSON and as checked values; pure.

A filter is one group: all or any of its parts must hold, and each part is a condition or a group of conditions.
As JSON::

    {"join": "all", "parts": [
        {"about": "attribute", "name": "region", "op": "is", "values": ["Uusimaa", "Pirkanmaa"]},
        {"join": "any", "parts": [
            {"about": "behaviour", "name": "recency_days", "op": "at_most", "values": ["30"]},
            {"about": "figure", "name": "nps@1", "op": "at_least", "values": ["9"]}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.consents import Purpose
from kuulo.customers.rules.parties import AttributeKind, PartyKind, Stage

Kind = TypeVar("Kind", bound=StrEnum)
MOST_CONDITIONS: Final = 40
MOST_VALUES: Final = 50
DEEPEST: Final = 2
SEGMENT_PREFIX: Final = "segment: "
YES: Final = "yes"
NO: Final = "no"


class Join(StrEnum):
    """Whether all parts of a group must hold, or any of them."""

    ALL = "all"
    ANY = "any"


class About(StrEnum):
    """What a condition looks at; the first five need a name."""

    ATTRIBUTE = "attribute"
    BEHAVIOUR = "behaviour"
    FIGURE = "figure"
    CONSENT = "consent"
    LIST = "list"
    STAGE = "stage"
    KIND = "kind"
    LANGUAGE = "language"
    SINCE = "since"


class Op(StrEnum):
    """How a condition compares."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    ON_OR_AFTER = "on_or_after"
    ON_OR_BEFORE = "on_or_before"
    WITHIN_DAYS = "within_days"
    KNOWN = "known"
    UNKNOWN = "unknown"


class Typed(StrEnum):
    """What kind of value is compared."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"


BEHAVIOURS: Final[Mapping[str, Typed]] = {
    "recency_days": Typed.NUMBER,
    "orders": Typed.NUMBER,
    "value": Typed.NUMBER,
    "visits": Typed.NUMBER,
    "last_seen": Typed.DATE,
    "last_purchase": Typed.DATE,
}
TYPES: Final[Mapping[AttributeKind, Typed]] = {
    AttributeKind.TEXT: Typed.TEXT,
    AttributeKind.NUMBER: Typed.NUMBER,
    AttributeKind.DATE: Typed.DATE,
    AttributeKind.YES_NO: Typed.CHOICE,
    AttributeKind.CHOICE: Typed.CHOICE,
}
WORDS: Final = (Op.IS, Op.IS_NOT)
EITHER: Final = (Op.KNOWN, Op.UNKNOWN)
OPS: Final[Mapping[Typed, tuple[Op, ...]]] = {
    Typed.TEXT: (*WORDS, Op.CONTAINS, *EITHER),
    Typed.CHOICE: (*WORDS, *EITHER),
    Typed.NUMBER: (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, *EITHER),
    Typed.DATE: (Op.ON_OR_AFTER, Op.ON_OR_BEFORE, Op.WITHIN_DAYS, *EITHER),
}
NUMBER_OPS: Final = frozenset({Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.WITHIN_DAYS})
DATE_OPS: Final = frozenset({Op.ON_OR_AFTER, Op.ON_OR_BEFORE})
TYPE_NAMES: Final[Mapping[Typed, str]] = {
    Typed.TEXT: _("a text"),
    Typed.CHOICE: _("one of several values"),
    Typed.NUMBER: _("a number"),
    Typed.DATE: _("a date"),
}
OP_NAMES: Final[Mapping[Op, str]] = {
    Op.IS: _("is any of"),
    Op.IS_NOT: _("is none of"),
    Op.CONTAINS: _("contains"),
    Op.AT_LEAST: _("is at least"),
    Op.AT_MOST: _("is at most"),
    Op.BETWEEN: _("lies between"),
    Op.ON_OR_AFTER: _("is on or after"),
    Op.ON_OR_BEFORE: _("is on or before"),
    Op.WITHIN_DAYS: _("lies within the last days"),
    Op.KNOWN: _("is known"),
    Op.UNKNOWN: _("is not known"),
}
BEHAVIOUR_NAMES: Final[Mapping[str, str]] = {
    "recency_days": _("Days since the last purchase"),
    "orders": _("Number of orders"),
    "value": _("Value of purchases"),
    "visits": _("Number of visits"),
    "last_seen": _("Day last seen"),
    "last_purchase": _("Day of the last purchase"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One comparison; ``values`` as they were written."""

    about: About
    op: Op
    name: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all or any must hold; one without parts holds for everybody."""

    join: Join = Join.ALL
    parts: tuple[Condition | Group, ...] = ()

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition, in order."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.conditions()
            else:
                yield part


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What filters of this organisation can be about.

    Attributes:
        attributes: Kind of each attribute by its name; those that nobody defined are texts.
        choices: Values that an attribute of choice takes.
        definitions: Figures of which parties have a last score, such as ``nps@1``.
        lists: Lists that other rooms keep: name in filters → what people read.
    """

    attributes: Mapping[str, AttributeKind] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)


def to_json(group: Group) -> dict[str, object]:
    """Return the filter as it is kept."""
    return {"join": group.join.value, "parts": [_part_to_json(part) for part in group.parts]}


def from_json(data: object) -> Group:
    """Return the filter that was kept or sent.

    Raises:
        InputError: It has another form than a filter has; the message names the place.
    """
    return _group(data, "", 1)


def column_of(condition: Condition) -> str:
    """Return the column of the table of parties that a condition looks at; see `queries.segments`."""
    named = {About.ATTRIBUTE, About.FIGURE, About.CONSENT, About.LIST}
    return f"{condition.about}: {condition.name}" if condition.about in named else condition.name or condition.about


def typed(condition: Condition, words: Vocabulary) -> Typed:
    """Return what kind of value the condition compares.

    Raises:
        InputError: It is about something that is not known.
    """
    if condition.about is About.ATTRIBUTE:
        return _of_attribute(condition.name, words)
    if condition.about is About.BEHAVIOUR:
        return _known(condition.name, BEHAVIOURS, _("Behaviour has no “{name}”."))
    if condition.about is About.FIGURE:
        numbers = dict.fromkeys(words.definitions, Typed.NUMBER)
        return _known(condition.name, numbers, _("No customer has a last score of “{name}”."))
    if condition.about is About.CONSENT:
        purposes = dict.fromkeys((purpose.value for purpose in Purpose), Typed.CHOICE)
        return _known(condition.name, purposes, _("There is no purpose “{name}” to consent to."))
    if condition.about is About.LIST:
        return _known(condition.name, dict.fromkeys(words.lists, Typed.CHOICE), _("There is no list “{name}”."))
    return Typed.DATE if condition.about is About.SINCE else Typed.CHOICE


def check_filter(group: Group, words: Vocabulary) -> None:
    """Refuse a filter that could not be carried out as it is meant.

    Raises:
        InputError: The message says which condition, by its number, what is wrong and what it can take.
    """
    conditions = tuple(group.conditions())
    if not conditions or len(conditions) > MOST_CONDITIONS:
        raise InputError(
            _("A segment has 1 to {most} conditions; this one has {count}."),
            _("Everybody is not a segment: say at least one thing."),
            most=MOST_CONDITIONS,
            count=len(conditions),
        )
    for number, condition in enumerate(conditions, 1):
        _check_condition(condition, typed(condition, words), number)
        _check_choice(condition, words, number)


def number_of(text: str) -> float | None:
    """Return the number that a text is, with comma or point; None where it is none."""
    plain = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not plain or not set(plain) <= set("+-.0123456789eE"):
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def date_of(text: str) -> date | None:
    """Return the day a text is: 2026-11-22, 22.11.2026, or with a time after it; None where it is none."""
    plain = text.strip().partition("T")[0].partition(" ")[0]
    parts = plain.split("-") if "-" in plain else plain.split(".")[::-1]
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _part_to_json(part: Condition | Group) -> dict[str, object]:
    if isinstance(part, Group):
        return to_json(part)
    return {"about": part.about.value, "name": part.name, "op": part.op.value, "values": list(part.values)}


def _group(data: object, place: str, depth: int) -> Group:
    if not isinstance(data, Mapping) or not isinstance(data.get("parts"), Sequence) or isinstance(data["parts"], str):
        raise _malformed(place, _("a group has “join” and a list of “parts”"))
    if depth > DEEPEST:
        raise _malformed(place, _("groups lie in one another {deepest} deep at most"))
    parts = tuple(_part(each, f"{place}{number}.", depth) for number, each in enumerate(data["parts"], 1))
    return Group(_member(Join, data.get("join", Join.ALL), place), parts)


def _part(data: object, place: str, depth: int) -> Condition | Group:
    if isinstance(data, Mapping) and "parts" in data:
        return _group(data, place, depth + 1)
    if not isinstance(data, Mapping):
        raise _malformed(place, _("a part is a condition or a group"))
    values = data.get("values", ())
    if isinstance(values, str) or not isinstance(values, Sequence) or len(values) > MOST_VALUES:
        raise _malformed(place, _("“values” is a list of at most {most} texts"))
    return Condition(
        about=_member(About, data.get("about"), place),
        op=_member(Op, data.get("op"), place),
        name=str(data.get("name", "") or ""),
        values=tuple(str(value).strip() for value in values if str(value).strip()),
    )


def _member(kind: type[Kind], value: object, place: str) -> Kind:
    found = {each.value: each for each in kind}.get(str(value))
    if found is None:
        raise _malformed(place, _("“{value}” is none of {allowed}"), value=value, allowed=", ".join(kind))
    return found


def _malformed(place: str, why: str, **params: object) -> InputError:
    said = say(why, most=MOST_VALUES, deepest=DEEPEST, **params)
    return InputError(_("The filter cannot be read at {place}: {why}."), "", place=place.rstrip(".") or "1", why=said)


def _of_attribute(name: str, words: Vocabulary) -> Typed:
    if name not in words.attributes:
        raise InputError(
            _("No customer has an attribute “{name}”."),
            _("There are: {names}."),
            name=name,
            names=", ".join(sorted(words.attributes)[:20]) or "–",
        )
    return TYPES[words.attributes[name]]


def _known(name: str, known: Mapping[str, Typed], found: str) -> Typed:
    if name not in known:
        raise InputError(found, _("There are: {names}."), name=name, names=", ".join(known) or "–")
    return known[name]


def _check_condition(condition: Condition, kind: Typed, number: int) -> None:
    if condition.op not in OPS[kind]:
        raise InputError(
            _("Condition {number}: {what} is {type}; “{op}” cannot be asked of it."),
            _("Choose another comparison, or define the attribute with another type."),
            number=number,
            what=condition.name or condition.about.value,
            type=say(TYPE_NAMES[kind]),
            op=say(OP_NAMES[condition.op]),
        )
    wanted = 0 if condition.op in EITHER else 2 if condition.op is Op.BETWEEN else 1
    many = condition.op in {*WORDS, Op.CONTAINS}
    if (many and not condition.values) or (not many and len(condition.values) != wanted):
        raise InputError(
            _("Condition {number}: “{op}” asks for another number of values. Asked for: {wanted}; given: {count}."),
            _("Separate several values with a semicolon."),
            number=number,
            op=say(OP_NAMES[condition.op]),
            wanted=say(_("at least one")) if many else wanted,
            count=len(condition.values),
        )
    for value in condition.values:
        _check_value(condition, value, number)


def _check_value(condition: Condition, value: str, number: int) -> None:
    if condition.op in NUMBER_OPS and number_of(value) is None:
        raise InputError(_("Condition {number}: “{value}” is not a number."), number=number, value=value)
    if condition.op in DATE_OPS and date_of(value) is None:
        raise InputError(
            _("Condition {number}: “{value}” is not a date."),
            _("Write it as 2026-11-22 or 22.11.2026."),
            number=number,
            value=value,
        )


def _check_choice(condition: Condition, words: Vocabulary, number: int) -> None:
    allowed = allowed_values(condition.about, condition.name, words)
    strange = [value for value in condition.values if value not in allowed]
    if allowed and strange and condition.op in WORDS:
        raise InputError(
            _("Condition {number}: {what} is never “{value}”."),
            _("It is one of: {names}."),
            number=number,
            what=condition.name or condition.about.value,
            value=strange[0],
            names=", ".join(allowed),
        )


def allowed_values(about: About, name: str, words: Vocabulary) -> tuple[str, ...]:
    """Return the values something can have; none where they are not a closed list."""
    if about is About.ATTRIBUTE:
        return (YES, NO) if words.attributes.get(name) is AttributeKind.YES_NO else words.choices.get(name, ())
    closed: Mapping[About, tuple[str, ...]] = {
        About.CONSENT: (YES, NO),
        About.LIST: (YES, NO),
        About.STAGE: tuple(stage.value for stage in Stage),
        About.KIND: tuple(kind.value for kind in PartyKind),
    }
    return closed.get(about, ())
