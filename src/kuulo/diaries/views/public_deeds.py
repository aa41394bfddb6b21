"""What participants decide in their diary: erase an entry, have reminders or none, leave."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.diaries import services
from kuulo.diaries.views.public import REFUSED, back, private, shown
from kuulo.studies.rules import ParticipantState

ONE_CLICK = "One-Click"


@csrf_exempt
@private
@require_POST
def erase(request: HttpRequest, token: str) -> HttpResponseBase:
    """Erase one entry of one's own."""
    services.erase_entry(token=token, key=request.POST.get("key", ""), now=timezone.now())
    return back(token, "erased")


@csrf_exempt
@private
@require_POST
def remind(request: HttpRequest, token: str) -> HttpResponseBase:
    """Have no more reminders, or have them again."""
    participant = services.participant_of(token)
    wants_none = request.POST.get("wish", "") != "remind"
    if wants_none:
        services.mute(participant_id=participant.id, study=participant.study, now=timezone.now())
    else:
        services.unmute(participant_id=participant.id, now=timezone.now())
    return back(token, "muted" if wants_none else "reminded")


@csrf_exempt  # mail programs post it without a cookie (RFC 8058)
@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """Leave the study: what was written stays or goes as the participant chooses; the payment is untouched.

    One click in a mail program ends the reminders alone: it cannot say what becomes of the entries.
    """
    participant = services.participant_of(token)
    language = translation.get_language() or "en"
    if participant.state in {ParticipantState.LEFT, ParticipantState.REMOVED}:
        return shown(request, "left", token=token, language=language, erased=participant.keeps_told is False)
    if request.method != "POST":
        return shown(request, "leave", token=token, language=language)
    if request.POST.get("List-Unsubscribe") == ONE_CLICK:
        services.mute(participant_id=participant.id, study=participant.study, now=timezone.now())
        return back(token, "muted")
    wish = request.POST.get("told", "")
    if wish not in {"keep", "erase"}:
        return shown(request, "leave", status=REFUSED, token=token, language=language, unsaid=True)
    services.leave_diary(token=token, keep=wish == "keep", now=timezone.now())
    return HttpResponseRedirect(f"{reverse('own_diary:leave', args=[token])}?language={language}", status=303)
