"""English word forms as people write them: contractions and runs of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RUN = re.compile(r"(.)\1{2,}")
_CONTRACTED = re.compile(r"^(.+?)(?:n't|'s|'re|'ve|'ll|'d|'m|s')$")


def as_written_properly(form: str) -> Iterator[str]:
    """Yield the word without its contracted part, and with runs of letters shortened."""
    found = _CONTRACTED.match(form)
    if found:
        yield found.group(1)
    if _RUN.search(form):
        yield _RUN.sub(r"\1\1", form)
        yield _RUN.sub(r"\1", form)
