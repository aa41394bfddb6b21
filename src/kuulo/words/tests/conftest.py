"""What every test of the room starts from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kuulo.words.services import Budget, read_words
from kuulo.words.services.meaning import KEPT
from kuulo.words.services.reading import MEMORY


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    """Let every test begin with a process that remembers nothing."""
    del db
    MEMORY.ways, MEMORY.seen = (), {}
    KEPT.version, KEPT.of = "", ""


@pytest.fixture
def read_all() -> Callable[[], int]:
    """Return what reads everything that waits, and tells how many still wait."""
    return lambda: read_words(Budget(seconds=600))
