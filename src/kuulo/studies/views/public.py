"""What participants see, by a key in the address and without sign-in: the study, joining, their own page, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.accounts.queries import organisation
from kuulo.base.errors import GuardError, InputError
from kuulo.studies import services
from kuulo.studies.queries import participant_by_token, sessions_of, study, study_by_link
from kuulo.studies.rules import Method, ParticipantState, ParticipantView, StudyState, StudyView
from kuulo.studies.services import Joining

View = Callable[[HttpRequest, str], HttpResponse]
LANGUAGES: Final = ("fi", "sv", "en")
REFUSED, NOT_FOUND, SEE_OTHER = 422, 404, 303
WITH_DIARY: Final = frozenset({Method.DIARY})
WITH_TALK: Final = frozenset({Method.DISCUSSION, Method.ADOPTER_PANEL})


def private(view: View) -> View:
    """Keep a page out of caches, search engines and other sites' logs; speak the participant's language.

    There is no cookie that another site could ride on: the secret that allows everything is in the address.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        key = token.replace("\0", "")
        with translation.override(_language(request, key)):
            response = view(request, key)
            response.headers["Content-Language"] = translation.get_language() or "en"
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@private
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Say what taking part means, and let who agrees join; by a personal key, or by the open link of a study."""
    person = participant_by_token(token)
    found = study(person.study) if person is not None else study_by_link(token)
    if found is None:
        return _shown(request, "unknown", status=NOT_FOUND)
    if person is not None and person.state is not ParticipantState.INVITED:
        return _to(request, "own_study:mine", token)
    context = _context(found, person, token)
    if request.method != "POST":
        return _shown(request, "join", **context)
    told = _told(request, found)
    try:
        joined = (
            services.join(token, told=told, now=timezone.now())
            if person is not None
            else services.join_by_link(token, told=told, now=timezone.now())
        )
    except (GuardError, InputError) as error:
        return _shown(request, "join", status=REFUSED, error=error, told=told, **context)
    return _to(request, "own_study:mine", joined.token, joined.language)


@private
@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show a participant's own page: what they agreed to, where to go on, what they are owed, how to leave."""
    person = participant_by_token(token)
    if person is None:
        return _shown(request, "unknown", status=NOT_FOUND)
    if person.state is ParticipantState.INVITED:
        return _to(request, "own_study:join", token)
    found = study(person.study)
    return _shown(request, "mine", done=request.GET.get("done", ""), **_context(found, person, token))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody leave, or say no; opening the page does nothing, for mail scanners open every link.

    One click in a mail program (``List-Unsubscribe=One-Click``, RFC 8058) says no for who has not joined.
    """
    person = participant_by_token(token)
    if person is None:
        return _shown(request, "unknown", status=NOT_FOUND)
    if person.state not in {ParticipantState.INVITED, ParticipantState.JOINED}:
        return _to(request, "own_study:mine", token)
    context = _context(study(person.study), person, token)
    wish = request.POST.get("told", "")
    declines = person.state is ParticipantState.INVITED
    if request.method != "POST":
        return _shown(request, "leave", **context)
    if not declines and wish not in {"stays", "goes"}:
        return _shown(request, "leave", status=REFUSED, unsaid=True, **context)
    services.leave(token, keep=wish == "stays", now=timezone.now())
    return _to(request, "own_study:mine", token, done="left")


@private
@require_POST
def deed(request: HttpRequest, token: str) -> HttpResponse:
    """Have what was told go after all, or be called otherwise."""
    person = participant_by_token(token)
    if person is None:
        return _shown(request, "unknown", status=NOT_FOUND)
    done = ""
    try:
        if request.POST.get("wish") == "erase":
            services.withdraw_told(token, now=timezone.now())
            done = "erased"
        elif request.POST.get("wish") == "name":
            services.choose_pseudonym(token, pseudonym=request.POST.get("pseudonym", "")[:60])
            done = "named"
    except (GuardError, InputError) as error:
        return _shown(request, "mine", status=REFUSED, error=error, **_context(study(person.study), person, token))
    return _to(request, "own_study:mine", token, done=done)


def _told(request: HttpRequest, found: StudyView) -> Joining:
    posted = request.POST
    version = posted.get("version", "")
    return Joining(
        agrees=posted.get("agrees") == "yes",
        version=int(version) if version.isascii() and version.isdigit() else None,
        pseudonym=posted.get("pseudonym", "").replace("\0", "")[:60],
        language=translation.get_language() or "",
        may_record=found.records and posted.get("may_record") == "yes",
        address=posted.get("address", "").replace("\0", "")[:254],
    )


def _context(found: StudyView, person: ParticipantView | None, token: str) -> dict[str, Any]:
    language = _spoken(found)
    joined = person is not None and person.state is ParticipantState.JOINED
    return {
        "study": found,
        "person": person,
        "token": token,
        "title": found.titles.get(language, ""),
        "about": _paragraphs(found.about.get(language, "")),
        "notice": _paragraphs(found.notice.get(language, "")),
        "consent": found.consents.get(language, ""),
        "spoken": language,
        "open": found.state is StudyState.RUNNING,
        "diary": token if joined and found.method in WITH_DIARY else "",
        "talk": token if joined and found.method in WITH_TALK else "",
        "sessions": _sessions(found, person) if joined else (),
        "languages_offered": found.languages or LANGUAGES,
    }


def _sessions(found: StudyView, person: ParticipantView | None) -> list[Any]:
    now = timezone.now()
    mine = [each for each in sessions_of(found.slug) if person is not None and person.id in each.participants]
    return [each for each in mine if each.state == "planned" and each.starts_at >= now]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _spoken(found: StudyView) -> str:
    wanted = translation.get_language() or "en"
    return wanted if wanted in found.languages else (found.languages or ("en",))[0]


def _language(request: HttpRequest, token: str) -> str:
    wanted = request.POST.get("language", "") or request.GET.get("language", "")
    if wanted in LANGUAGES:
        return wanted
    person = participant_by_token(token)
    if person is not None:
        return person.language
    found = study_by_link(token)
    asked = translation.get_language() or "en"
    return asked if found is None or asked in found.languages else _spoken(found)


def _to(request: HttpRequest, name: str, token: str, language: str = "", done: str = "") -> HttpResponse:
    del request
    query = f"?language={language or translation.get_language() or 'en'}" + (f"&done={done}" if done else "")
    return HttpResponseRedirect(reverse(name, args=[token]) + query, status=SEE_OTHER)


def _shown(request: HttpRequest, name: str, *, status: int = 200, **context: object) -> HttpResponse:
    shared: dict[str, object] = {"asker": organisation().name, "languages_offered": LANGUAGES}
    return render(request, f"studies/public/{name}.html", shared | context, status=status)
