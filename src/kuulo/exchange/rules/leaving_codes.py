"""Codebooks as other tools know them; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kuulo.codebooks.rules import CodeView
from kuulo.exchange.rules.keys import code_guid
from kuulo.qualitative.exchanging import Code, derived


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOut:
    """A codebook to go out.

    Attributes:
        slug: Its address.
        name: What it is called in the language of the file.
        codes: In reading order.
    """

    slug: str
    name: str
    codes: tuple[CodeView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How codes go out: in which language, with which GUIDs, and with which memos.

    Attributes:
        known: ``book/key`` → the GUID a code came with from another tool.
        memos: ``book/key`` → GUIDs of memos about it.
    """

    language: str
    known: Mapping[str, str]
    memos: Mapping[str, tuple[str, ...]]

    def guid(self, code: str) -> str:
        """Return the GUID of a code."""
        return self.known.get(code) or code_guid(code)


def tree_of(book: BookOut, naming: Naming) -> tuple[Code, ...]:
    """Return the codes of a book as a tree."""
    under: dict[str, list[CodeView]] = {}
    keys = {code.key for code in book.codes}
    for code in book.codes:
        under.setdefault(code.parent if code.parent in keys else "", []).append(code)
    return tuple(_code(code, book, naming, under) for code in under.get("", ()))


def _code(view: CodeView, book: BookOut, naming: Naming, under: Mapping[str, list[CodeView]]) -> Code:
    name = f"{book.slug}/{view.key}"
    return Code(
        guid=naming.guid(name),
        name=view.name(naming.language),
        description=view.definition(naming.language),
        notes=naming.memos.get(name, ()),
        codes=tuple(_code(child, book, naming, under) for child in under.get(view.key, ())),
    )


def all_trees(books: Sequence[BookOut], used: Collection[str], naming: Naming) -> tuple[Code, ...]:
    """Return the codes of the study's own book, then each further book that codings use as a group of its own."""
    first, *others = books or (BookOut(slug="", name=""),)
    groups = [
        Code(guid=derived("book", book.slug), name=book.name, codable=False, codes=tree_of(book, naming))
        for book in others
        if any(code.startswith(f"{book.slug}/") for code in used)
    ]
    return (*tree_of(first, naming), *groups)
