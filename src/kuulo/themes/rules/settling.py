"""Where comments of a theme belong after what persons decided; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How a theme stands: what is not accepted is a proposal of the machine."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A theme as pages and programs see it.

    Attributes:
        key: Its name for machines.
        labels: Language → name made of its words.
        keywords: Language → its words.
        name: Name given by a person, or empty.
        state: How it stands.
        merged_into: Key of the theme whose part it is, or empty.
        is_current: Whether it was found the last time.
    """

    key: str
    labels: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    state: State = State.PROPOSED
    merged_into: str = ""
    is_current: bool = True

    def called(self, language: str) -> str:
        """Return what it is called in a language: the name a person gave, else its words in it, or in another."""
        if self.name:
            return self.name
        found = self.labels.get(language) or next((one for _name, one in sorted(self.labels.items()) if one), "")
        return found[:1].upper() + found[1:] or self.key

    def names(self, languages: Iterable[str]) -> dict[str, str]:
        """Return its name in each language."""
        return {language: self.called(language) for language in languages}


def settled(themes: Iterable[ThemeView]) -> dict[str, str | None]:
    """Return for each theme the key its comments belong to: its own, that of the theme it is part of, or none.

    A part of a rejected theme is rejected with it. Parts of parts belong to the last; a circle, which nobody can make
    by pages, ends where it began.
    """
    known = {one.key: one for one in themes}
    return {key: _end_of(key, known) for key in known}


def _end_of(key: str, known: Mapping[str, ThemeView]) -> str | None:
    seen: set[str] = set()
    while key in known and key not in seen:
        seen.add(key)
        one = known[key]
        if one.state is State.REJECTED:
            return None
        if not one.merged_into:
            return key
        key = one.merged_into
    return key if key in known else None


def shown_themes(themes: Iterable[ThemeView]) -> tuple[ThemeView, ...]:
    """Return the themes that stand by themselves: found the last time or accepted, not rejected, no part of another."""
    return tuple(
        one
        for one in themes
        if not one.merged_into and one.state is not State.REJECTED and (one.is_current or one.state is State.ACCEPTED)
    )


def may_merge(key: str, into: str, themes: Iterable[ThemeView]) -> bool:
    """Return whether a theme may become part of another: both there, no circle, the other one not rejected."""
    known = {one.key: one for one in themes}
    if key == into or key not in known or into not in known:
        return False
    return _end_of(into, known) not in {None, key}
