"""Which codebook a study is coded with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kuulo.audit.services import note
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.codebooks.queries import Book, book
from kuulo.codebooks.services import BookWishes, make_book
from kuulo.passages.models import CodedStudy
from kuulo.passages.services.acting import subject_of
from kuulo.studies.queries import study as study_called


@transaction.atomic
def choose_book(*, study: str, book_slug: str, by: str, now: datetime | None = None) -> Book:
    """Choose the codebook a study is coded with; codings with codes of others stay.

    Raises:
        NotFoundError: There is no such study or codebook.
    """
    found = book(book_slug)
    slug = study_called(study).slug
    CodedStudy.objects.update_or_create(study=slug, defaults={"book": found.slug, "fingerprint": ""})
    note(
        actor=by,
        verb="choose_book",
        subject=subject_of(slug),
        text=say(_("Codebook of the study chosen")),
        details={"book": found.slug},
        now=now,
    )
    return found


@transaction.atomic
def begin_book(*, study: str, language: str, by: str, now: datetime | None = None) -> Book:
    """Make a codebook of the study's own, named after it, and choose it.

    Raises:
        NotFoundError: There is no such study.
    """
    found = study_called(study)
    wishes = BookWishes(names={language: found.title}, purpose=found.question[:500])
    made = make_book(wishes=wishes, by=by, now=now)
    return choose_book(study=study, book_slug=made.slug, by=by, now=now)
