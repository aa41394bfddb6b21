"""Everything of a study that can go out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from kuulo.codebooks.queries import Book, all_books
from kuulo.exchange.models import KnownCode
from kuulo.exchange.rules import BookOut, Material
from kuulo.passages.queries import book_of_study, codings_of, memos_of
from kuulo.qualitative.exchanging import LIMITS
from kuulo.qualitative.exchanging import Media as File
from kuulo.sources.queries import in_force, sources_of
from kuulo.sources.queries.files import media_of
from kuulo.sources.rules import SourceView
from kuulo.studies.queries import participants_of
from kuulo.studies.rules import StudyView

SUFFIXES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/webm": ".webm",
    "video/webm": ".webm",
    "video/mp4": ".mp4",
    "application/pdf": ".pdf",
}


class Media(StrEnum):
    """Whether sound, pictures and documents go along."""

    WITH = "with"
    WITHOUT = "without"


def material_of(study: StudyView, *, language: str, by: str, now: datetime, media: Media = Media.WITHOUT) -> Material:
    """Return what of a study can go out: sources whose basis is in force, their codings, memos, and the codes."""
    everything = sources_of(study.slug)
    standing = in_force([source.key for source in everything])
    sources = tuple(source for source in everything if standing[source.key] is None)
    codings = codings_of(study=study.slug)
    books = books_of(study.slug, {coding.code.partition("/")[0] for coding in codings}, language)
    known = KnownCode.objects.filter(book__in=[book.slug for book in books]).order_by("-pk")
    return Material(
        study=study,
        language=language,
        at=now,
        by=by,
        books=books,
        sources=sources,
        codings=codings,
        memos=memos_of(study.slug),
        participants=participants_of(study.slug, now=now),
        files=files_of(sources) if media is Media.WITH else {},
        known={f"{row.book}/{row.key}": row.guid for row in known},
        withheld=len(everything) - len(sources),
    )


def books_of(study: str, used: set[str], language: str) -> tuple[BookOut, ...]:
    """Return the study's own codebook first, then the others whose codes were used."""
    own = book_of_study(study)
    chosen = [book for book in all_books() if book.slug == own or book.slug in used]
    chosen.sort(key=lambda book: (book.slug != own, book.slug))
    found = tuple(book_out(book, language) for book in chosen)
    return found if own else (BookOut(slug="", name=""), *found)


def book_out(book: Book, language: str) -> BookOut:
    """Return a codebook as it goes out."""
    return BookOut(slug=book.slug, name=book.name(language), codes=book.codes)


def files_of(sources: Iterable[SourceView]) -> dict[str, tuple[str, File]]:
    """Return the files of sources, as long as there is room: the smallest first."""
    left, found = LIMITS.content, {}
    held = [source for source in sources if source.media is not None]
    for source in sorted(held, key=lambda source: source.media.bytes if source.media else 0):
        kept = media_of(source.study, source.key)
        if kept is None or not kept.path.is_file():
            continue
        left -= kept.path.stat().st_size
        if left < 0:
            break
        suffix = SUFFIXES.get(kept.mime, Path(kept.path.name).suffix.lower())
        found[source.key] = (kept.mime, File(suffix=suffix, content=kept.path.read_bytes()))
    return found


def code_counts(book: str) -> int:
    """Return how many codes a codebook has; 0 for none."""
    return next((len(found.codes) for found in all_books() if found.slug == book), 0)
