"""What every test of the room starts from."""

from __future__ import annotations

import pytest

from kuulo.words.services.meaning import KEPT
from kuulo.words.services.reading import MEMORY


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Let every test begin with a process that remembers nothing of words."""
    MEMORY.ways, MEMORY.seen = (), {}
    KEPT.version, KEPT.of = "", ""
