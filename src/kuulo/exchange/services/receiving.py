"""Taking a file that came in apart, without taking anything of it in; keeping it for a day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import all_books
from kuulo.exchange.models import KnownCode, Upload
from kuulo.exchange.queries.uploads import stored_path
from kuulo.exchange.rules import (
    Arrival,
    FileKind,
    Fitted,
    Home,
    Reply,
    UploadState,
    arrival_of,
    code_guid,
    codes_of,
    fit_codes,
    kind_of,
)
from kuulo.exchange.services.sending import checked
from kuulo.passages.queries import book_of_study, codings_of, memos_of
from kuulo.qualitative.exchanging import MEGABYTE, Limits, read_qdc, read_qdpx, read_taguette
from kuulo.qualitative.reading import read_file
from kuulo.sources.queries import source_lines, source_views, sources_of
from kuulo.sources.rules import Origin, SourceKind
from kuulo.studies.queries import participants_of

FOLDER: Final = "exchange"
KEPT_FOR: Final = timedelta(days=1)
LIMITS: Final = Limits(content=200 * MEGABYTE, unpacked=400 * MEGABYTE)


@transaction.atomic
def receive(*, slug: str, name: str, content: bytes, reply: Reply, now: datetime | None = None) -> int:
    """Read a file and keep it for a day; return its number. Nothing of it is taken in.

    Raises:
        NotFoundError: There is no such study.
        GuardError: Who brings it is not in the study's team.
        FileError: It is no such file, or cannot be read.
    """
    checked(slug, reply.by)
    kind = kind_of(name, content)
    arrival = arrival_in(slug, kind, content, reply)
    fitted = fitted_in(slug, arrival)
    stored = f"{FOLDER}/{secrets.token_hex(16)}"
    path = stored_path(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    row = Upload.objects.create(
        study=slug,
        name=name[:255],
        stored=stored,
        kind=kind,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        reply={"origin": reply.origin.value, "kind": reply.kind.value, "language": reply.language},
        told=plain_texts(told_of(arrival, fitted)),
        outcome={"counts": counts_of(slug, arrival, fitted)},
        by=reply.by,
        at=now or timezone.now(),
    )
    return int(row.pk)


def rich_words(name: str, content: bytes) -> str:
    """Return the words of a rich text."""
    return read_file(name, content).text


def arrival_in(slug: str, kind: FileKind, content: bytes, reply: Reply) -> Arrival:
    """Return what a file brings into a study as it is now.

    Raises:
        FileError: It cannot be read.
    """
    if kind is FileKind.QDC:
        book = read_qdc(content, limits=LIMITS)
        return Arrival(name="", origin=book.origin, codes=codes_of(book.codes), told=book.told)
    read = read_taguette(content, limits=LIMITS) if kind is FileKind.TAGUETTE else read_qdpx(
        content, rich=rich_words, limits=LIMITS
    )  # fmt: skip
    labels = {who.label: who.id for who in participants_of(slug) if who.basis_in_force}
    home = Home(study=slug, sources={source.key for source in sources_of(slug)}, labels=labels)
    arrival = arrival_of(read.project, home, reply)
    held = source_views([source.key for source in arrival.sources])
    changed = {source.key for source in arrival.sources if source.key in held and held[source.key].text != source.text}
    if changed:
        known = Home(study=slug, sources=home.sources, labels=labels, changed=changed)
        arrival = arrival_of(read.project, known, reply)
    return Arrival(
        name=arrival.name,
        origin=arrival.origin,
        codes=arrival.codes,
        sources=arrival.sources,
        codings=arrival.codings,
        memos=arrival.memos,
        told=(*read.told, *arrival.told),
    )


def fitted_in(slug: str, arrival: Arrival) -> Fitted:
    """Return where the codes of a file belong in the study's codebook."""
    book = book_of_study(slug)
    codes = next((found.codes for found in all_books() if found.slug == book), ())
    known = {code_guid(f"{book}/{code.key}"): code.key for code in codes}
    known |= dict(KnownCode.objects.filter(book=book).values_list("guid", "key"))
    return fit_codes(arrival.codes, codes, known)


def told_of(arrival: Arrival, fitted: Fitted) -> tuple[Text, ...]:
    """Return what is to be told before anything is taken in."""
    lifted = (
        Text(
            _("Codes that lie too deep and come up, with the name above before theirs: {count}."),
            {"count": fitted.lifted},
        ),
    )
    return (*arrival.told, *(lifted if fitted.lifted else ()))


def counts_of(slug: str, arrival: Arrival, fitted: Fitted) -> dict[str, int]:
    """Return how many of each thing come, and how many are here already."""
    here = source_lines([source.key for source in arrival.sources])
    coded = {coding.key for coding in codings_of(study=slug)}
    noted = {memo.key for memo in memos_of(slug)}
    return {
        "codes": len(fitted.codes),
        "codes_new": fitted.new,
        "sources": len(arrival.sources),
        "sources_new": sum(source.key not in here for source in arrival.sources),
        "codings": len(arrival.codings),
        "codings_new": sum(coding.key not in coded for coding in arrival.codings),
        "memos": len(arrival.memos),
        "memos_new": sum(memo.key not in noted for memo in arrival.memos),
    }


def reply_of(row: Upload, now: datetime) -> Reply:
    """Return what was said about a file."""
    return Reply(
        origin=Origin(row.reply["origin"]),
        kind=SourceKind(row.reply["kind"]),
        language=str(row.reply["language"]),
        by=row.by,
        at=now,
    )


def plain_texts(texts: tuple[Text, ...]) -> list[dict[str, Any]]:
    """Return texts as JSON keeps them."""
    return [
        {"template": text.template, "params": {name: _plain(value) for name, value in text.params.items()}}
        for text in texts
    ]


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return plain_texts((value,))[0]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def discard(*, slug: str, number: int, now: datetime | None = None) -> None:
    """Forget a file of which nothing was taken in.

    Raises:
        NotFoundError: There is none of this number.
        GuardError: It is being taken in, or was.
    """
    row = Upload.objects.filter(study=slug, pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no such file of the study."), _("See what came in."))
    if row.state not in {UploadState.WAITING, UploadState.FAILED}:
        raise GuardError(_("Only a file that waits can be discarded."), _("See what came in."))
    drop(row, UploadState.GONE, now or timezone.now())


def drop(row: Upload, state: UploadState, now: datetime) -> None:
    """Remove the file itself and note how it ended."""
    if row.stored:
        stored_path(row.stored).unlink(missing_ok=True)
    row.stored, row.state, row.ended_at = "", state, now
    row.save()


def forget_old(*, now: datetime | None = None) -> int:
    """Remove files that waited for longer than a day; return how many."""
    moment = now or timezone.now()
    old = Upload.objects.filter(at__lt=moment - KEPT_FOR).exclude(stored="").exclude(state=UploadState.TAKING)
    rows = list(old)
    for row in rows:
        drop(row, UploadState.GONE, moment)
    return len(rows)
