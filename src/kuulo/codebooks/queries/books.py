"""Codebooks and their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Code, Codebook
from kuulo.codebooks.rules import CodeView, in_language, in_reading_order, parents_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A codebook with its codes in reading order.

    Attributes:
        id: Its number.
        slug: Its address.
        names: Language → name.
        purpose: What question the coding is to answer.
        source: Only comments of this source; empty for all.
        question: Only comments on this question; empty for all.
        salt: By it lots are drawn.
        use_at: Proposals from this probability count in figures; None where only people's decisions do.
        codes: In reading order.
        changed_at: When a code or a coding changed last.
    """

    id: int
    slug: str
    names: Mapping[str, str]
    purpose: str = ""
    source: str = ""
    question: str = ""
    salt: str = ""
    use_at: float | None = None
    codes: tuple[CodeView, ...] = ()
    changed_at: datetime | None = None
    parents: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Return its name in the language, or in any there is."""
        return in_language(self.names, language) or self.slug

    def code(self, key: str) -> CodeView:
        """Return one of its codes.

        Raises:
            NotFoundError: It has none of this key.
        """
        found = next((code for code in self.codes if code.key == key), None)
        if found is None:
            raise NotFoundError(_("There is no code “{key}” in this codebook."), _("See its list of codes."), key=key)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """A codebook in the list: its codes, and how many comments people have coded."""

    slug: str
    names: Mapping[str, str]
    purpose: str
    codes: int
    coded: int

    def name(self, language: str) -> str:
        """Return its name in the language, or in any there is."""
        return in_language(self.names, language) or self.slug


def list_books() -> tuple[BookLine, ...]:
    """Return all codebooks, those changed last first."""
    rows = Codebook.objects.annotate(
        code_count=Count("codes", distinct=True), coded_count=Count("codings__signal_id", distinct=True)
    ).order_by("-changed_at", "slug")
    return tuple(
        BookLine(slug=row.slug, names=row.names, purpose=row.purpose, codes=row.code_count, coded=row.coded_count)
        for row in rows
    )


def book(slug: str) -> Book:
    """Return one codebook.

    Raises:
        NotFoundError: There is none at this address.
    """
    row = Codebook.objects.filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no codebook “{slug}”."), _("See the list of codebooks."), slug=slug)
    return book_of(row)


def all_books() -> tuple[Book, ...]:
    """Return all codebooks with their codes."""
    return tuple(book_of(row) for row in Codebook.objects.order_by("pk"))


def book_of(row: Codebook) -> Book:
    """Return a row as a codebook."""
    codes = in_reading_order([_view(code) for code in row.codes.select_related("parent")])
    return Book(
        id=row.pk,
        slug=row.slug,
        names=row.names,
        purpose=row.purpose,
        source=row.source,
        question=row.question,
        salt=row.salt,
        use_at=row.use_at,
        codes=codes,
        changed_at=row.changed_at,
        parents=parents_of(codes),
    )


def _view(code: Code) -> CodeView:
    return CodeView(
        id=code.pk,
        key=code.key,
        parent=code.parent.key if code.parent else "",
        names=code.names,
        definitions=code.definitions,
        examples=code.examples,
    )
