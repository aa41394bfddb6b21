"""The tree of codes: what lies under what, in reading order, and the keys that choose them; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _

KEYS: Final = "123456789abcdefghijklmopqrstuvwxyz"
"""Keys that choose codes in their order; n and 0 mean "none of these"."""
DEEPEST: Final = 4
MOST_CODES: Final = 200
LANGUAGES: Final = ("fi", "sv", "en")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """A code as other rooms and pages see it.

    Attributes:
        id: Its number.
        key: The code in codings.
        parent: Key of the code it lies under; empty at the top.
        names: Language → name.
        definitions: Language → what belongs under it.
        examples: Language → examples, a line each.
        depth: 0 at the top.
        press: The key that chooses it; empty where there are more codes than keys.
    """

    id: int
    key: str
    parent: str = ""
    names: Words = field(default_factory=dict)
    definitions: Words = field(default_factory=dict)
    examples: Words = field(default_factory=dict)
    depth: int = 0
    press: str = ""

    def name(self, language: str) -> str:
        """Return its name in the language, or in any there is."""
        return in_language(self.names, language) or self.key

    def definition(self, language: str) -> str:
        """Return what belongs under it, in the language or in any there is."""
        return in_language(self.definitions, language)


def in_language(words: Words, language: str) -> str:
    """Return the words in a language, or in the first that has any."""
    return words.get(language) or next((words[one] for one in LANGUAGES if words.get(one)), "")


def in_reading_order(codes: Sequence[CodeView]) -> tuple[CodeView, ...]:
    """Return codes with those under each right after it, their depth, and the keys that choose them."""
    known = {code.key for code in codes}
    under: dict[str, list[CodeView]] = {}
    for code in codes:
        under.setdefault(code.parent if code.parent in known else "", []).append(code)
    ordered: list[tuple[CodeView, int]] = []

    def walk(parent: str, depth: int) -> None:
        for code in under.get(parent, ()):
            ordered.append((code, depth))
            walk(code.key, depth + 1)

    walk("", 0)
    return tuple(
        CodeView(
            id=code.id,
            key=code.key,
            parent=code.parent,
            names=code.names,
            definitions=code.definitions,
            examples=code.examples,
            depth=depth,
            press=KEYS[place] if place < len(KEYS) else "",
        )
        for place, (code, depth) in enumerate(ordered)
    )


def parents_of(codes: Sequence[CodeView]) -> dict[str, str]:
    """Return the parent of each code, by keys; empty at the top."""
    return {code.key: code.parent for code in codes}


def with_parents(chosen: Collection[str], parents: Mapping[str, str]) -> frozenset[str]:
    """Return codes and everything they lie under; codes that are no more are left out."""
    found: set[str] = set()
    for key in chosen:
        here = key
        while here in parents and here not in found:
            found.add(here)
            here = parents[here]
    return frozenset(found)


def check_place(key: str, parent: str, parents: Mapping[str, str]) -> None:
    """Refuse a place that would make the tree turn in a circle or grow too deep.

    Raises:
        InputError: There is no such parent, or the tree would be too deep.
        GuardError: The code would lie under itself.
    """
    if not parent:
        return
    if parent not in parents:
        raise InputError(_("There is no code “{key}” in this codebook."), _("Choose one of its codes."), key=parent)
    above = with_parents([parent], parents)
    if key in above:
        raise GuardError(_("A code cannot lie under itself."), _("Choose another code above it."))
    if len(above) >= DEEPEST:
        raise InputError(_("Codes nest at most {most} deep."), _("Choose a code higher up."), most=DEEPEST)
