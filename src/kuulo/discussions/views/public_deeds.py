"""What participants do: vote, change or remove their words, point words out, begin a topic, choose a name."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.discussions import services
from kuulo.discussions.queries import messages_for, thread_of_participant
from kuulo.discussions.queries.messages import thread_key_of
from kuulo.discussions.queries.polls import thread_key_of_poll
from kuulo.discussions.rules import MessageView, Notice
from kuulo.discussions.rules.talk import EDIT_WITHIN
from kuulo.discussions.services.arriving import arrive
from kuulo.discussions.views.frame import personal, shown, status_of, to, typed
from kuulo.discussions.views.public import MOST_TYPED

EDIT, REMOVE, REPORT = "edit", "remove", "report"
TOLD: Final = {EDIT: "changed", REMOVE: "removed", REPORT: "reported"}

# The key that allows all this is in the address; there is no cookie that another site could ride on.


@csrf_exempt
@personal
@require_POST
def name(request: HttpRequest, token: str) -> HttpResponse:
    """Choose the name the others see, and whether messages tell of what was written."""
    notice = Notice.DAILY if typed(request, "notice") == Notice.DAILY else Notice.NONE
    services.choose_name(token=token, pseudonym=typed(request, "pseudonym", 200), notice=notice)
    return to("talk", token, done="named")


@csrf_exempt
@personal
@require_POST
def topic(request: HttpRequest, token: str) -> HttpResponse:
    """Begin a topic."""
    room = typed(request, "room", 12)
    made = services.start_topic(
        token=token,
        room=int(room) if room.isdecimal() else 0,
        title=typed(request, "title"),
        text=typed(request, "text", MOST_TYPED),
    )
    return to("thread", token, made.key, done="written")


@csrf_exempt
@personal
@require_POST
def seen(request: HttpRequest, token: str) -> HttpResponse:
    """Note that somebody has the discussion before them; the page's script says so."""
    del request
    services.note_seen(token=token)
    return HttpResponse(status=204)


@csrf_exempt
@personal
@require_POST
def vote(request: HttpRequest, token: str, poll: str) -> HttpResponse:
    """Take a vote."""
    picked = [int(each) for each in request.POST.getlist("picked") if each.isdecimal() and len(each) < 4]
    services.vote(token=token, poll=poll, picked=picked)
    return to("thread", token, thread_key_of_poll(poll), done="voted")


@csrf_exempt
@personal
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Change or remove a message of one's own, or point another's out to the moderators."""
    who = arrive(token)
    found = _message(token, key)
    is_own = found.participant_id == who.id
    context: dict[str, Any] = {
        "token": token,
        "message": found,
        "is_own": is_own,
        "may_edit": timezone.now() - found.written_at <= EDIT_WITHIN,
        "text": found.text,
    }
    if request.method != "POST":
        return shown(request, "message", **context)
    go, text = typed(request, "go"), typed(request, "text", MOST_TYPED)
    try:
        if go == EDIT:
            services.edit_message(token=token, message=key, text=text)
        elif go == REMOVE:
            services.remove_message(token=token, message=key)
        else:
            go = REPORT
            services.report_message(token=token, message=key, why=text)
    except (InputError, GuardError) as error:
        return shown(request, "message", status=status_of(error), **context | {"error": error, "text": text})
    return to("thread", token, found.thread, done=TOLD[go])


def _message(token: str, key: str) -> MessageView:
    """Return a message that this person sees.

    Raises:
        NotFoundError: There is none.
    """
    who = arrive(token)
    found = thread_of_participant(thread_key_of(key), study=who.study, participant_id=who.id)
    for each in messages_for(found, who.id):
        if each.key == key and not each.is_staff:
            return each
    raise NotFoundError(_("There is no such message."), _("Load the page again."))
