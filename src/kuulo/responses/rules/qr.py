"""A QR code as SVG to stand in a page; pure."""

from __future__ import annotations

import segno


def qr_svg(address: str) -> str:
    """Return the code of an address as an ``svg`` element that takes the size of its place; black on nothing.

    Error correction M: a poster on a shop door gets scratched and rained on.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass="qr-dark")
