"""What sound and pictures are is told by their content; pictures lose all but their points."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import FileError
from kuulo.base.later import Later
from kuulo.qualitative.reading import clean_picture, find_mime, mime_of
from kuulo.qualitative.reading.media import ENDINGS
from kuulo.qualitative.reading.tests.files import photo

pytestmark = pytest.mark.pure
image = Later("PIL.Image")
SOUNDS = {
    b"OggS\x00\x02": "audio/ogg",
    b"\x1a\x45\xdf\xa3\x01": "audio/webm",
    b"ID3\x04\x00": "audio/mpeg",
    b"\xff\xfb\x90\x00": "audio/mpeg",
    b"\xff\xf1\x50\x80": "audio/aac",
    b"fLaC\x00": "audio/flac",
    b"RIFF\x24\x00\x00\x00WAVEfmt ": "audio/wav",
    b"\x00\x00\x00\x20ftypM4A \x00": "audio/mp4",
    b"%PDF-1.7": "application/pdf",
}


@pytest.mark.parametrize(("content", "mime"), SOUNDS.items())
def test_sound_is_known_by_its_first_bytes(content: bytes, mime: str) -> None:
    assert mime_of(content, name="recording.txt") == mime


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_points_and_loses_where_it_was_taken(form: str) -> None:
    before = photo(form=form)
    assert b"Zyrvax" in before
    after = clean_picture(before, name="photo")
    assert b"Zyrvax" not in after
    assert b"60.17N" not in after
    opened: Any = image.open(BytesIO(after))
    assert not opened.getexif()
    # It was taken on its side, and stands upright now.
    assert opened.size == (30, 40)
    assert find_mime(after) == find_mime(before)


def test_a_large_picture_is_made_smaller() -> None:
    opened: Any = image.open(BytesIO(clean_picture(photo((4_000, 100)), name="photo")))
    assert max(opened.size) == 3_000


@pytest.mark.parametrize("content", [b"\xff\xd8\xff broken", b"\x89PNG\r\n\x1a\n broken", photo()[:200]])
def test_a_broken_picture_is_refused(content: bytes) -> None:
    with pytest.raises(FileError, match="broken"):
        clean_picture(content, name="photo.jpg")


def test_a_picture_that_unpacks_to_a_flood_is_refused() -> None:
    out = BytesIO()
    image.new("1", (12_000, 12_000)).save(out, format="PNG")
    with pytest.raises(FileError, match="too large"):
        clean_picture(out.getvalue(), name="bomb.png")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_refused(content: bytes) -> None:
    for beginning in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBP"):
        with pytest.raises(FileError):
            clean_picture(beginning + content, name="photo")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"<svg onload='alert(1)'/>", "neither a picture nor sound"),
        (b"<html><script>alert(1)</script>", "neither a picture nor sound"),
        (b"MZ\x90\x00", "neither a picture nor sound"),
        (b"\x00\x00\x00\x20ftypheic\x00", "HEIC"),
    ],
)
def test_what_browsers_would_run_or_not_show_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words):
        mime_of(content, name="photo.jpg")


def test_every_type_has_an_ending() -> None:
    assert set(SOUNDS.values()) <= set(ENDINGS)
