"""Field notes on a phone or laptop: a page that works without a network, its worker, and where it sends to."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect, ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from kuulo.base.errors import ConflictError, KuuloError
from kuulo.sources import services
from kuulo.sources.rules import FLAG_NAMES, MARK_NAMES, Media
from kuulo.sources.rules.sheets import read_sent
from kuulo.sources.views.naming import say
from kuulo.studies.queries import email_of, participants_of, seen_study, sessions_of
from kuulo.studies.rules import ParticipantState, SessionView, StudyView
from kuulo.surveys.services import limit_upload, refuse_too_large

WORKER: Final = Path(__file__).resolve().parent.parent / "static" / "sources" / "notes-worker.js"
BLOB: Final = "blob:"
WAITS, REFUSED = 409, 422
# Voice notes are spoken here and nowhere else.
MICROPHONE: Final[dict[str, str | list[str] | tuple[str]]] = {
    feature: (["self"] if feature == "microphone" else list(values))
    for feature, values in settings.PERMISSIONS_POLICY.items()
}


@csp_update({"media-src": [SELF, BLOB], "img-src": [BLOB]})  # type: ignore[arg-type] # its types know no views with arguments
@permissions_policy_override(MICROPHONE)
@ensure_csrf_cookie
@require_safe
@permission_required("sources.add_sources", raise_exception=True)
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page of notes, with everything it needs to go on without a network."""
    study = seen_study(user=request.user, slug=slug)
    context = {"study": study, "definition": _definition(study, email_of(request.user))}
    return render(request, "sources/notes.html", context)


def _definition(study: StudyView, observer: str) -> dict[str, Any]:
    people = [each for each in participants_of(study.slug) if each.state is ParticipantState.JOINED]
    return {
        "study": study.slug,
        "observer": observer,
        "language": get_language() or "en",
        "take": reverse("sources:take_notes", args=[study.slug]),
        "signIn": f"{reverse(settings.LOGIN_URL)}?next={reverse('sources:notes', args=[study.slug])}",
        "sessions": [
            {
                "id": each.id,
                "name": f"{_when(each)} {each.title}".strip(),
                "participants": [{"id": number, "name": label} for number, label in each.labels.items()],
            }
            for each in sessions_of(study.slug)
        ],
        "participants": [{"id": each.id, "name": each.label} for each in people],
        "marks": {mark.value: say(name) for mark, name in MARK_NAMES.items()},
        "flags": {flag.value: say(name) for flag, name in FLAG_NAMES.items()},
        "words": _words(),
    }


def _when(met: SessionView) -> str:
    return date_format(timezone.localtime(met.starts_at), "SHORT_DATETIME_FORMAT")


def _words() -> dict[str, str]:
    return {
        "begin": _("Begin notes"),
        "session": _("Which session"),
        "no_session": _("– no session –"),
        "participant": _("Participant"),
        "nobody": _("– none –"),
        "title": _("Name of the notes"),
        "care": _("Care"),
        "note": _("Your note"),
        "add": _("Add the note"),
        "photo": _("Photo"),
        "voice": _("Voice note"),
        "stop": _("Stop recording"),
        "file": _("Sound file"),
        "finish": _("Finish and send"),
        "finish_help": _("What is sent can be read and erased, but not changed."),
        "remove": _("Remove"),
        "kept_here": _("{count} wait on this device"),
        "all_sent": _("Everything is sent"),
        "sign_in": _("Sign in to send"),
        "refused": _("Not taken in"),
        "again": _("Try again"),
        "discard": _("Discard"),
        "others": _("Notes of {observer} wait here until they sign in."),
        "offline": _("No network: the notes wait on this device."),
        "unkept": _("This device keeps nothing: do not close the page before you have sent the notes."),
        "no_microphone": _("The microphone is not allowed."),
        "empty": _("Write a note first."),
        "so_far": _("Notes so far"),
    }


@require_safe
@permission_required("sources.add_sources", raise_exception=True)
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the service worker; its address makes the page of notes of one study all it can reach."""
    seen_study(user=request.user, slug=slug)
    content = WORKER.read_text(encoding="utf-8")
    return HttpResponse(content, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
@permission_required("sources.add_sources", raise_exception=True)
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how the page stands on a phone's home screen."""
    study = seen_study(user=request.user, slug=slug)
    start = reverse("sources:notes", args=[slug])
    return JsonResponse(
        {
            "name": _("Field notes: {study}").format(study=study.title),
            "short_name": _("Field notes"),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "icons": [{"src": "/static/web/mark.svg", "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@csrf_exempt  # the handler must be in place before the token is looked for in the form; `_take` looks for it
@require_POST
@permission_required("sources.add_sources", raise_exception=True)
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in notes, or a file that belongs to some; what is sent again is kept once."""
    limit_upload(request)
    return _take(request, slug)


@csrf_protect
def _take(request: HttpRequest, slug: str) -> HttpResponse:
    study = seen_study(user=request.user, slug=slug)
    try:
        file = request.FILES.get("file")
        refuse_too_large(request)
        sent = read_sent(str(request.POST.get("item", "")).encode())
        media = Media(name=file.name or "file", content=file.read()) if file is not None else None
        became = services.take_sent(study=study.slug, sent=sent, file=media, by=email_of(request.user))
    except ConflictError as error:
        return JsonResponse({"waits": _said(error)}, status=WAITS)
    except KuuloError as error:
        return JsonResponse({"refused": _said(error)}, status=REFUSED)
    return JsonResponse({became: sent.key})


def _said(error: KuuloError) -> str:
    return f"{say(error.found)} {say(error.mend) if error.mend.template else ''}".strip()
