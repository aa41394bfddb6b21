"""Questions about the columns of a delivery; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import PartyKind, Stage
from kuulo.feeds.rules.fields import CONSENTS, FIELD_NAMES, OBJECTIONS, Field
from kuulo.feeds.rules.mapping import CHANNEL, ORDER, PART, SAYS_NOTHING, WHOLE_FEED, WORD
from kuulo.surveys.rules.columns import Choice, Question

ORDER_NAMES: Final[Mapping[str, str]] = {
    "dmy": _("Day first, as in 31/12/2026"),
    "mdy": _("Month first, as in 12/31/2026"),
    "ymd": _("Year first, as in 2026-12-31"),
}
KIND_NAMES: Final[Mapping[str, str]] = {
    PartyKind.PERSON: _("a person"),
    PartyKind.ORGANISATION: _("an organisation"),
    PartyKind.HOUSEHOLD: _("a household"),
}
STAGE_NAMES: Final[Mapping[str, str]] = {
    Stage.PROSPECT: _("a prospect"),
    Stage.ACTIVE: _("an active customer"),
    Stage.FORMER: _("a former customer"),
}
CONSENT_NAMES: Final[Mapping[str, str]] = {"yes": _("agreed"), "no": _("refused")}
OBJECTION_NAMES: Final[Mapping[str, str]] = {"yes": _("objected"), "no": _("did not object")}
CHANNEL_NAMES: Final[Mapping[str, str]] = {"web": _("On the web"), "shop": _("In a shop")}


def ask_part(column: str, fields: Sequence[Field]) -> Question:
    """Ask what a column holds, the likeliest first."""
    choices = tuple(_choice(column, PART, field.value, FIELD_NAMES[field]) for field in fields)
    return Question(column=column, key=PART, text=say(_("What does “{column}” hold?"), column=column), choices=choices)


def ask_order(column: str, orders: Sequence[str], example: str) -> Question:
    """Ask in which order the days of a column are written."""
    choices = tuple(_choice(column, ORDER, order, ORDER_NAMES[order]) for order in orders)
    text = say(_("How are the dates of “{column}” written, such as {example}?"), column=column, example=example[:30])
    return Question(column=column, key=ORDER, text=text, choices=choices)


def ask_words(column: str, field: Field, words: Iterable[str]) -> list[Question]:
    """Ask what the words of a column mean, one question a word."""
    names = _meanings(field)
    questions = []
    for word in words:
        choices = [_choice(column, f"{WORD}{word}", value, name) for value, name in names.items()]
        choices.append(_choice(column, f"{WORD}{word}", SAYS_NOTHING, _("It says nothing")))
        text = say(_("What does “{word}” mean in “{column}”?"), word=word[:40], column=column)
        questions.append(Question(column=column, key=f"{WORD}{word}", text=text, choices=tuple(choices)))
    return questions


def ask_channel() -> Question:
    """Ask where purchases were made that come without a channel."""
    choices = [_choice(WHOLE_FEED, CHANNEL, value, name) for value, name in CHANNEL_NAMES.items()]
    choices.append(_choice(WHOLE_FEED, CHANNEL, SAYS_NOTHING, _("Both, or not known")))
    text = say(_("Where were these purchases made?"))
    return Question(column=WHOLE_FEED, key=CHANNEL, text=text, choices=tuple(choices))


def _meanings(field: Field) -> Mapping[str, str]:
    if field is Field.KIND:
        return KIND_NAMES
    if field is Field.STAGE:
        return STAGE_NAMES
    return CONSENT_NAMES if field in CONSENTS else OBJECTION_NAMES if field in OBJECTIONS else {}


def _choice(column: str, key: str, value: str, name: str) -> Choice:
    option = f'--set "{column}:{key}={value}"'
    return Choice(value=value, label=say(name), option=option)
