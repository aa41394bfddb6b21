"""The widget's script, for any website."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kuulo.responses.rules.squeezing import squeeze

FOLDER: Final = Path(__file__).resolve().parent.parent / "static" / "responses"
# The way through a questionnaire, which the kiosk shares, then the widget itself.
PARTS: Final = ("flow.js", "kuulo.js")


@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """Send the script: the same for everybody, kept by browsers for an hour, readable from any website."""
    content, tag = script()
    headers = {
        "Cache-Control": "public, max-age=3600, stale-while-revalidate=86400",
        "ETag": tag,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def script() -> tuple[bytes, str]:
    """Return the script, squeezed and closed in itself, and the tag of its content."""
    parts = "\n".join(squeeze((FOLDER / name).read_text(encoding="utf-8")) for name in PARTS)
    content = f"(()=>{{\n{parts}\n}})()\n".encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:24]}"'
