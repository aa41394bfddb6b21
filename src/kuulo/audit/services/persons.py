"""Why the log holds nothing about customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "audit.Step": "What colleagues did, to things named by number: no words and no names of customers.",
}
