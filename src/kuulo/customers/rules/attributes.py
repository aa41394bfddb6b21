"""Attributes as the organisation defines them: what value each kind takes, and how it is written; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.parties import ATTRIBUTE_LENGTH, PARTY_COLUMN, AttributeKind
from kuulo.customers.rules.party_views import AttributeDefinitionView
from kuulo.customers.rules.segments import SEGMENT_PREFIX

YES: Final = "yes"
NO: Final = "no"
# The words lists write in the first languages, and what spreadsheets make of them.
YES_WORDS: Final = frozenset({"yes", "y", "true", "1", "kyllä", "k", "ja", "j", "x", "on"})
NO_WORDS: Final = frozenset({"no", "n", "false", "0", "ei", "e", "nej", "off"})
KIND_NAMES: Final[Mapping[AttributeKind, str]] = {
    AttributeKind.TEXT: _("text"),
    AttributeKind.NUMBER: _("number"),
    AttributeKind.DATE: _("date"),
    AttributeKind.YES_NO: _("yes or no"),
    AttributeKind.CHOICE: _("one of several choices"),
}
HOW_TO_WRITE: Final[Mapping[AttributeKind, str]] = {
    AttributeKind.TEXT: _("Write a text."),
    AttributeKind.NUMBER: _("Write digits, such as 12 or 12.5."),
    AttributeKind.DATE: _("Write it as 2026-11-22 or 22.11.2026."),
    AttributeKind.YES_NO: _("Write yes or no."),
    AttributeKind.CHOICE: _("Choose one of the defined choices."),
}


def check_definition(definition: AttributeDefinitionView) -> None:
    """Let a definition pass that can be used.

    Raises:
        InputError: The name cannot be a column, or a choice has nothing to choose from.
    """
    name = definition.name
    is_taken = name == PARTY_COLUMN or name.startswith(SEGMENT_PREFIX)
    if not name.strip() or is_taken or len(name) > ATTRIBUTE_LENGTH:
        raise InputError(
            _("An attribute cannot be called “{name}”."),
            _("Give it a name of 1–{length} characters, not “party” and not beginning with “segment: ”."),
            name=name[:ATTRIBUTE_LENGTH],
            length=ATTRIBUTE_LENGTH,
        )
    has_choices = bool(definition.choices) and len(set(definition.choices)) == len(definition.choices)
    if definition.kind is AttributeKind.CHOICE and not (has_choices and all(map(str.strip, definition.choices))):
        raise InputError(
            _("The attribute “{name}” has nothing to choose from, or the same twice."),
            _("Name its choices."),
            name=name,
        )


def write_value(definition: AttributeDefinitionView | None, name: str, value: str) -> str:
    """Return a value as it is kept; what is not defined is text, and an empty value says nothing.

    Numbers are kept with a point and without needless zeros, dates as 2026-11-22, yes and no in English.

    Raises:
        InputError: It is of another kind than the attribute's; the message shows both.
    """
    if definition is None:
        return value
    kept = written(definition, value)
    if kept is None:
        raise InputError(
            _("“{value}” cannot be a value of “{name}”, which is of the kind {kind}."),
            HOW_TO_WRITE[definition.kind],
            value=value.strip()[:60],
            name=name,
            kind=say(KIND_NAMES[definition.kind]),
        )
    return kept


def written(definition: AttributeDefinitionView, value: str) -> str | None:
    """Return a value as the definition keeps it; None where it is of another kind."""
    text = value.strip()
    if not text or definition.kind is AttributeKind.TEXT:
        return text
    return _choice(text, definition) if definition.kind is AttributeKind.CHOICE else WRITERS[definition.kind](text)


def _number(text: str) -> str | None:
    bare = text.replace("\u00a0", "").replace(" ", "").replace("−", "-").replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def _day(text: str) -> str | None:
    try:
        if "." in text:
            day, month, year = (int(part) for part in text.split("."))
            return date(year, month, day).isoformat()
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def _yes_no(text: str) -> str | None:
    word = text.casefold()
    if word in YES_WORDS:
        return YES
    return NO if word in NO_WORDS else None


def _choice(text: str, definition: AttributeDefinitionView) -> str | None:
    return {choice.casefold(): choice for choice in definition.choices}.get(text.casefold())


WRITERS: Final[Mapping[AttributeKind, Callable[[str], str | None]]] = {
    AttributeKind.NUMBER: _number,
    AttributeKind.DATE: _day,
    AttributeKind.YES_NO: _yes_no,
}
