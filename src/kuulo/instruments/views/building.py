"""The builder's page, and the saving as it goes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import ConflictError
from kuulo.customers.queries import attribute_names
from kuulo.instruments import queries, services
from kuulo.instruments.queries import InstrumentView
from kuulo.instruments.rules.checks import Severity, check
from kuulo.instruments.rules.questionnaire import NAMED, Questionnaire
from kuulo.instruments.views.builder_texts import builder_texts
from kuulo.instruments.views.reading import chosen_language, read
from kuulo.instruments.views.saying import said, told
from kuulo.instruments.views.starters import STARTERS, WHY


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the builder sends: the draft, and the revision it began from."""

    revision: int
    questionnaire: Questionnaire


SENT: Final = msgspec.json.Decoder(Sent)


@require_safe
@never_cache
@permission_required("instruments.view_instruments", raise_exception=True)
def build(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the builder; who may not edit reads the draft."""
    view = queries.instrument(slug)
    trail = [(reverse("instruments:list"), _("Instruments"))]
    if not request.user.has_perm("instruments.edit_instruments"):
        language = chosen_language(request, view.draft)
        context = {"instrument": view, "trail": trail, "reading": read(view.draft, language), "language": language}
        return render(request, "instruments/draft.html", context)
    context = {
        "instrument": view,
        "trail": trail,
        "errors": sum(finding.severity is Severity.ERROR for finding in check(view.draft)),
        "texts": builder_texts(),
        "questionnaire": msgspec.to_builtins(view.draft),
        "settings": builder_settings(view) | {"token": get_token(request)},
    }
    return render(request, "instruments/build.html", context)


@require_POST
@permission_required("instruments.edit_instruments", raise_exception=True)
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the draft the builder sent; answer with its new revision and what the check found."""
    try:
        sent = SENT.decode(request.body)
        saved = services.save_draft(slug=slug, questionnaire=sent.questionnaire, revision=sent.revision)
    except msgspec.DecodeError as error:
        return JsonResponse({"message": _("It cannot be understood: %(why)s") % {"why": error}}, status=422)
    except ConflictError as error:
        now = queries.instrument(slug).revision
        return JsonResponse({"message": said(error.found), "revision": now}, status=409)
    return JsonResponse(
        {
            "revision": saved.revision,
            "findings": [asdict(told(finding, sent.questionnaire)) for finding in saved.findings],
        }
    )


def builder_settings(view: InstrumentView) -> dict[str, Any]:
    """Return what the builder's scripts need beside the questionnaire."""
    return {
        "save_url": reverse("instruments:save", args=[view.slug]),
        "revision": view.revision,
        "findings": [asdict(told(finding, view.draft)) for finding in check(view.draft)],
        "published": sorted(published_keys(view)),
        "attributes": attribute_names(),
        "language_names": {language: str(name) for language, name in settings.LANGUAGES},
        "named": {kind.value: msgspec.to_builtins(named.scale) for kind, named in NAMED.items()},
        "starters": {kind.value: msgspec.to_builtins(question) for kind, question in STARTERS.items()},
        "why": {mood: msgspec.to_builtins(question) for mood, question in WHY.items()},
    }


def published_keys(view: InstrumentView) -> set[str]:
    """Return the questions that the newest version asks: answers refer to them by these names."""
    if not view.versions:
        return set()
    version = queries.version_of(view.id, view.versions[0].number)
    return set(version.wordings)
