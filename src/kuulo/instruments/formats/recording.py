"""The record a reader keeps while it reads: new keys, what was carried, what was left; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments.formats.imported import Loss, NotCarried, excerpt
from kuulo.instruments.formats.plain_text import has_html, to_plain
from kuulo.instruments.rules.questionnaire import OTHER

LONGEST_KEY: Final = 40
MOST_LISTED: Final = 5000


class Keys:
    """Hands out keys that fit `questionnaire.Key`, each only once."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self.taken = set(taken)

    def new(self, wanted: str, *, first: str = "q") -> str:
        """Return a key as like the wanted name as the rules of keys allow; ``first`` begins it where no letter does."""
        base = as_key(wanted, first=first)
        key, number = base, 2
        while key in self.taken:
            tail = f"_{number}"
            key, number = base[: LONGEST_KEY - len(tail)] + tail, number + 1
        self.taken.add(key)
        return key


def as_key(name: str, *, first: str = "q") -> str:
    """Return the name in small letters, digits and underscores, beginning with a letter, at most 40 long."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9_]+", "_", ascii_name).strip("_") if not _fits(name) else name
    if not key or not key[0].isalpha():
        key = f"{first}{key}" if key[:1].isdigit() else f"{first}_{key}".rstrip("_")
    return key[:LONGEST_KEY]


def _fits(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) is not None


class Record:
    """What a reader has carried over and what it has left, in the order it met it."""

    def __init__(self) -> None:
        self.keys = Keys()
        self.origins: dict[str, tuple[str, ...]] = {}
        self.left: list[NotCarried] = []
        self.conditions = 0

    def carry(self, source: str, *keys: str) -> None:
        """Note which keys an id of the source became."""
        self.origins[source] = (*self.origins.get(source, ()), *keys)

    def leave(self, place: str, what: Text, raw: object = "", *, loss: Loss = Loss.SETTING) -> None:
        """Note something that is not carried over, or not as it was; after very many, only that there are more."""
        if len(self.left) < MOST_LISTED:
            self.left.append(NotCarried(place, what, excerpt(raw), loss))
        elif len(self.left) == MOST_LISTED:
            more = say(_("The list ends here; the definition holds more that was not carried over."))
            self.left.append(NotCarried(place, more, "", Loss.QUESTION))

    def plain(self, text: object, place: str) -> str:
        """Return the text without HTML, and note it when it had any."""
        if text is None:
            return ""
        written = str(text)
        if not has_html(written):
            return written.strip()
        plain = to_plain(written)
        if plain != written.strip():
            what = say(_("Formatting (HTML) became plain text; pictures and styles are gone."))
            self.leave(place, what, written, loss=Loss.CHANGED)
        return plain

    def leave_condition(self, place: str, reason: Text, raw: object) -> None:
        """Note a condition that cannot be said here; what it governed is always shown."""
        what = say(_("The condition could not be carried over ({reason}); it is shown always."), reason=reason)
        self.leave(place, what, raw, loss=Loss.LOGIC)

    def leave_settings(self, place: str, settings: Mapping[str, object]) -> None:
        """Note settings that have no place in Kuulo, all of one place together."""
        if settings:
            what = say(_("No place here for: {names}."), names=", ".join(sorted(settings)))
            self.leave(place, what, dict(settings))


class ChoiceKeys:
    """Keys of one question's choices by their value in the source; ``other`` is kept for the choice of own words."""

    def __init__(self, first: str = "c") -> None:
        self.keys = Keys({OTHER})
        self.first = first
        self.by_value: dict[str, str] = {}

    def new(self, value: str) -> str:
        """Return the key of a choice that the source calls ``value``."""
        key = self.keys.new(value, first=self.first)
        self.by_value.setdefault(value, key)
        return key
