"""The published versions: each can be read, none can be changed."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.instruments import queries
from kuulo.instruments.rules.questionnaire import in_language
from kuulo.instruments.views.publishing import trail_to
from kuulo.instruments.views.reading import chosen_language, read


@require_safe
@permission_required("instruments.view_instruments", raise_exception=True)
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions, newest first, with the questions that each worded anew."""
    view = queries.instrument(slug)
    texts = {
        question.key: in_language(question.text, chosen_language(request, view.draft), view.draft.languages)
        for question in view.draft.questions()
    }
    changes = queries.wording_changes(slug)
    rows = [
        (
            version,
            [texts.get(change.question, change.question) for change in changes if change.number == version.number],
        )
        for version in view.versions
    ]
    return render(request, "instruments/versions.html", {"instrument": view, "trail": trail_to(view), "rows": rows})


@require_safe
@permission_required("instruments.view_instruments", raise_exception=True)
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one version as it was published."""
    view = queries.instrument(slug)
    shown = queries.version_of(view.id, number)
    language = chosen_language(request, shown.questionnaire)
    context = {
        "instrument": view,
        "version": shown,
        "reading": read(shown.questionnaire, language),
        "language": language,
        "trail": [*trail_to(view), (reverse("instruments:versions", args=[slug]), _("Versions"))],
    }
    return render(request, "instruments/version.html", context)
