"""Pictures and recordings of one's own, in parts, as players of sound ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kuulo.diaries import services
from kuulo.diaries.queries.entries import has_source
from kuulo.diaries.views.public import private
from kuulo.sources.queries.files import media_of
from kuulo.sources.rules.ranges import asked_range

CHUNK: Final = 256 * 1024
PARTIAL, UNSATISFIED = 206, 416
SHOWN: Final = ("image/", "audio/", "video/")


@csp_replace({"default-src": [NONE], "sandbox": True})  # type: ignore[arg-type] # knows only views without places
@private
@require_safe
def media(request: HttpRequest, token: str, key: str) -> HttpResponseBase:
    """Send a picture or recording of one's own, or the part of it that is asked for.

    Raises:
        Http404: It is somebody else's, or not there.
    """
    participant = services.participant_of(token)
    found = media_of(participant.study, key) if has_source(participant.id, key) else None
    if found is None or not found.path.is_file():
        raise Http404
    size = found.path.stat().st_size
    # Packed, a part would not be the part that was asked for.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        part = asked_range(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=UNSATISFIED, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    body = _chunks(found.path, first, last - first + 1)
    answer = StreamingHttpResponse(body, content_type=found.mime, status=PARTIAL if part else 200)
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    if part:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Disposition"] = "inline" if found.mime.startswith(SHOWN) else "attachment"
    return answer


def _chunks(path: Path, start: int, length: int) -> Iterator[bytes]:
    """Yield so many bytes of a file from a place on."""
    with path.open("rb") as file:
        file.seek(start)
        left = length
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
