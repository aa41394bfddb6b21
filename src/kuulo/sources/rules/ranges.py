"""Which part of a file a browser asks for (RFC 9110, section 14); pure."""

from __future__ import annotations

import re
from typing import Final

RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte that are asked for, or None where the whole file is; several ranges are the whole.

    Raises:
        ValueError: The range lies outside the file.
    """
    found = RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(size - int(found[2]), 0), size - 1
        if int(found[2]) == 0:
            raise ValueError(header)
    else:
        first, last = int(found[1]), min(int(found[2]), size - 1) if found[2] else size - 1
    if first > last:
        raise ValueError(header)
    return first, last
