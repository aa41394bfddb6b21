"""Refusals as they travel in the log: which event, and why; nothing of what it said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from kuulo.base.texts import Text
from kuulo.events.rules.sent import Wrong

MOST: Final = 20
LONGEST_PARAM: Final = 300
ENCODER: Final = msgspec.json.Encoder()


class PackedText(msgspec.Struct):
    """A text and its values."""

    template: str
    params: dict[str, str]


class Packed(msgspec.Struct):
    """One refusal."""

    type: str
    message_id: str
    found: PackedText
    mend: PackedText

    def reason(self) -> dict[str, Any]:
        """Return the refusal's texts as plain values."""
        return {"found": msgspec.to_builtins(self.found), "mend": msgspec.to_builtins(self.mend)}


DECODER: Final = msgspec.json.Decoder(list[Packed])


def packed(type_: str, message_id: str, found: Text, mend: Text) -> Packed:
    """Return a refusal as it travels."""
    return Packed(_plain(type_), _plain(message_id), _text(found), _text(mend))


def pack_refusals(wrong: Sequence[Wrong]) -> bytes:
    """Return the first few refusals as JSON."""
    return ENCODER.encode([packed(each.type, each.message_id, each.found, each.mend) for each in wrong[:MOST]])


def unpack_refusals(body: bytes) -> list[Packed]:
    """Return refusals from JSON."""
    return DECODER.decode(body)


def _text(text: Text) -> PackedText:
    return PackedText(text.template, {name: _plain(str(value)) for name, value in text.params.items()})


def _plain(text: str) -> str:
    """Return the text as every database keeps it: not too long, and without the one sign PostgreSQL refuses."""
    return text[:LONGEST_PARAM].replace("\0", "")
