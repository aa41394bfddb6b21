"""Which of the lake's tables hold nothing about persons. What does is erased by `erase_signals`, in the room above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "lake.SealingState": "How far sealing has come: numbers and times only.",
    "lake.SourceName": "Names of questionnaires, data sets and sources; never of persons.",
}
