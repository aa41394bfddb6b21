"""Small parts of the XML as Kuulo writes it: elements, stamps, codes, references, values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from lxml import etree

from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.markup import UNSPEAKABLE, Element, speakable
from kuulo.qualitative.exchanging.model import Code, Coding, Stamp, Value, VariableValue
from kuulo.qualitative.exchanging.telling import Telling

COLOR: Final = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")


@dataclass(slots=True)
class Writing:
    """What all parts of one writing share.

    Attributes:
        space: The namespace.
        files: Path in the ZIP → bytes, of what goes with the XML.
        codes: GUIDs of the codes there are.
        variables: GUIDs of the variables there are.
    """

    telling: Telling
    space: str
    files: dict[str, bytes] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()


def child(parent: Element, writing: Writing, tag: str, **attributes: str | int | None) -> Element:
    """Add an element with the attributes that are told; what XML cannot hold is told and marked."""
    told = {name: said(str(value), writing) for name, value in attributes.items() if value not in {"", None}}
    return etree.SubElement(parent, f"{{{writing.space}}}{tag}", told)


def said(text: str, writing: Writing) -> str:
    """Return a text as XML can hold it."""
    if UNSPEAKABLE.search(text):
        writing.telling.note(_("Texts with characters that XML cannot hold, which were replaced: {count}."))
        return speakable(text)
    return text


def add_words(parent: Element, writing: Writing, tag: str, text: str) -> None:
    """Add an element that holds a text, where there is one."""
    if text:
        child(parent, writing, tag).text = said(text, writing)


def refer(parent: Element, writing: Writing, tag: str, targets: Iterable[str]) -> None:
    """Add an element for each thing referred to."""
    for target in targets:
        child(parent, writing, tag, targetGUID=target)


def time_text(moment: datetime | None) -> str:
    """Return a time as XML Schema writes it, in UTC; empty for none."""
    if moment is None:
        return ""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(tzinfo=None).isoformat() + "Z"


def stamped(stamp: Stamp) -> Mapping[str, str]:
    """Return the attributes of a stamp."""
    return {
        "creatingUser": stamp.by,
        "creationDateTime": time_text(stamp.at),
        "modifyingUser": stamp.changed_by,
        "modifiedDateTime": time_text(stamp.changed_at),
    }


def add_code(parent: Element, code: Code, writing: Writing) -> None:
    """Add a code and those under it; a codebook has no place for its notes."""
    element = child(
        parent,
        writing,
        "Code",
        guid=code.guid,
        isCodable="true" if code.codable else "false",
        color=code.color if COLOR.fullmatch(code.color) else "",
    )
    element.set("name", said(code.name, writing))
    add_words(element, writing, "Description", code.description)
    if "codebook" not in writing.space:
        refer(element, writing, "NoteRef", code.notes)
    elif code.notes:
        writing.telling.note(
            _("Notes of codes have no place in a codebook: {count} codes (first: “{name}”)."), name=code.name
        )
    for one in code.codes:
        add_code(element, one, writing)


def add_codings(parent: Element, codings: Iterable[Coding], writing: Writing) -> None:
    """Add the codings of a selection or source; one of a code that is not there is told and left out."""
    for coding in codings:
        if coding.code not in writing.codes:
            writing.telling.note(_("Codings whose code is not in the project, left out: {count}."))
            continue
        element = child(
            parent, writing, "Coding", guid=coding.guid, creatingUser=coding.by, creationDateTime=time_text(coding.at)
        )
        refer(element, writing, "CodeRef", [coding.code])
        refer(element, writing, "NoteRef", coding.notes)


def add_values(parent: Element, values: Iterable[Value], writing: Writing) -> None:
    """Add values of variables; one of a variable that is not there is told and left out."""
    for value in values:
        if value.variable not in writing.variables:
            writing.telling.note(_("Values of variables that are not in the project, left out: {count}."))
            continue
        element = child(parent, writing, "VariableValue")
        refer(element, writing, "VariableRef", [value.variable])
        if value.value is not None:
            tag, text = value_text(value.value)
            child(element, writing, tag).text = said(text, writing)


def value_text(value: VariableValue) -> tuple[str, str]:
    """Return the element and the text of a value; the order matters, a truth is a whole number too."""
    if isinstance(value, bool):
        return "BooleanValue", "true" if value else "false"
    if isinstance(value, int):
        return "IntegerValue", str(value)
    if isinstance(value, Decimal):
        return "FloatValue", format(value, "f")
    if isinstance(value, datetime):
        return "DateTimeValue", time_text(value)
    if isinstance(value, date):
        return "DateValue", value.isoformat()
    return "TextValue", str(value)
