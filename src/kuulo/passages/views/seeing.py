"""Who sees what of a study's coding: its team the words as they were said, others masked or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kuulo.language.personal import Kind, find, placeholder
from kuulo.studies.queries import email_of, is_member, seen_study
from kuulo.studies.rules import StudyView
from kuulo.words.queries.known_names import few_known_names


class Words(StrEnum):
    """How somebody sees what participants said."""

    PLAIN = "plain"
    MASKED = "masked"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A study as somebody sees it.

    Attributes:
        study: The study.
        who: The person's e-mail address.
        member: Whether the person is of its team.
        words: How the person sees what participants said.
        may_code: Whether the person may code.
    """

    study: StudyView
    who: str
    member: bool
    words: Words
    may_code: bool


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch of a text that is masked: where it is, and what is shown in its place."""

    start: int
    end: int
    shown: str


def seen(request: HttpRequest, slug: str) -> Seen:
    """Return a study for the person who asks.

    Raises:
        NotFoundError: There is none, or it is not for them.
    """
    user = request.user
    found = seen_study(user=user, slug=slug)
    member = is_member(found, user)
    if member and user.has_perm("words.view_unmasked"):
        words = Words.PLAIN
    else:
        words = Words.MASKED if member or found.shares_words else Words.NONE
    return Seen(
        study=found,
        who=email_of(user),
        member=member,
        words=words,
        may_code=user.has_perm("passages.code") and words is not Words.NONE,
    )


def need_words(shown: Seen) -> Seen:
    """Return the study where the person may read what participants said.

    Raises:
        PermissionDenied: Its words are for its team alone.
    """
    if shown.words is Words.NONE:
        raise PermissionDenied
    return shown


def need_coder(shown: Seen) -> Seen:
    """Return the study where the person may code.

    Raises:
        PermissionDenied: The person may not.
    """
    if not shown.may_code:
        raise PermissionDenied
    return shown


def holes_of(text: str, language: str | None, people: Sequence[str] = ()) -> tuple[Hole, ...]:
    """Return what of a text is masked for who may not see personal data, in order, none over another.

    Args:
        text: The whole text, or a passage of it.
        language: Its language, as far as it is known.
        people: Further names to mask wherever they stand, such as those of the customers who speak.
    """
    return _holes(text, language, tuple(sorted(set(people))), few_known_names_version())


def shown_text(text: str, holes: Sequence[Hole]) -> str:
    """Return a text with its holes filled by what is shown in their place."""
    pieces: list[str] = []
    place = 0
    for hole in holes:
        pieces += (text[place : hole.start], hole.shown)
        place = hole.end
    return "".join((*pieces, text[place:]))


def few_known_names_version() -> int:
    """Return a number that is another one when the names that are looked for are."""
    return id(few_known_names())


@lru_cache(maxsize=32)
def _holes(text: str, language: str | None, people: tuple[str, ...], version: int) -> tuple[Hole, ...]:
    del version
    known = few_known_names().with_people(people) if people else few_known_names()
    spans = [(each.start, each.end, placeholder(each.kind, language)) for each in find(text, language, known)]
    spans += [
        (match.start(), match.end(), placeholder(Kind.NAME, language))
        for name in people
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    found: list[Hole] = []
    for start, end, shown in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1].end:
            found.append(Hole(start, end, shown))
    return tuple(found)


def trail(found: StudyView, *, inside: bool = True) -> list[tuple[str, str]]:
    """Return the way to a page of the coding of a study."""
    way = [(reverse("studies:studies"), _("Studies")), (reverse("studies:study", args=[found.slug]), found.title)]
    return [*way, (reverse("passages:codings", args=[found.slug]), _("Coding"))] if inside else way
