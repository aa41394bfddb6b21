"""Participants: drawn, added, joined, left, paid; by number to everybody, by name to the team alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import say
from kuulo.customers.queries import frame_of
from kuulo.customers.queries.segments import list_segments
from kuulo.customers.rules import Purpose
from kuulo.invitations.channels.opening import is_written_to_files
from kuulo.studies import services
from kuulo.studies.forms import DrawForm, HandForm
from kuulo.studies.queries import email_of, is_member, participant, participants_of, payments_of, seen_study
from kuulo.studies.queries.standing import standings
from kuulo.studies.rules import (
    OVER,
    PARTICIPANT_STATE_NAMES,
    PAYMENT_NAMES,
    RECRUITED_NAMES,
    SENDING_NAMES,
    WITHOUT_CUSTOMERS,
    ParticipantState,
    ParticipantView,
    Payment,
    Sending,
    StudyState,
    StudyView,
)
from kuulo.studies.services import LEFT_OUT_NAMES

REFUSED: Final = 422
PAGE: Final = 100
"""Participants on a page."""
STATE_BADGES: Final = {
    ParticipantState.JOINED: "badge-good",
    ParticipantState.INVITED: "badge-accent",
    ParticipantState.REMOVED: "badge-bad",
}


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the participants and the ways to find more."""
    found = seen_study(user=request.user, slug=slug)
    return render(request, "studies/participants.html", _context(request, found))


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def participants_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the participants by number: neither names nor keys are among it."""
    found = seen_study(user=request.user, slug=slug)
    people = [
        {
            "label": each.label,
            "state": each.state.value,
            "how": each.how.value,
            "language": each.language,
            "joined_at": each.joined_at.isoformat() if each.joined_at else None,
            "left_at": each.left_at.isoformat() if each.left_at else None,
            "basis_in_force": each.basis_in_force,
            "consent_version": each.consent_version,
            "payment": each.payment.value,
        }
        for each in participants_of(slug)
    ]
    return JsonResponse({"study": found.slug, "planned": found.planned, "participants": people})


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw customers by lot within the contact budget."""
    found = seen_study(user=request.user, slug=slug)
    form = DrawForm(request.POST, segments=_segments())
    if not form.is_valid():
        return _again(request, found, draw_form=form)
    try:
        added = services.add_participants(slug=slug, wishes=form.told_wishes(), by=email_of(request.user))
    except (InputError, GuardError) as error:
        return _again(request, found, draw_form=form, error=error)
    count = len(added.participants)
    said = ngettext("{count} customer was drawn.", "{count} customers were drawn.", count).format(count=count)
    reasons = [f"{_(LEFT_OUT_NAMES[why])}: {number}" for why, number in sorted(added.left_out.items())]
    messages.success(request, f"{said} {_('Left out:')} {', '.join(reasons)}." if reasons else said)
    return _back(slug)


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add somebody by hand."""
    found = seen_study(user=request.user, slug=slug)
    form = HandForm(request.POST, languages=found.languages)
    if not form.is_valid():
        return _again(request, found, hand_form=form)
    try:
        made = services.add_by_hand(slug=slug, wishes=form.told_wishes(), by=email_of(request.user))
    except (InputError, GuardError) as error:
        return _again(request, found, hand_form=form, error=error)
    messages.success(request, _("{participant} is added.").format(participant=made.label))
    return _back(slug)


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Open or close the open link."""
    found = seen_study(user=request.user, slug=slug)
    by = email_of(request.user)
    try:
        if request.POST.get("wish") == "close":
            services.close_link(slug=slug, by=by)
        else:
            services.open_link(slug=slug, by=by)
    except GuardError as error:
        return _again(request, found, error=error)
    return _back(slug)


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def deed(request: HttpRequest, slug: str, participant_id: int) -> HttpResponse:
    """Note a participant's consent on paper, pay them, or take them out."""
    found = seen_study(user=request.user, slug=slug)
    if participant(participant_id).study != slug:
        raise NotFoundError("")
    by, wish = email_of(request.user), request.POST.get("wish", "")
    try:
        _do(participant_id, wish, request.POST.get("why", ""), by)
    except (InputError, GuardError) as error:
        return _again(request, found, error=error)
    messages.success(request, _("Done. It stands in the log."))
    return _back(slug)


def _do(participant_id: int, wish: str, why: str, by: str) -> None:
    if wish in {"paper", "spoken"}:
        services.note_consent(participant_id, how=wish, by=by)
    elif wish == "remove":
        services.remove_participant(participant_id, why=why, by=by)
    elif wish in {Payment.PAID.value, Payment.WAIVED.value}:
        services.settle_payment(participant_id, payment=Payment(wish), by=by)


def _back(slug: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("studies:participants", args=[slug]))


def _again(request: HttpRequest, found: StudyView, **context: object) -> HttpResponse:
    return render(request, "studies/participants.html", _context(request, found) | context, status=REFUSED)


def _segments() -> list[tuple[str, str]]:
    return [(each.slug, each.name) for each in list_segments()]


def _context(request: HttpRequest, found: StudyView) -> dict[str, Any]:
    people = participants_of(found.slug)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    names = _names(tuple(page)) if is_member(found, request.user) else {}
    owed = [each for each in payments_of(found.slug) if each.payment is Payment.DUE]
    waiting = any(each.sending is Sending.WAITING for each in people)
    return {
        "study": found,
        "trail": [(reverse("studies:studies"), _("Studies"))],
        "standing": standings([found.id])[found.id],
        "people": [_line(each, names) for each in page],
        "page": page,
        "is_member": is_member(found, request.user),
        "takes_part": found.method not in WITHOUT_CUSTOMERS,
        "recruits": found.state not in OVER | {StudyState.ANALYSING},
        "running": found.state is StudyState.RUNNING,
        "waiting": waiting,
        "only_files": waiting and is_written_to_files("email"),
        "owed": owed,
        "link": f"{settings.KUULO_PUBLIC_URL}/join/{found.open_link}/" if found.open_link else "",
        "draw_form": DrawForm(segments=_segments(), initial={"segment": found.segment, "count": found.planned or 10}),
        "hand_form": HandForm(languages=found.languages),
    }


def _names(people: Sequence[ParticipantView]) -> dict[int, str]:
    """Return what the customers among the participants are called, for the team."""
    parties = {each.party_id for each in people if each.party_id is not None}
    return {number: row.name for number, row in frame_of(parties, purpose=Purpose.SURVEYS).items()}


def _line(each: ParticipantView, names: dict[int, str]) -> dict[str, Any]:
    return {
        "person": each,
        "name": names.get(each.party_id or 0, ""),
        "state": say(PARTICIPANT_STATE_NAMES[each.state]),
        "badge": STATE_BADGES.get(each.state, ""),
        "how": say(RECRUITED_NAMES[each.how]),
        "payment": say(PAYMENT_NAMES[each.payment]),
        "sending": say(SENDING_NAMES[each.sending]) if each.sending is not Sending.NONE else None,
        "url": f"{settings.KUULO_PUBLIC_URL}/join/{each.token}/",
        "can_consent": each.state is ParticipantState.INVITED,
        "can_go": each.state in {ParticipantState.INVITED, ParticipantState.JOINED},
        "is_owed": each.payment is Payment.DUE,
    }
