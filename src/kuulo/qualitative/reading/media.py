"""What a file of sound, picture or document is, by its first bytes: names lie, and browsers trust types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _

# Beginning → type; those that need a look further on are in `_boxed`.
SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", "audio/webm"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"%PDF-", "application/pdf"),
)
RIFF: Final[Mapping[bytes, str]] = {b"WAVE": "audio/wav", b"WEBP": "image/webp"}
# Brands of pictures in the same boxes as sound: browsers do not show them, and Pillow does not read them.
PICTURE_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"})
ENDINGS: Final[Mapping[str, str]] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/ogg": ".ogg",
    "audio/webm": ".webm",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/flac": ".flac",
    "audio/wav": ".wav",
    "application/pdf": ".pdf",
}
MPEG_SYNC: Final = 0xE0
AAC_SYNC: Final = 0xF6


def find_mime(content: bytes) -> str | None:
    """Return the type of a file by its content; None where it is none of those Kuulo keeps."""
    for beginning, mime in SIGNATURES:
        if content.startswith(beginning):
            return mime
    if content.startswith(b"RIFF"):
        return RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return None if content[8:12] in PICTURE_BRANDS else "audio/mp4"
    return _frames(content)


def mime_of(content: bytes, *, name: str) -> str:
    """Return the type of a file by its content.

    Raises:
        FileError: It is empty, or of a type that no browser plays or shows.
    """
    if not content:
        raise FileError(_("The file {file} is empty."), file=name)
    if content[4:8] == b"ftyp" and content[8:12] in PICTURE_BRANDS:
        raise FileError(
            _("The picture {file} is in a form that browsers do not show (HEIC)."),
            _("Save it as JPEG, or set the phone's camera to the most compatible form."),
            file=name,
        )
    mime = find_mime(content)
    if mime is None:
        raise FileError(
            _("The file {file} is neither a picture nor sound that browsers know, nor a PDF."),
            _("Pictures are JPEG, PNG, WebP or GIF; sound is MP3, M4A, Ogg, WebM, WAV or FLAC."),
            file=name,
        )
    return mime


def _frames(content: bytes) -> str | None:
    """Return the type of sound without a beginning of its own: frames of MPEG or AAC."""
    if len(content) < 4 or content[0] != 0xFF:
        return None
    if content[1] & AAC_SYNC == 0xF0:
        return "audio/aac"
    return "audio/mpeg" if content[1] & MPEG_SYNC == MPEG_SYNC else None
