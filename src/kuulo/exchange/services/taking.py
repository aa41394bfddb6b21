"""Taking a file in: codes, sources, codings and memos, each once however often it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import FileError, GuardError, KuuloError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.codebooks.rules import MOST_CODES
from kuulo.codebooks.services import CodeWishes, add_code
from kuulo.exchange.models import KnownCode, Upload
from kuulo.exchange.queries.material import code_counts
from kuulo.exchange.queries.uploads import stored_path
from kuulo.exchange.rules import Arrival, ArrivingMemo, ArrivingSource, FileKind, Fitted, UploadState
from kuulo.exchange.services.receiving import arrival_in, drop, fitted_in, plain_texts, reply_of, told_of
from kuulo.exchange.services.sending import checked
from kuulo.passages.queries import book_of_study
from kuulo.passages.rules import About, NewCoding, NewMemo
from kuulo.passages.services import begin_book, import_codings, import_memos
from kuulo.sources.queries import source_lines
from kuulo.sources.rules import Media, Publication
from kuulo.sources.services import add_source

MOST_TOLD: Final = 50


def take_in(*, slug: str, number: int, now: datetime | None = None) -> Mapping[str, int]:
    """Take a file that waits in, wholly or not at all; return how many of each thing came.

    Raises:
        NotFoundError: There is none of this number.
        GuardError: It does not wait, or the codebook would have too many codes.
        FileError: The file is gone or cannot be read.
    """
    moment = now or timezone.now()
    row = Upload.objects.filter(study=slug, pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no such file of the study."), _("See what came in."))
    if row.state not in {UploadState.WAITING, UploadState.TAKING} or not row.stored:
        raise GuardError(_("The file does not wait to be taken in."), _("Bring it in again."))
    try:
        counts, told, refused = _all_of(row, moment)
    except KuuloError as error:
        row.outcome = {"failure": plain_texts((error.found, error.mend))}
        row.state, row.ended_at = UploadState.FAILED, moment
        row.save()
        raise
    row.told = plain_texts(told)
    row.outcome = {"counts": counts, "refused": plain_texts(refused[:MOST_TOLD])}
    drop(row, UploadState.TAKEN, moment)
    return counts


@transaction.atomic
def _all_of(row: Upload, now: datetime) -> tuple[dict[str, int], tuple[Text, ...], tuple[Text, ...]]:
    """Take everything in, in one transaction."""
    checked(row.study, row.by)
    path = stored_path(row.stored)
    if not path.is_file():
        raise FileError(_("The file is gone."), _("Bring it in again."))
    reply = reply_of(row, now)
    arrival = arrival_in(row.study, FileKind(row.kind), path.read_bytes(), reply)
    fitted = fitted_in(row.study, arrival)
    book, codes = take_codes(row.study, fitted, by=row.by, language=reply.language, now=now)
    came, refused = take_sources(row.study, arrival, by=row.by, now=now)
    coded, coded_refused = take_codings(row.study, arrival, codes, by=row.by, now=now)
    noted, noted_refused = take_memos(row.study, arrival, codes, by=row.by, now=now)
    counts = {"codes_new": fitted.new, "sources_new": came, "codings_new": coded, "memos_new": noted}
    note(
        actor=row.by,
        verb="import",
        subject=Subject("exchange", row.study),
        text=say(_("A file of another tool was taken into the study {study}."), study=row.study),
        details={"kind": row.kind, "book": book, **counts},
        now=now,
    )
    return counts, told_of(arrival, fitted), (*refused, *coded_refused, *noted_refused)


def take_codes(study: str, fitted: Fitted, *, by: str, language: str, now: datetime) -> tuple[str, dict[str, str]]:
    """Add the codes that are new; return the codebook, and the code ``book/key`` of each GUID.

    Raises:
        GuardError: The codebook would have too many.
    """
    book = book_of_study(study)
    if not fitted.codes:
        return book, {}
    if fitted.too_many(code_counts(book)):
        raise GuardError(
            _("With the codes of the file the codebook would have more than {most}."),
            _("Join codes in the other tool first, or choose another codebook for the study."),
            most=MOST_CODES,
        )
    book = book or begin_book(study=study, language=language, by=by, now=now).slug
    keys: dict[str, str] = {}
    for code in fitted.codes:
        keys[code.guid] = code.key or _new_code(book, code.name, code.description, keys.get(code.parent, ""), language)
    for guid, key in keys.items():
        KnownCode.objects.get_or_create(guid=guid, book=book, defaults={"key": key})
    return book, {guid: f"{book}/{key}" for guid, key in keys.items()}


def _new_code(book: str, name: str, description: str, parent: str, language: str) -> str:
    """Add a code and return its key: the one that was not there before."""
    wishes = CodeWishes(
        names={language: name}, parent=parent, definitions={language: description} if description else {}
    )
    return max(add_code(slug=book, wishes=wishes).codes, key=lambda code: code.id).key


def take_sources(study: str, arrival: Arrival, *, by: str, now: datetime) -> tuple[int, tuple[Text, ...]]:
    """Add the sources that are new; return how many came, and why others did not."""
    here = source_lines([source.key for source in arrival.sources])
    came, refused = 0, []
    for source in arrival.sources:
        if source.key in here:
            continue
        try:
            _add(study, source, by, now)
            came += 1
        except KuuloError as error:
            refused.append(say(_("“{name}”: {why}"), name=source.name, why=error.found))
    return came, tuple(refused)


@transaction.atomic
def _add(study: str, source: ArrivingSource, by: str, now: datetime) -> None:
    media = source.media
    add_source(
        study=study,
        kind=source.kind,
        name=source.name,
        by=by,
        text=source.text,
        turns=source.turns,
        speakers=source.speakers,
        media=None if media is None else Media(name=f"{source.key}{media.suffix}", content=media.content),
        participant_id=source.participant_id,
        occurred_at=source.occurred_at,
        origin=source.origin,
        language=source.language,
        flags=source.flags,
        publication=Publication(publisher=source.publisher, url=source.url, date=source.published_on),
        key=source.key,
        now=now,
    )


def take_codings(
    study: str, arrival: Arrival, codes: Mapping[str, str], *, by: str, now: datetime
) -> tuple[int, tuple[Text, ...]]:
    """Add the codings that are new."""
    rows = [
        NewCoding(
            key=coding.key,
            study=study,
            source=coding.source,
            start=coding.start,
            end=coding.end,
            code=codes[coding.code],
            coder=coding.coder,
            at=coding.at,
            memo=coding.memo,
        )
        for coding in arrival.codings
        if coding.code in codes
    ]
    done = import_codings(rows, by=by, now=now)
    lost = len(arrival.codings) - len(rows)
    told = (say(_("Codings whose code is not in the file: {count}."), count=lost),) if lost else ()
    return done.taken, (*told, *dict.fromkeys(done.refused.values()))


def take_memos(
    study: str, arrival: Arrival, codes: Mapping[str, str], *, by: str, now: datetime
) -> tuple[int, tuple[Text, ...]]:
    """Add the memos that are new; one about a code that is not there becomes one about the study."""
    done = import_memos([_new_memo(study, memo, codes) for memo in arrival.memos], by=by, now=now)
    return done.taken, tuple(dict.fromkeys(done.refused.values()))


def _new_memo(study: str, memo: ArrivingMemo, codes: Mapping[str, str]) -> NewMemo:
    code = codes.get(memo.code, "")
    return NewMemo(
        key=memo.key,
        study=study,
        about=About.STUDY if memo.about is About.CODE and not code else memo.about,
        text=memo.text,
        author=memo.author,
        source=memo.source,
        start=memo.start,
        end=memo.end,
        code=code,
        at=memo.at,
    )
