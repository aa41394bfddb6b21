"""How long text messages are; pure.

Source: 3GPP TS 23.038 (the alphabet of seven bits) and TS 23.040 (messages in several parts).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = frozenset("^{}\\[~]|€\f")
ALONE: Final = {7: 160, 16: 70}
JOINED: Final = {7: 153, 16: 67}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """How long a text message is.

    Attributes:
        bits: 7 where every character is in the short alphabet, else 16.
        units: Septets, or code units of UTF-16.
        parts: How many messages it is sent as, and paid for.
        room: Units left in the last part.
    """

    bits: int
    units: int
    parts: int
    room: int


def segments(text: str) -> Segments:
    """Return how a text is cut into parts: 160 characters alone and 153 joined, or 70 and 67 beyond the alphabet."""
    short = all(one in BASIC or one in EXTENDED for one in text)
    bits = 7 if short else 16
    units = sum(2 if one in EXTENDED else 1 for one in text) if short else len(text.encode("utf-16-le")) // 2
    if units <= ALONE[bits]:
        return Segments(bits=bits, units=units, parts=1, room=ALONE[bits] - units)
    parts = -(-units // JOINED[bits])
    return Segments(bits=bits, units=units, parts=parts, room=parts * JOINED[bits] - units)
