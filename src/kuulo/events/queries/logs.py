"""Where the log lies and how much of it waits."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings

from kuulo.events.models import LogFile

FOLDER: Final = "events"
SUFFIX: Final = ".log"


def log_folder() -> Path:
    """Return the folder of this machine's logs."""
    return Path(settings.KUULO_DATA) / FOLDER


def log_files() -> tuple[Path, ...]:
    """Return the log files that are there, the oldest first."""
    return tuple(sorted(log_folder().glob(f"*{SUFFIX}")))


def waiting_bytes() -> int:
    """Return how many bytes of the logs are not in the store yet."""
    offsets = dict(LogFile.objects.values_list("name", "offset"))
    return sum(max(path.stat().st_size - offsets.get(path.name, 0), 0) for path in log_files())
