"""GUIDs as people's tools write them: braced, in capitals, twice, or not at all."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID, uuid5

from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.telling import Telling

SHAPE: Final = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?")
HOUSE: Final = UUID("6f0b7c1e-7d0e-4f0f-9a55-3a1c5b1d7e20")
"""The space Kuulo derives GUIDs in: the same file gives the same ones at every reading."""


def canonical(raw: str) -> str:
    """Return a GUID in lower case without braces; anything else becomes a GUID derived from it."""
    tidy = raw.strip().lower()
    found = SHAPE.fullmatch(tidy)
    return found[1] if found else derived("raw", tidy)


def derived(*parts: object) -> str:
    """Return the GUID that belongs to these parts, always the same."""
    return str(uuid5(HOUSE, "\x1f".join(str(part) for part in parts)))


class Guids:
    """The GUIDs of one file, each given to one thing of a kind."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._given: dict[tuple[str, str], int] = {}

    def define(self, kind: str, raw: str | None, name: str = "") -> str:
        """Return the GUID of a thing that the file defines; a second thing of its kind gets one of its own."""
        if not (raw or "").strip():
            self._telling.note(
                _("Without a GUID, which Kuulo gave: {count} (first: {kind} “{name}”)."), kind=kind, name=name
            )
            raw = derived("none", kind, name)
        guid = canonical(raw or "")
        times = self._given.get((kind, guid), 0)
        self._given[kind, guid] = times + 1
        if not times:
            return guid
        self._telling.note(
            _("A GUID was used a second time; the second got one of its own: {count} (first: {kind} “{name}”)."),
            kind=kind,
            name=name,
        )
        return derived("again", kind, guid, times)
