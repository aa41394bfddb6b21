"""The diary on the participant's phone: reading, writing with or without script, one's own pictures and sound."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec

from csp.decorators import csp_update
from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from kuulo.accounts.queries import organisation
from kuulo.base.errors import FileError, GuardError, InputError, KuuloError, NotFoundError
from kuulo.diaries import services
from kuulo.diaries.queries.entries import entries_of
from kuulo.diaries.queries.keepers import is_muted
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.queries.standing import Standing, standing
from kuulo.diaries.queries.zones import zone_now
from kuulo.diaries.rules import QuestionKind, Upload, in_language, is_key
from kuulo.diaries.rules.entries import LARGEST_FILE, LONGEST_WORDS
from kuulo.diaries.rules.wording import ONE_BY_ONE, TOO_LARGE
from kuulo.diaries.views.sheets import FIELD, asked_of, shown_of
from kuulo.figures.charts.localise import value_in
from kuulo.studies import queries as studies
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyView

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
WORKER: Final = Path(__file__).resolve().parent.parent / "static" / "diaries" / "diary-worker.js"
REFUSED, CONFLICT = 422, 409
LARGEST_REQUEST: Final = 3 * LARGEST_FILE
NOTHING: Final[Mapping[str, Sequence[str]]] = {}
# A voice note needs the microphone; pictures and recordings of one's own are shown from the phone itself.
MICROPHONE: Final[dict[str, str | list[str] | tuple[str]]] = {**settings.PERMISSIONS_POLICY, "microphone": ["self"]}
OWN_FILES: Final = {"media-src": ["'self'", "blob:"], "img-src": ["blob:"]}


def private(view: View[P]) -> View[P]:
    """Keep the answer of a page out of caches, search engines and other sites' logs, and choose its language.

    An address that is nobody's says so, whatever was asked.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with translation.override(_language(request, str(kwargs.get("token", "")))):
            try:
                response = view(request, *args, **kwargs)
            except NotFoundError:
                response = shown(request, "unknown", status=404)
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


# Nobody is signed in here and there is no cookie: the key in the address is the secret that allows all this.
@csrf_exempt
@permissions_policy_override(MICROPHONE)
@csp_update(OWN_FILES)  # type: ignore[arg-type] # its types know only views without places
@private
@require_http_methods(["GET", "HEAD", "POST"])
def diary(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the diary to its keeper; take an entry from a browser without script."""
    participant = services.participant_of(token)
    if participant.state is ParticipantState.INVITED:
        return HttpResponseRedirect(reverse("own_study:join", args=[token]))
    if request.method != "POST":
        services.note_opened(participant_id=participant.id, study=participant.study, now=timezone.now())
        with timezone.override(zone_now(participant.id)):
            return page(request, participant)
    try:
        _write(request, token)
    except (InputError, GuardError) as error:
        return page(request, participant, typed=_typed(request), error=error)
    return back(token, "written")


@csrf_exempt
@private
@require_POST
def entries(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take an entry from the diary's script, and answer it."""
    try:
        took = _write(request, token)
    except NotFoundError as error:
        return JsonResponse({"kept": False, "reason": _said(error)}, status=404)
    except GuardError as error:
        passing = _standing_of(services.participant_of(token)).passing
        return JsonResponse({"kept": False, "passing": passing, "reason": _said(error)}, status=CONFLICT)
    except InputError as error:
        return JsonResponse({"kept": False, "reason": _said(error)}, status=REFUSED)
    return JsonResponse({"kept": True, "key": took.key, "new": took.is_new})


@private
@require_safe
def manifest(request: HttpRequest, token: str) -> HttpResponseBase:
    """Say how the diary stands on a phone's home screen."""
    del request
    participant = services.participant_of(token)
    start = reverse("own_diary:diary", args=[token])
    return JsonResponse(
        {
            "name": title_of(studies.study(participant.study)),
            "short_name": _("Diary"),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "icons": [{"src": "/static/web/mark.svg", "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker; its address makes ``/diary/`` all it can reach."""
    del request
    content = WORKER.read_text(encoding="utf-8")
    return HttpResponse(content, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def page(
    request: HttpRequest,
    participant: ParticipantView,
    *,
    typed: Mapping[str, Sequence[str]] = NOTHING,
    error: KuuloError | None = None,
) -> HttpResponse:
    """Return the diary's page; with what was typed where it was not taken."""
    study, plan = studies.study(participant.study), plan_of(participant.study)
    language = translation.get_language() or "en"
    stands = _standing_of(participant)
    left_out = QuestionKind.VOICE.value if study.records and not participant.may_record else ""
    questions = () if stands.closed else asked_of(plan, language, study.languages, typed, leave_out=left_out)
    mine = [(each, shown_of(each, language, study.languages)) for each in entries_of(study.slug, participant.id)]
    key = request.POST.get("key", "")
    return shown(
        request,
        "diary",
        status=REFUSED if error else 200,
        token=participant.token,
        title=title_of(study),
        language=language,
        languages_offered=study.languages,
        welcome=in_language(plan.welcome, language, study.languages),
        questions=questions,
        closed=stands.closed,
        entries=[{"key": each.key, "written_at": each.written_at, "said": said} for each, said in mine],
        muted=is_muted(participant.id),
        noted=request.GET.get("noted", ""),
        error=error,
        key=key if error and is_key(key) else secrets.token_hex(16),
        longest=LONGEST_WORDS,
        told=_told(participant, plan_texts=[FIELD + each.key for each in plan.asked if each.kind is QuestionKind.TEXT]),
    )


def title_of(study: StudyView) -> str:
    """Return what the study is called among participants, in the language of the page."""
    language = translation.get_language() or "en"
    return in_language(study.titles, language, study.languages) or study.title


def back(token: str, noted: str) -> HttpResponseRedirect:
    """Lead back to the diary, where what was done is said."""
    language = translation.get_language() or "en"
    return HttpResponseRedirect(
        f"{reverse('own_diary:diary', args=[token])}?language={language}&noted={noted}", status=303
    )


def shown(request: HttpRequest, name: str, *, status: int = 200, **context: object) -> HttpResponse:
    """Return one of the pages participants see."""
    company = organisation()
    shared = {"asker": company.name, "is_invented": company.is_invented, "languages_offered": ("fi", "sv", "en")}
    return render(request, f"diaries/public/{name}.html", shared | context, status=status)


def _write(request: HttpRequest, token: str) -> services.Written:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_REQUEST:
        raise FileError(
            TOO_LARGE,
            ONE_BY_ONE,
            most=LARGEST_REQUEST // 1_000_000,
        )
    sent = request.POST
    now = timezone.now()
    participant = services.participant_of(token)
    services.note_opened(participant_id=participant.id, study=participant.study, zone=sent.get("zone", ""), now=now)
    read = services.Sent(
        fields=_typed(request),
        files={name.removeprefix(FIELD): _upload(file) for name, file in request.FILES.items() if _is_own(name)},
        written_at=sent.get("written_at", ""),
        language=translation.get_language() or "",
    )
    return services.write_entry(token=token, key=sent.get("key", ""), sent=read, now=now)


def _typed(request: HttpRequest) -> dict[str, Sequence[str]]:
    """Return what was typed and chosen, by question key."""
    return {name.removeprefix(FIELD): request.POST.getlist(name) for name in request.POST if _is_own(name)}


def _is_own(name: str) -> bool:
    return name.startswith(FIELD)


def _upload(file: Any) -> Upload:
    """Return a file that was sent; of one that is too large only so much that it is seen to be."""
    return Upload(name=file.name, content=file.read(LARGEST_FILE + 1))


def _standing_of(participant: ParticipantView) -> Standing:
    return standing(studies.study(participant.study), plan_of(participant.study), participant, timezone.localtime())


def _said(error: KuuloError) -> str:
    language = translation.get_language() or "en"
    return " ".join(value_in(language, each, translation.gettext) for each in (error.found, error.mend)).strip()


def _told(participant: ParticipantView, *, plan_texts: list[str]) -> dict[str, object]:
    """Return what the page's script needs: whose diary it is, and its own words."""
    return {
        "token": participant.token,
        "language": translation.get_language() or "en",
        "worker": reverse("own_diary:worker"),
        "texts": plan_texts,
        "words": {
            "empty": _("Write, show or say something first."),
            "kept": _("Kept on this phone. It is sent as soon as there is a network."),
            "sent": _("Your entry has arrived. Thank you!"),
            "waits": _("Waits for a network."),
            "refused": _("It was not taken:"),
            "remove": _("Remove the entry"),
            "removed": _("Removed from this phone."),
            "file": _("A picture or a recording"),
            "answered": _("Answers"),
            "noMicrophone": _("The microphone cannot be used. Allow it, or write instead."),
        },
    }


def _language(request: HttpRequest, token: str) -> str:
    offered = dict(settings.LANGUAGES)
    wanted = request.POST.get("language", "") or request.GET.get("language", "")
    if wanted in offered:
        return wanted
    known = token.replace("\0", "")
    participant = studies.participant_by_token(known) if known else None
    own = participant.language.partition("-")[0] if participant else ""
    return own if own in offered else translation.get_language() or "en"
