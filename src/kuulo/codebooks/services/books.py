"""Making and changing codebooks and their codes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Code, Codebook, Coding, Proposal
from kuulo.codebooks.queries.books import Book, book_of
from kuulo.codebooks.rules import (
    LANGUAGES,
    MOST_CODES,
    CodeRow,
    check_place,
    figure_key,
    in_language,
    make_key,
    read_codes,
)
from kuulo.codebooks.services.defining import forget_definitions
from kuulo.words.services import name_values, remove_names

SLUG_LENGTH: Final = 50
ADDRESSES: Final = ("new", "proposals")
"""Names that pages have already."""
USE_AT: Final = 0.8
"""From this probability proposals count in figures, unless the codebook says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWishes:
    """What a codebook shall be: see `models.Codebook`."""

    names: Mapping[str, str]
    purpose: str = ""
    source: str = ""
    question: str = ""
    use_at: float | None = USE_AT


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeWishes:
    """What a code shall be: see `models.Code`; ``parent`` is the key of the code it lies under."""

    names: Mapping[str, str]
    parent: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def make_book(*, wishes: BookWishes, by: str, now: datetime | None = None) -> Book:
    """Make a codebook without codes.

    Raises:
        InputError: It has no name.
    """
    names = _named(wishes.names)
    moment = now or timezone.now()
    row = Codebook.objects.create(
        slug=_free_slug(in_language(names, LANGUAGES[0])),
        names=names,
        purpose=wishes.purpose.strip(),
        source=wishes.source,
        question=wishes.question,
        use_at=wishes.use_at,
        salt=secrets.token_hex(16),
        created_by=by,
        created_at=moment,
        changed_at=moment,
    )
    return book_of(row)


@transaction.atomic
def change_book(*, slug: str, wishes: BookWishes, now: datetime | None = None) -> Book:
    """Change what a codebook is called, what it is about, and from when proposals count.

    Raises:
        InputError: It has no name.
        NotFoundError: There is none at this address.
    """
    row = locked_book(slug)
    row.names = _named(wishes.names)
    row.purpose = wishes.purpose.strip()
    row.source, row.question = wishes.source, wishes.question
    row.use_at = wishes.use_at
    row.changed_at = now or timezone.now()
    row.save()
    return book_of(row)


@transaction.atomic
def remove_book(*, slug: str) -> int:
    """Remove a codebook with its codes and codings; return how many codings went."""
    row = locked_book(slug)
    codings = row.codings.count()
    remove_names("code", [figure_key(slug, code.key) for code in row.codes.all()])
    forget_definitions(slug, [code.key for code in row.codes.all()])
    row.delete()
    return codings


@transaction.atomic
def add_code(*, slug: str, wishes: CodeWishes, now: datetime | None = None) -> Book:
    """Add a code at the end of those it stands beside.

    Raises:
        InputError: It has no name, its parent is not there, or there are too many codes.
    """
    row = locked_book(slug)
    found = book_of(row)
    if len(found.codes) >= MOST_CODES:
        raise InputError(_("A codebook has at most {most} codes."), _("Remove or join some first."), most=MOST_CODES)
    names = _named(wishes.names)
    key = _free_key(in_language(names, LANGUAGES[0]), found.parents)
    check_place(key, wishes.parent, found.parents)
    last = row.codes.order_by("-position").first()
    Code.objects.create(
        codebook=row,
        key=key,
        parent=row.codes.filter(key=wishes.parent).first() if wishes.parent else None,
        names=names,
        definitions=_kept(wishes.definitions),
        examples=_kept(wishes.examples),
        position=last.position + 1 if last else 0,
    )
    return _touched(row, now)


@transaction.atomic
def change_code(*, slug: str, key: str, wishes: CodeWishes, now: datetime | None = None) -> Book:
    """Change what a code is called, means, or lies under; its codings stay.

    Raises:
        InputError: It has no name, or its parent is not there.
        GuardError: It would lie under itself.
    """
    row = locked_book(slug)
    code = _code(row, key)
    check_place(key, wishes.parent, book_of(row).parents)
    code.names = _named(wishes.names)
    code.definitions, code.examples = _kept(wishes.definitions), _kept(wishes.examples)
    code.parent = row.codes.filter(key=wishes.parent).first() if wishes.parent else None
    code.save()
    return _touched(row, now)


@transaction.atomic
def move_code(*, slug: str, key: str, by: int, now: datetime | None = None) -> Book:
    """Move a code by so many places among those under the same code; −1 is one up."""
    row = locked_book(slug)
    code = _code(row, key)
    beside = list(row.codes.filter(parent=code.parent))
    here = beside.index(code)
    beside.insert(min(max(here + by, 0), len(beside) - 1), beside.pop(here))
    places = sorted(each.position for each in beside)
    for place, each in zip(places, beside, strict=True):
        each.position = place
    Code.objects.bulk_update(beside, ["position"])
    return _touched(row, now)


@transaction.atomic
def join_codes(*, slug: str, key: str, into: str, now: datetime | None = None) -> Book:
    """Join a code into another one: its codings and the codes under it become the other's.

    Raises:
        InputError: Both are the same.
    """
    row = locked_book(slug)
    if key == into:
        raise InputError(_("A code cannot be joined into itself."), _("Choose another code."))
    code, other = _code(row, key), _code(row, into)
    for coding in Coding.objects.filter(codebook=row, codes__icontains=key):
        if key in coding.codes:
            coding.codes = sorted({into if each == key else each for each in coding.codes})
            coding.save(update_fields=["codes"])
    if other.parent_id == code.pk:
        other.parent = code.parent
        other.save()
    code.children.update(parent=other)
    return _without(row, code, now)


@transaction.atomic
def remove_code(*, slug: str, key: str, now: datetime | None = None) -> Book:
    """Remove a code; comments lose it, and what lay under it comes up."""
    row = locked_book(slug)
    code = _code(row, key)
    for coding in Coding.objects.filter(codebook=row, codes__icontains=key):
        if key in coding.codes:
            coding.codes = [each for each in coding.codes if each != key]
            coding.save(update_fields=["codes"])
    code.children.update(parent=code.parent)
    return _without(row, code, now)


@transaction.atomic
def import_codes(*, slug: str, content: bytes, now: datetime | None = None) -> int:
    """Add the codes of a CSV file, and change those of keys that are there already; return how many the file has.

    Raises:
        FileError, ColumnError: The file cannot be read as a codebook.
        InputError: Codes would nest too deep.
    """
    row = locked_book(slug)
    rows = read_codes(content)
    for place, told in enumerate(rows):
        _put(row, told, place)
    if row.codes.count() > MOST_CODES:
        raise InputError(_("A codebook has at most {most} codes."), _("Remove or join some first."), most=MOST_CODES)
    _touched(row, now)
    return len(rows)


def locked_book(slug: str) -> Codebook:
    """Return a codebook nobody else changes until the transaction ends.

    Raises:
        NotFoundError: There is none at this address.
    """
    row = Codebook.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no codebook “{slug}”."), _("See the list of codebooks."), slug=slug)
    return row


def _put(row: Codebook, told: CodeRow, place: int) -> None:
    check_place(told.key, told.parent, book_of(row).parents)
    parent = row.codes.filter(key=told.parent).first() if told.parent else None
    fields = {
        "names": dict(told.names),
        "definitions": dict(told.definitions),
        "examples": dict(told.examples),
        "parent": parent,
        "position": place,
    }
    Code.objects.update_or_create(codebook=row, key=told.key, defaults=fields)


def _touched(row: Codebook, now: datetime | None) -> Book:
    """Note that the codebook changed, tell figures what its codes are called, and return it."""
    row.changed_at = now or timezone.now()
    row.save(update_fields=["changed_at"])
    found = book_of(row)
    name_values("code", {figure_key(found.slug, code.key): code.names for code in found.codes})
    return found


def _without(row: Codebook, code: Code, now: datetime | None) -> Book:
    Proposal.objects.filter(codebook=row, code=code.key).delete()
    remove_names("code", [figure_key(row.slug, code.key)])
    forget_definitions(row.slug, [code.key])
    code.delete()
    return _touched(row, now)


def _code(row: Codebook, key: str) -> Code:
    found = row.codes.filter(key=key).first()
    if found is None:
        raise NotFoundError(_("There is no code “{key}” in this codebook."), _("See its list of codes."), key=key)
    return found


def _named(names: Mapping[str, str]) -> dict[str, str]:
    found = _kept(names)
    if not found:
        raise InputError(_("It has no name."), _("Give it a name in at least one language."))
    return found


def _kept(words: Mapping[str, str]) -> dict[str, str]:
    return {language: words[language].strip() for language in LANGUAGES if words.get(language, "").strip()}


def _free_slug(name: str) -> str:
    begin = slugify(name)[:SLUG_LENGTH].strip("-") or "codebook"
    return _free(begin, {*ADDRESSES, *Codebook.objects.values_list("slug", flat=True)})


def _free_key(name: str, taken: Collection[str]) -> str:
    return _free(make_key(name)[:SLUG_LENGTH], {*ADDRESSES, *taken})


def _free(begin: str, taken: Collection[str]) -> str:
    """Return a name that is not taken: the wanted one, or the first with a number."""
    if begin not in taken:
        return begin
    return next(name for number in count(2) if (name := f"{begin}-{number}") not in taken)
