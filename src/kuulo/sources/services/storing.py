"""Files of sources under the data folder: written whole before their row, taken away with it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.qualitative.reading.media import ENDINGS, mime_of
from kuulo.qualitative.reading.pictures import clean_picture
from kuulo.sources.queries.files import FOLDER, media_path
from kuulo.sources.rules import Media

MEGABYTE: Final = 2**20


def check_size(name: str, size: int) -> None:
    """Refuse a file that is larger than the installation takes.

    Raises:
        FileError: It is.
    """
    limit = settings.KUULO_UPLOAD_LIMIT_MB
    if size > limit * MEGABYTE:
        raise FileError(
            _("The file {file} is larger than the {limit} MB that are taken."),
            _("Split it, or ask whoever runs Kuulo to raise KUULO_UPLOAD_LIMIT_MB."),
            file=name,
            limit=limit,
        )


def store_media(media: Media, *, study: str, key: str) -> tuple[str, str, int]:
    """Write a file where sources keep theirs; return its name there, its type by its content, and its size.

    A picture is written anew from its points: where and with what it was taken is not kept.

    Raises:
        FileError: It is empty, too large, broken, or of a type no browser plays or shows.
    """
    check_size(media.name, len(media.content))
    mime = mime_of(media.content, name=media.name)
    content = clean_picture(media.content, name=media.name) if mime.startswith("image/") else media.content
    name = f"{FOLDER}/{study}/{key}{ENDINGS[mime]}"
    path = media_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(path.name + ".part")
    waiting.write_bytes(content)
    waiting.replace(path)
    return name, mime, len(content)


def drop_media(name: str) -> int:
    """Take a file away; return how many went."""
    if not name:
        return 0
    path: Path = media_path(name)
    gone = int(path.exists())
    path.unlink(missing_ok=True)
    return gone
