"""What sources there are, and whose words they hold."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _

KEY_LENGTH: Final = 32
SLUG_LENGTH: Final = 60
NAME_LENGTH: Final = 200
LONGEST_TEXT: Final = 2_000_000
"""Characters of one source: some forty hours of speech."""


class SourceKind(StrEnum):
    """What a source is."""

    TRANSCRIPT = "transcript"
    FIELD_NOTE = "field_note"
    DIARY_ENTRY = "diary_entry"
    DISCUSSION = "discussion"
    DOCUMENT = "document"
    RECORDING = "recording"
    PICTURE = "picture"
    DESK = "desk"


class Origin(StrEnum):
    """Who speaks in a source, or in one of its turns."""

    CUSTOMER = "customer"
    STAFF = "staff"
    OUTSIDE = "outside"


class Mark(StrEnum):
    """What kind of note it is: heard, seen, or made of it by the observer."""

    SAID = "said"
    SAW = "saw"
    INTERPRET = "interpret"


class Flag(StrEnum):
    """What calls for care beyond the ordinary."""

    HOME = "home"
    HEALTH = "health"
    CHILDREN = "children"


KIND_NAMES: Final[Mapping[SourceKind, str]] = {
    SourceKind.TRANSCRIPT: _("Transcript"),
    SourceKind.FIELD_NOTE: _("Field notes"),
    SourceKind.DIARY_ENTRY: _("Diary entry"),
    SourceKind.DISCUSSION: _("Discussion"),
    SourceKind.DOCUMENT: _("Document"),
    SourceKind.RECORDING: _("Recording"),
    SourceKind.PICTURE: _("Picture"),
    SourceKind.DESK: _("Desk research"),
}
ORIGIN_NAMES: Final[Mapping[Origin, str]] = {
    Origin.CUSTOMER: _("Customer"),
    Origin.STAFF: _("Staff"),
    Origin.OUTSIDE: _("Somebody outside"),
}
MARK_NAMES: Final[Mapping[Mark, str]] = {
    Mark.SAID: _("The customer said"),
    Mark.SAW: _("I saw"),
    Mark.INTERPRET: _("I interpret"),
}
FLAG_NAMES: Final[Mapping[Flag, str]] = {
    Flag.HOME: _("In a home"),
    Flag.HEALTH: _("About health"),
    Flag.CHILDREN: _("Children are part of it"),
}


class ErasedWhy(StrEnum):
    """Why a source is not there any more."""

    ERASED = "erased"
    WITHDRAWN = "withdrawn"
