"""A file as it was handed in: where it lies, and the name its people know it by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file and its name for people, which an upload kept under another name has of its own."""

    path: Path
    name: str
