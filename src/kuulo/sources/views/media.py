"""Sound, pictures and documents of sources, to who may see the study: in parts, never run, never kept by others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kuulo.sources.queries import Sight, in_force, media_of, sight_of, source_lines
from kuulo.sources.rules.ranges import asked_range
from kuulo.studies.queries import seen_study

CHUNK: Final = 256 * 1024
PARTIAL, UNSATISFIED = 206, 416
SHOWN: Final = ("image/", "audio/")


@csp_replace({"default-src": [NONE], "sandbox": True})  # type: ignore[arg-type] # its types know no views with arguments
@require_safe
@permission_required("sources.view_sources", raise_exception=True)
def media(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """Send the file of a source, or the part of it that is asked for.

    Raises:
        Http404: There is none for this person, or the participant's consent is not in force any more.
    """
    study = seen_study(user=request.user, slug=slug)
    found, line = media_of(study.slug, key), source_lines([key]).get(key)
    if found is None or line is None or not found.path.is_file():
        raise Http404
    # What is heard and seen cannot be masked.
    if sight_of(study, request.user, line) is not Sight.WHOLE or in_force([key])[key] is not None:
        raise Http404
    size = found.path.stat().st_size
    # Packed, a part would not be the part that was asked for.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        part = asked_range(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=UNSATISFIED, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    answer = StreamingHttpResponse(
        _chunks(found.path, first, last - first + 1), content_type=found.mime, status=PARTIAL if part else 200
    )
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    if part:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    how = "inline" if found.mime.startswith(SHOWN) else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{found.path.name}"'
    return answer


def _chunks(path: Path, start: int, length: int) -> Iterator[bytes]:
    """Yield so many bytes of a file from a place on."""
    with path.open("rb") as file:
        file.seek(start)
        left = length
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
