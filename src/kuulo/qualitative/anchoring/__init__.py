"""Where passages stand in texts: spans in code points, and positions as other programs count them."""

from __future__ import annotations

from kuulo.qualitative.anchoring.rulers import (
    Ruler,
    Unit,
    from_crlf_as_one,
    from_points,
    from_utf8_bytes,
    from_utf16,
    to_crlf_as_one,
    to_points,
    to_utf8_bytes,
    to_utf16,
)
from kuulo.qualitative.anchoring.spans import Span, normalise

__all__ = [
    "Ruler",
    "Span",
    "Unit",
    "from_crlf_as_one",
    "from_points",
    "from_utf8_bytes",
    "from_utf16",
    "normalise",
    "to_crlf_as_one",
    "to_points",
    "to_utf8_bytes",
    "to_utf16",
]
