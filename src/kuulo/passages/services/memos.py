"""Memos about a study, a source, a passage or a code."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import book
from kuulo.passages.models import Memo
from kuulo.passages.queries.rows import memo_view, plain_of
from kuulo.passages.rules import (
    About,
    Change,
    Kind,
    MemoView,
    Passage,
    Verb,
    book_of,
    check_memo,
    key_of,
)
from kuulo.passages.services.acting import Doing, keep_act, new_key
from kuulo.passages.services.coding import codable
from kuulo.studies.queries import study as study_called


@transaction.atomic
def write_memo(  # noqa: PLR0913 -- a memo is about a study, a source, a passage or a code: each has its own place
    *,
    study: str,
    about: About,
    text: str,
    by: str,
    source: str = "",
    start: int | None = None,
    end: int | None = None,
    code: str = "",
    now: datetime | None = None,
) -> MemoView:
    """Write a memo and return it.

    Raises:
        InputError: It says nothing, is too long, or names nothing it is about.
        NotFoundError: There is no such study, source or code.
        GuardError: The source is not in force.
    """
    words = check_memo(text)
    if not words:
        raise InputError(_("The memo says nothing."), _("Write some words."))
    passage = _about(About(about), study, source, start, end, code)
    moment = now or timezone.now()
    row = Memo.objects.create(
        key=new_key(),
        study=study_called(study).slug,
        about=about,
        source=source,
        start=passage.start if passage else None,
        end=passage.end if passage else None,
        code=code,
        text=words,
        author=by,
        at=moment,
        changed_at=moment,
    )
    doing = Doing(study=study, by=by, verb=Verb.MEMO, source=source, passage=passage, now=now)
    keep_act(doing, [Change(kind=Kind.MEMO, key=str(row.pk), before=None, after=plain_of(row))])
    return memo_view(row)


@transaction.atomic
def change_memo(*, memo_id: int, text: str, by: str, now: datetime | None = None) -> MemoView:
    """Change what a memo says.

    Raises:
        InputError: It says nothing or is too long.
        NotFoundError: There is no such memo any more.
        GuardError: Another person wrote it.
    """
    row = _own(memo_id, by)
    held = plain_of(row)
    row.text = check_memo(text)
    if not row.text:
        raise InputError(_("The memo says nothing."), _("Write some words, or remove the memo."))
    row.changed_at = now or timezone.now()
    row.save(update_fields=["text", "changed_at"])
    change = Change(kind=Kind.MEMO, key=str(row.pk), before=held, after=plain_of(row))
    keep_act(Doing(study=row.study, by=by, verb=Verb.CHANGE_MEMO, source=row.source, now=now), [change])
    return memo_view(row)


@transaction.atomic
def remove_memo(*, memo_id: int, by: str, now: datetime | None = None) -> None:
    """Remove a memo.

    Raises:
        NotFoundError: There is no such memo any more.
        GuardError: Another person wrote it.
    """
    row = _own(memo_id, by)
    held = plain_of(row)
    row.delete()
    change = Change(kind=Kind.MEMO, key=str(held["id"]), before=held, after=None)
    doing = Doing(study=held["study"], by=by, verb=Verb.REMOVE_MEMO, source=held["source"], now=now)
    keep_act(doing, [change])


def _about(about: About, study: str, source: str, start: int | None, end: int | None, code: str) -> Passage | None:
    if about is About.CODE:
        book(book_of(code)).code(key_of(code))
    if about in {About.SOURCE, About.PASSAGE}:
        first, last = (start, end) if about is About.PASSAGE else (0, 1)
        if first is None or last is None:
            raise InputError(_("The memo names no passage."), _("Select some words first."))
        line = codable(source, first, last)
        if line.study != study:
            raise InputError(_("The source is of another study."), _("Open it from its own study."))
        return Passage(source, first, last) if about is About.PASSAGE else None
    return None


def _own(memo_id: int, by: str) -> Memo:
    row = Memo.objects.select_for_update().filter(pk=memo_id).first()
    if row is None:
        raise NotFoundError(_("There is no such memo any more."), _("Load the page again."))
    if row.author != by:
        raise GuardError(
            _("{author} wrote this memo; only who wrote it changes it."),
            _("Write a memo of your own."),
            author=row.author,
        )
    return row
