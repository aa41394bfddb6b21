"""Files that go out."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuulo.exchange import services
from kuulo.exchange.queries import Media
from kuulo.studies.queries import email_of, seen_study

PROJECT_TYPE = "application/zip"
CODES_TYPE = "application/xml; charset=utf-8"


@require_safe
@permission_required("exchange.exchange", raise_exception=True)
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the study as a REFI-QDA project; with ``?media=with`` its sound, pictures and documents too."""
    seen_study(user=request.user, slug=slug)
    media = Media.WITH if request.GET.get("media") == Media.WITH else Media.WITHOUT
    written = services.write_study(slug=slug, by=email_of(request.user), language=language(), media=media)
    return _file(written.content, f"{slug}.qdpx", PROJECT_TYPE)


@require_safe
@permission_required("exchange.exchange", raise_exception=True)
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the codes of the study as a REFI-QDA codebook."""
    seen_study(user=request.user, slug=slug)
    written = services.write_codes(slug=slug, by=email_of(request.user), language=language())
    return _file(written.content, f"{slug}.qdc", CODES_TYPE)


def language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
