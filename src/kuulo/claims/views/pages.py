"""Claims: the list, one with both sides of its evidence, making and changing one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.base.errors import GuardError, InputError
from kuulo.claims import queries, services
from kuulo.claims.forms import AskForm, ClaimForm, EvidenceForm, ListForm
from kuulo.claims.rules import ClaimView
from kuulo.claims.views.plain import plain_claim, plain_claims, plain_evidence, plain_fragment
from kuulo.claims.views.showing import (
    labels_of,
    log_of,
    may_change,
    methods_of,
    nexts_of,
    questions_shown,
    sides_of,
)
from kuulo.discussions.queries import rooms_of
from kuulo.studies import queries as studies
from kuulo.studies.rules import Method, StudyState

REFUSED: Final = 422
ON_A_PAGE: Final = 50
LOOK_AHEAD: Final = timedelta(days=180)
LOOK_BACK: Final = timedelta(hours=2)
TALKING: Final = frozenset({Method.DISCUSSION, Method.DIARY, Method.ADOPTER_PANEL})
MOST_JSON: Final = 1_000


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def claims(request: HttpRequest) -> HttpResponse:
    """List claims: where each stands, and what stands behind it."""
    form = ListForm(request.GET or None, owners=queries.owners())
    wanted = form.wanted() if form.is_bound else queries.Wanted()
    count = queries.count_claims(wanted)
    page = Paginator(range(count), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = queries.claims(wanted, start=(page.number - 1) * ON_A_PAGE, most=ON_A_PAGE)
    waiting = queries.unjudged_of([each.number for each in shown])
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "lines": [labels_of(each) | {"waiting": waiting.get(each.number, 0)} for each in shown],
        "count": count,
        "page": page,
        "query": f"{query.urlencode()}&" if query else "",
        "is_narrowed": bool(query),
    }
    return render(request, "claims/list.html", context)


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def claims_json(request: HttpRequest) -> JsonResponse:
    """Return the claims the list is narrowed to as plain values, at most a thousand."""
    form = ListForm(request.GET or None, owners=queries.owners())
    wanted = form.wanted() if form.is_bound else queries.Wanted()
    shown = queries.claims(wanted, most=MOST_JSON)
    return JsonResponse({"count": queries.count_claims(wanted), "claims": plain_claims(shown, request.user)})


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Show a claim: both sides of its evidence at once, what may follow, what customers were asked."""
    return render(request, "claims/claim.html", claim_context(request, number))


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def claim_json(request: HttpRequest, number: str) -> JsonResponse:
    """Return the same as plain values."""
    found = queries.claim(number, request.user)
    asked = [
        {
            "question": each.text,
            "way": each.way.value,
            "asked_at": each.asked_at.isoformat(),
            "closed": each.closed,
            "answers": [
                {"verdict": answer.verdict, "fragment": plain_fragment(answer.fragment)} for answer in each.answers
            ],
        }
        for each in queries.questions_of(number, request.user)
    ]
    return JsonResponse(
        plain_claim(found, queries.Reader(request.user))
        | {"evidence": plain_evidence(found.evidence), "questions": asked}
    )


def claim_context(request: HttpRequest, number: str, ask_form: AskForm | None = None) -> dict[str, Any]:
    """Return what the page of a claim shows."""
    found = queries.claim(number, request.user)
    now = timezone.now()
    mine = request.user.has_perm("claims.edit_claims") and may_change(found, email_of(request))
    form = ask_form
    if form is None and mine:
        form = AskForm(sessions=sessions_of(request, now), discussions=discussions_of(request))
    about = found.study
    study = studies.studies_called({about}).get(about) if about else None
    return labels_of(found) | {
        "trail": [(reverse("claims:claims"), _("Claims"))],
        "sides": sides_of(found),
        "methods": methods_of(found, now),
        "nexts": nexts_of(found),
        "may_change": mine,
        "may_judge": mine and request.user.has_perm("claims.judge_claims"),
        "questions": questions_shown(queries.questions_of(number, request.user)),
        "ask_form": form,
        "judge_form": EvidenceForm(auto_id=False),
        "steps": log_of(found),
        "study": study if study is not None and studies.may_see(study, request.user) else None,
    }


def ask_form_of(request: HttpRequest) -> AskForm:
    """Return the form of a question as it was sent."""
    return AskForm(request.POST, sessions=sessions_of(request, timezone.now()), discussions=discussions_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.edit_claims", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make a claim."""
    choices = studies_of(request)
    if request.method != "POST":
        return _form_page(request, ClaimForm(studies=choices), None)
    form = ClaimForm(request.POST, studies=choices)
    try:
        if form.is_valid():
            number = services.make_claim(wishes=form.told_wishes(), by=email_of(request))
            messages.success(
                request, _("{number} is made. Now find out what speaks for it and against it.").format(number=number)
            )
            return HttpResponseRedirect(reverse("claims:claim", args=[number]))
    except InputError as error:
        return _form_page(request, form, None, error)
    return _form_page(request, form, None, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.edit_claims", raise_exception=True)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Change a claim's wording, kind, importance, owner, and who may change it."""
    found = queries.claim(number, request.user)
    choices = studies_of(request)
    if request.method != "POST":
        return _form_page(request, ClaimForm(studies=choices, found=found), found)
    form = ClaimForm(request.POST, studies=choices, found=found)
    try:
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            services.change_claim(number=found.number, wishes=form.told_wishes(), by=email_of(request), seen=seen)
            messages.success(request, _("Changed."))
            return HttpResponseRedirect(reverse("claims:claim", args=[found.number]))
    except (InputError, GuardError) as error:
        return _form_page(request, form, found, error)
    return _form_page(request, form, found, status=REFUSED)


def _form_page(
    request: HttpRequest,
    form: ClaimForm,
    found: ClaimView | None,
    error: InputError | GuardError | None = None,
    status: int = 200,
) -> HttpResponse:
    trail = [(reverse("claims:claims"), _("Claims"))]
    if found is not None:
        trail.append((reverse("claims:claim", args=[found.number]), found.number))
    context = {"form": form, "claim": found, "error": error, "trail": trail}
    return render(request, "claims/form.html", context, status=REFUSED if error else status)


def email_of(request: HttpRequest) -> str:
    """Return the address under which the person acts."""
    return studies.email_of(request.user)


def studies_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the studies the person may name."""
    if not request.user.has_perm("studies.view_studies"):
        return []
    return [(each.slug, each.title) for each in studies.seen_studies(request.user)]


def sessions_of(request: HttpRequest, now: datetime) -> list[tuple[str, str]]:
    """Return the sessions to come in which the person may have something asked."""
    if not request.user.has_perm("studies.view_studies"):
        return []
    coming = studies.sessions_between(now - LOOK_BACK, now + LOOK_AHEAD)
    called = studies.studies_called({each.study for each in coming})
    seen = {slug for slug, each in called.items() if studies.may_see(each, request.user)}
    return [
        (str(each.id), f"{called[each.study].title}: {each.title} {timezone.localtime(each.starts_at):%Y-%m-%d %H:%M}")
        for each in coming
        if each.study in seen
    ]


def discussions_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the studies under way whose discussion the person may put a question into."""
    if not request.user.has_perm("discussions.moderate"):
        return []
    return [
        (each.slug, each.title)
        for each in studies.seen_studies(request.user)
        if each.state is StudyState.RUNNING and each.method in TALKING and rooms_of(each.slug)
    ]


def language_of() -> str:
    """Return the reader's language."""
    return (get_language() or "en")[:2]
