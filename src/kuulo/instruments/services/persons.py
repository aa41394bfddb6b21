"""Why no table of this room holds anything about customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "instruments.Instrument": "Questions, not answers.",
    "instruments.InstrumentVersion": "Questions as they were published; by whom is written beside them, for staff.",
}
