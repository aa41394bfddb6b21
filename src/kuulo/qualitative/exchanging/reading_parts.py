"""Small parts of the XML: attributes, times, values, stamps, references; wrong ones are told and left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, Protocol

from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.archive import Archive
from kuulo.qualitative.exchanging.guids import Guids, canonical
from kuulo.qualitative.exchanging.markup import Element, inside, text_of
from kuulo.qualitative.exchanging.model import Coding, Stamp, Value, VariableValue
from kuulo.qualitative.exchanging.telling import Telling

INTEGER: Final = re.compile(r"[+-]?\d{1,15}(\.0*)?")
FRACTION: Final = re.compile(r"(\.\d{6})\d+")
TRUE: Final = frozenset({"true", "1"})
FALSE: Final = frozenset({"false", "0"})


class RichReader(Protocol):
    """Reads the words of a rich text (.docx, .rtf …); the room that calls gives one."""

    def __call__(self, name: str, content: bytes) -> str:
        """Return the words; raise a FileError for what cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What all parts of one reading share.

    Attributes:
        archive: The ZIP; None for XML that came alone.
        folder: Where the project's file lies in it.
        own: Whether Kuulo wrote the file: then nothing in it is guessed.
        markup: How large a text may be, in bytes.
    """

    telling: Telling
    guids: Guids
    archive: Archive | None
    folder: str
    own: bool
    rich: RichReader | None
    markup: int


def integer(element: Element, name: str, reading: Reading) -> int | None:
    """Return a whole number of an attribute; None where there is none."""
    raw = (element.get(name) or "").strip()
    if not raw:
        return None
    if not INTEGER.fullmatch(raw):
        reading.telling.note(_("Not a whole number: {count} (first: {field} = “{value}”)."), field=name, value=raw[:40])
        return None
    return int(raw.split(".")[0])


def moment(raw: str | None, reading: Reading) -> datetime | None:
    """Return a time in UTC; one without a zone is taken as UTC."""
    tidy = FRACTION.sub(r"\1", (raw or "").strip())
    if not tidy:
        return None
    try:
        found = datetime.fromisoformat(tidy)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        reading.telling.note(_("Not a time: {count} (first: “{value}”)."), value=tidy[:40])
        return None


def reference(raw: str | None) -> str:
    """Return the GUID of something referred to; empty for none."""
    return canonical(raw) if (raw or "").strip() and raw is not None else ""


def stamp_of(element: Element, reading: Reading) -> Stamp:
    """Return who made and changed something, and when."""
    return Stamp(
        by=reference(element.get("creatingUser") or element.get("creatingUserGUID")),
        at=moment(element.get("creationDateTime"), reading),
        changed_by=reference(element.get("modifyingUser") or element.get("modifyingUserGUID")),
        changed_at=moment(element.get("modifiedDateTime"), reading),
    )


def references(element: Element, name: str) -> tuple[str, ...]:
    """Return what an element refers to by children of a name."""
    return tuple(found for child in inside(element, name) if (found := reference(child.get("targetGUID"))))


def codings_of(element: Element, reading: Reading) -> tuple[Coding, ...]:
    """Return the codings of a selection or source; each names exactly one code."""
    found = []
    for child in inside(element, "Coding"):
        codes = references(child, "CodeRef")
        if len(codes) != 1:
            reading.telling.note(_("Codings that name no code, or several: {count}."))
        found += [
            Coding(
                guid=reading.guids.define("coding", child.get("guid")),
                code=code,
                by=reference(child.get("creatingUser")),
                at=moment(child.get("creationDateTime"), reading),
                notes=references(child, "NoteRef"),
            )
            for code in codes
        ]
    return tuple(found)


def values_of(element: Element, reading: Reading) -> tuple[Value, ...]:
    """Return the values a case or source has of variables."""
    found = []
    for child in inside(element, "VariableValue"):
        for variable in references(child, "VariableRef")[:1]:
            said = next(inside(child, *READERS), None)
            found.append(Value(variable=variable, value=None if said is None else value_of(said, reading)))
    return tuple(found)


def value_of(element: Element, reading: Reading) -> VariableValue:
    """Return one value as what it is; what is not what it claims is told and left as text."""
    raw = text_of(element)
    kind = str(element.tag).rpartition("}")[2]
    try:
        return READERS[kind](raw if kind == "TextValue" else raw.strip(), reading)
    except (ValueError, InvalidOperation):
        reading.telling.note(
            _("Values that are not what they claim, kept as text: {count} (first: “{value}”)."), value=raw[:40]
        )
        return raw


def _text(raw: str, reading: Reading) -> VariableValue:
    del reading
    return raw


def _truth(raw: str, reading: Reading) -> VariableValue:
    del reading
    if raw.lower() not in TRUE | FALSE:
        raise ValueError(raw)
    return raw.lower() in TRUE


def _whole(raw: str, reading: Reading) -> VariableValue:
    del reading
    return int(raw)


def _decimal(raw: str, reading: Reading) -> VariableValue:
    del reading
    found = Decimal(raw)
    if not found.is_finite():
        raise ValueError(raw)
    return found


def _day(raw: str, reading: Reading) -> VariableValue:
    del reading
    return date.fromisoformat(raw[:10])


def _moment(raw: str, reading: Reading) -> VariableValue:
    found = moment(raw, reading)
    if found is None:
        raise ValueError(raw)
    return found


READERS: Final = {
    "TextValue": _text,
    "BooleanValue": _truth,
    "IntegerValue": _whole,
    "FloatValue": _decimal,
    "DateValue": _day,
    "DateTimeValue": _moment,
}
