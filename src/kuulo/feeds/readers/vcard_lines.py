"""Content lines of vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350): unfolded, decoded, taken apart; pure.

Lenient where address books are: bare parameters of 2.1, quoted-printable over several lines, groups before a property,
lines folded in the middle of a character. Each card is bounded in lines and bytes, so that no file can grow in memory.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 1 << 18
MOST_LINES: Final = 2_000
# Pictures, sounds and keys: never taken in, and large.
SKIPPED: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "AGENT"})
NAME: Final = re.compile(r"^(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9-]+)$")
ENCODINGS: Final = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of a card: its name in capitals, its parameters in capitals with their values, its text."""

    name: str
    params: Mapping[str, tuple[str, ...]]
    text: str

    def types(self) -> frozenset[str]:
        """Return its types in small letters, such as home, work, pref."""
        return frozenset(value.lower() for value in self.params.get("TYPE", ()))

    def is_preferred(self) -> bool:
        """Return whether the card prefers this one of several."""
        return "pref" in self.types() or self.params.get("PREF", ()) == ("1",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card as it stood: the line it begins in, its properties; what is wrong with it, empty where nothing is."""

    line: int
    properties: tuple[Property, ...]
    fault: str = ""


def read_cards(data: bytes, encoding: str) -> Iterator[Card]:
    """Yield the cards of a file; text between cards is passed over."""
    begun, lines = 0, list[bytes]()
    depth = 0
    for number, line in _unfolded(data):
        word = line[:64].strip().upper()
        if word == b"BEGIN:VCARD":
            depth += 1
            if depth == 1:
                begun, lines = number, []
                continue
        if word == b"END:VCARD" and depth:
            depth -= 1
            if not depth:
                yield _card(begun, lines, encoding)
                continue
        # A card inside a card (AGENT of 2.1) is somebody else.
        if depth == 1 and len(lines) <= MOST_LINES:
            lines.append(line)
    if depth:
        yield Card(line=begun, properties=(), fault="end")


def split_text(text: str, separator: str) -> list[str]:
    """Return the parts of a structured value, its escapes resolved."""
    parts, part, at = [], [], 0
    while at < len(text):
        sign = text[at]
        if sign == "\\" and at + 1 < len(text):
            part.append("\n" if text[at + 1] in "nN" else text[at + 1])
            at += 2
            continue
        if sign == separator:
            parts.append("".join(part).strip())
            part = []
        else:
            part.append(sign)
        at += 1
    parts.append("".join(part).strip())
    return parts


def plain_text(text: str) -> str:
    """Return a value that is one text, its escapes resolved."""
    return split_text(text, "\x00")[0]


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield logical lines with the number of the physical line each begins in."""
    held, held_at = b"", 0
    for number, raw in enumerate(data.split(b"\n"), start=1):
        line = raw.removesuffix(b"\r")
        soft = held.endswith(b"=") and b"QUOTED-PRINTABLE" in held[:200].upper()
        if held and (line[:1] in {b" ", b"\t"} or soft):
            rest = line if soft else line[1:]
            if len(held) + len(rest) <= LONGEST_LINE:
                held = (held[:-1] if soft else held) + rest
            continue
        if held:
            yield held_at, held
        held, held_at = line[:LONGEST_LINE], number
    if held:
        yield held_at, held


def _card(line: int, lines: list[bytes], encoding: str) -> Card:
    if len(lines) > MOST_LINES:
        return Card(line=line, properties=(), fault="long")
    properties = (_property(each, encoding) for each in lines)
    return Card(line=line, properties=tuple(each for each in properties if each is not None))


def _property(line: bytes, encoding: str) -> Property | None:
    head, value = _head_and_value(line)
    words = _split_params(head.decode(encoding, "replace"))
    found = NAME.match(words[0].strip())
    if found is None or found[1].upper() in SKIPPED:
        return None
    params = _params(words[1:])
    return Property(name=found[1].upper(), params=params, text=_decoded(value, params, encoding))


def _head_and_value(line: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the first colon outside quotes."""
    quoted = False
    for at, byte in enumerate(line):
        if byte == 34:
            quoted = not quoted
        elif byte == 58 and not quoted:
            return line[:at], line[at + 1 :]
    return line, b""


def _split_params(head: str) -> list[str]:
    return re.findall(r'((?:[^;"]|"[^"]*")+)', head) or [""]


def _params(words: list[str]) -> dict[str, tuple[str, ...]]:
    params: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign:
            # Version 2.1 writes types and encodings bare: TEL;WORK;VOICE and NOTE;QUOTED-PRINTABLE.
            name, text = ("ENCODING" if word.upper() in ENCODINGS else "TYPE"), word
        values = tuple(value.strip().strip('"') for value in text.strip('"').split(","))
        key = name.strip().upper()
        params[key] = params.get(key, ()) + values
    return params


def _decoded(value: bytes, params: Mapping[str, tuple[str, ...]], encoding: str) -> str:
    charset = (params.get("CHARSET") or (encoding,))[0]
    if (params.get("ENCODING") or ("",))[0].upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    try:
        return value.decode(charset, "replace")
    except (LookupError, ValueError):
        # None that is known, none of text (hex, zip), or one that cannot pass over what it does not understand (idna).
        return value.decode(encoding, "replace")
