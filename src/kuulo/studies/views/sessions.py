"""Sessions: the list, one with its guide and the questions to ask, planning and changing them."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.accounts.queries import colleagues
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import say
from kuulo.studies import services
from kuulo.studies.forms import SessionForm, ToAskForm
from kuulo.studies.models import Session
from kuulo.studies.queries import email_of, participants_of, seen_study, session, sessions_of
from kuulo.studies.rules import (
    OVER,
    SESSION_STATE_NAMES,
    ParticipantState,
    ParticipantView,
    SessionState,
    SessionView,
    StudyView,
)

REFUSED: Final = 422
BADGES: Final = {SessionState.PLANNED: "badge-accent", SessionState.HELD: "badge-good"}


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sessions of a study."""
    found = seen_study(user=request.user, slug=slug)
    context = _shared(found) | {
        "lines": [_line(each) for each in sessions_of(slug)],
        "may_plan": found.state not in OVER,
    }
    return render(request, "studies/sessions.html", context)


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def sessions_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the sessions as plain values; participants by their labels."""
    found = seen_study(user=request.user, slug=slug)
    return JsonResponse({"study": found.slug, "sessions": [_plain(each) for each in sessions_of(slug)]})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("studies.edit_studies", raise_exception=True)
def new_session(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree on a session."""
    found = seen_study(user=request.user, slug=slug)
    context = _shared(found) | {"trail": _trail(found)}
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, people=_choosable(found), colleagues=colleagues())
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_session(slug=slug, wishes=form.told_wishes(), by=email_of(request.user))
            return HttpResponseRedirect(reverse("studies:session", args=[slug, made.number]))
        except (InputError, GuardError) as error:
            context["error"] = error
    status = REFUSED if request.method == "POST" else 200
    return render(request, "studies/session_form.html", context | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("studies.edit_studies", raise_exception=True)
def change_session(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a session."""
    found, view = _session(request, slug, number)
    trail = [*_trail(found), (reverse("studies:session", args=[slug, number]), _name(view))]
    context = _shared(found) | {"trail": trail, "session": view}
    people = _choosable(found, view)
    own_guide = view.guide if view.guide != found.guide else ""
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, found=view, own_guide=own_guide, people=people, colleagues=colleagues())
    if request.method == "POST" and form.is_valid():
        try:
            services.change_session(view.id, wishes=form.told_wishes(), by=email_of(request.user))
            return HttpResponseRedirect(reverse("studies:session", args=[slug, number]))
        except (InputError, GuardError) as error:
            context["error"] = error
    status = REFUSED if request.method == "POST" else 200
    return render(request, "studies/session_form.html", context | {"form": form}, status=status)


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def session_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one session: who, where, the guide, the questions to ask."""
    found, view = _session(request, slug, number)
    return render(request, "studies/session.html", _of_session(found, view))


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def session_json(request: HttpRequest, slug: str, number: int) -> JsonResponse:
    """Return the same as plain values."""
    found, view = _session(request, slug, number)
    return JsonResponse({"study": found.slug, **_plain(view), "guide": view.guide})


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def session_deed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Note that a session was held or called off, add a question, or note that one was asked."""
    found, view = _session(request, slug, number)
    by, wish = email_of(request.user), request.POST.get("wish", "")
    try:
        if wish in {SessionState.HELD.value, SessionState.CANCELLED.value}:
            services.move_session(view.id, to=SessionState(wish), by=by)
        elif wish == "ask":
            services.add_to_ask(view.id, request.POST.get("text", ""), by=by)
        elif wish.startswith("asked-") and int(wish[6:]) in {each.id for each in view.to_ask}:
            services.mark_asked(int(wish[6:]), by=by)
    except (InputError, GuardError) as error:
        return render(request, "studies/session.html", _of_session(found, view) | {"error": error}, status=REFUSED)
    messages.success(request, _("Done. It stands in the log."))
    return HttpResponseRedirect(reverse("studies:session", args=[slug, number]))


def _session(request: HttpRequest, slug: str, number: int) -> tuple[StudyView, SessionView]:
    found = seen_study(user=request.user, slug=slug)
    row = Session.objects.filter(study__slug=slug, number=number).values_list("pk", flat=True).first()
    if row is None:
        raise NotFoundError("")
    return found, session(row)


def _plain(view: SessionView) -> dict[str, Any]:
    return {
        "number": view.number,
        "title": view.title,
        "state": view.state,
        "starts_at": view.starts_at.isoformat(),
        "minutes": view.minutes,
        "place": view.place,
        "participants": [view.labels[number] for number in view.participants],
        "observers": list(view.observers),
        "to_ask": [{"text": one.text, "asked": one.asked_at is not None} for one in view.to_ask],
    }


def _shared(found: StudyView) -> dict[str, Any]:
    return {"study": found, "trail": [(reverse("studies:studies"), _("Studies"))]}


def _trail(found: StudyView) -> list[tuple[str, str]]:
    return [
        (reverse("studies:studies"), _("Studies")),
        (reverse("studies:study", args=[found.slug]), found.title),
        (reverse("studies:sessions", args=[found.slug]), _("Meetings")),
    ]


def _name(view: SessionView) -> str:
    return view.title or _("Meeting {number}").format(number=view.number)


def _line(view: SessionView) -> dict[str, Any]:
    state = SessionState(view.state)
    return {
        "session": view,
        "name": _name(view),
        "state": say(SESSION_STATE_NAMES[state]),
        "badge": BADGES.get(state, ""),
        "labels": [view.labels[number] for number in view.participants],
        "open_questions": sum(each.asked_at is None for each in view.to_ask),
        "is_planned": state is SessionState.PLANNED,
    }


def _of_session(found: StudyView, view: SessionView) -> dict[str, Any]:
    names = dict(colleagues())
    return (
        _shared(found)
        | _line(view)
        | {
            "trail": _trail(found),
            "observers": [names.get(each, each) for each in view.observers],
            "ask_form": ToAskForm(),
            "guide_lines": [line for line in view.guide.splitlines() if line.strip()],
        }
    )


def _choosable(found: StudyView, view: SessionView | None = None) -> list[ParticipantView]:
    """Return who can be asked to a session: who was invited or takes part, and who is in it already."""
    already = set(view.participants) if view is not None else set()
    able = {ParticipantState.INVITED, ParticipantState.JOINED}
    return [each for each in participants_of(found.slug) if each.state in able or each.id in already]
