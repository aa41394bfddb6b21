"""Pictures written anew from their points alone: without place, time, camera, thumbnail, or what else they carry."""

from __future__ import annotations

import io
import warnings
import zlib
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.later import Later
from kuulo.base.texts import mark as _

image = Later("PIL.Image")
operations = Later("PIL.ImageOps")
MOST_POINTS: Final = 80_000_000
LONGEST_SIDE: Final = 3_000
FORMS: Final = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
QUALITY: Final = 88
# What Pillow and the libraries beneath it raise at broken files.
BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, IndexError, TypeError, zlib.error)


def clean_picture(content: bytes, *, name: str) -> bytes:
    """Return a picture turned upright, no side longer than 3,000 points, without anything that was kept beside it.

    Raises:
        FileError: It is broken, or would take too much memory.
    """
    try:
        with warnings.catch_warnings():
            # A picture that is too large is refused below, with words.
            warnings.simplefilter("ignore")
            opened = image.open(io.BytesIO(content), formats=list(FORMS))
            size = opened.size
            if size[0] * size[1] > MOST_POINTS:
                raise _too_large(name)
            upright = operations.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, FORMS.get(opened.format, "JPEG"))
    except image.DecompressionBombError as error:
        raise _too_large(name) from error
    except BROKEN as error:
        raise FileError(_("The picture {file} is broken."), _("Take or save it again."), file=name) from error


def _written(upright: object, form: str) -> bytes:
    """Return the points written anew."""
    mode = getattr(upright, "mode", "")
    wanted = (
        mode if mode in {"RGB", "L"} or (mode == "RGBA" and form != "JPEG") else ("RGB" if form == "JPEG" else "RGBA")
    )
    points = upright.convert(wanted)  # type: ignore[attr-defined] # Pillow is loaded at the first picture
    bare = image.frombytes(points.mode, points.size, points.tobytes())
    out = io.BytesIO()
    options = {"quality": QUALITY} if form in {"JPEG", "WEBP"} else {}
    bare.save(out, format=form, **options)
    return out.getvalue()


def _too_large(name: str) -> FileError:
    return FileError(_("The picture {file} is too large to be kept."), _("Make it smaller first."), file=name)
