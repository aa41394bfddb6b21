"""The style sheets charts and documents need, for pages that must stand alone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static" / "figures"
SHEETS = ("tokens.css", "document.css", "charts.css")


@lru_cache(maxsize=1)
def chart_css() -> str:
    """Return tokens, document and chart styles as one sheet, to be put into a page that may load nothing."""
    return "\n".join((STATIC / sheet).read_text(encoding="utf-8") for sheet in SHEETS)
