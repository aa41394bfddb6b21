"""Where files of sources lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from kuulo.sources.models import Source

FOLDER: Final = "sources"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The file of a source: where it lies, and its type by its content."""

    path: Path
    mime: str


def media_path(name: str) -> Path:
    """Return the path of a file that a source names."""
    return Path(settings.MEDIA_ROOT) / name


def media_of(study: str, key: str) -> KeptFile | None:
    """Return the file of a source of a study; None where there is none."""
    found = Source.objects.filter(key=key, study=study).exclude(media_name="").values_list("media_name", "media_mime")
    row = found.first()
    return KeptFile(media_path(row[0]), row[1]) if row else None
