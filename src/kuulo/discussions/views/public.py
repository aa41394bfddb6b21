"""What participants see: the threads that are for them, and one thread. Opening an address writes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.base.errors import GuardError, InputError
from kuulo.discussions import services
from kuulo.discussions.queries import (
    lines_for,
    member_of,
    messages_for,
    poll_results,
    polls_of,
    rooms_of,
    thread_of_participant,
)
from kuulo.discussions.queries.members import asked_in
from kuulo.discussions.queries.messages import newest_at, reported_by
from kuulo.discussions.queries.rooms import written_in
from kuulo.discussions.rules import (
    MessageView,
    Notice,
    PollState,
    PollView,
    RoomState,
    Seeing,
    Starters,
    ThreadState,
    ThreadView,
)
from kuulo.discussions.rules.states import REASON_NAMES
from kuulo.discussions.services.arriving import arrive
from kuulo.discussions.views.charts import poll_chart
from kuulo.discussions.views.frame import personal, shown, status_of, to, typed
from kuulo.studies.rules import ParticipantView

POLL_SECONDS: Final = 10
MOST_TYPED: Final = 20_000


@personal
@require_safe
def talk(request: HttpRequest, token: str) -> HttpResponse:
    """Show the rooms that were opened, with the threads that are for this person."""
    who = arrive(token)
    lines = lines_for(who.study, who.id)
    keys = [line.thread.key for line in lines]
    member, wrote = member_of(who.id), written_in(keys, who.id)
    newest, seen_at = newest_at(keys, viewer=who.id, wrote=wrote), member.seen_at if member else None
    rooms = [
        {
            "room": room,
            "is_open": room.state is RoomState.OPEN,
            "may_begin": room.state is RoomState.OPEN and room.starters is Starters.EVERYBODY,
            "lines": [
                {
                    "line": line,
                    "is_new": _is_new(line.thread, newest.get(line.thread.key), seen_at),
                    "wrote": line.thread.key in wrote,
                    "counted": line.thread.seeing is Seeing.EVERYBODY,
                }
                for line in lines
                if line.thread.room.id == room.id
            ],
        }
        for room in rooms_of(who.study)
        if room.state is not RoomState.PLANNED
    ]
    daily = member is None or member.notice is Notice.DAILY
    mine = reverse("own_study:mine", args=[token])
    return shown(request, "talk", token=token, who=who, rooms=rooms, daily=daily, mine=mine)


@csrf_exempt
@personal
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, token: str, thread: str) -> HttpResponse:
    """Show a thread, or take what somebody wrote in it."""
    who = arrive(token)
    found = thread_of_participant(thread, study=who.study, participant_id=who.id)
    if request.method != "POST":
        return shown(request, "thread", **_context(request, token, who, found))
    text = typed(request, "text", MOST_TYPED)
    try:
        services.write_message(
            token=token,
            thread=found.key,
            text=text,
            key=typed(request, "key", 32),
            reply_to=typed(request, "reply_to", 32),
        )
    except (InputError, GuardError) as error:
        context = _context(request, token, who, found) | {"error": error, "typed": text}
        return shown(request, "thread", status=status_of(error), **context)
    return to("thread", token, found.key, done="written")


@personal
@require_safe
def news(request: HttpRequest, token: str, thread: str) -> HttpResponse:
    """Return what came after a message, as a piece of the thread's page that asks for the next by itself."""
    who = arrive(token)
    found = thread_of_participant(thread, study=who.study, participant_id=who.id)
    messages = messages_for(found, who.id)
    after = request.GET.get("after", "")
    keys = [each.key for each in messages]
    fresh = messages[keys.index(after) + 1 :] if after in keys else messages if not after else ()
    last = keys[-1] if keys and (after in keys or not after) else after
    return shown(request, "_messages", **_said(token, who, found, fresh), last=last)


def _context(request: HttpRequest, token: str, who: ParticipantView, found: ThreadView) -> dict[str, Any]:
    messages = messages_for(found, who.id)
    answered = request.GET.get("reply", "") or request.POST.get("reply_to", "")
    member = member_of(who.id)
    is_open = found.state is ThreadState.OPEN and found.room.state is RoomState.OPEN
    wrote = any(each.participant_id == who.id for each in messages)
    return _said(token, who, found, messages) | {
        "who": who,
        "silenced": member.silenced if member else "",
        "is_open": is_open,
        "waits_for_own": found.seeing is Seeing.AFTER_OWN and not wrote,
        "staff_only": found.seeing is Seeing.STAFF_ONLY,
        "to_you": found.to == who.id,
        "polls": [_poll(each, found) for each in polls_of([found.key], now=timezone.now(), viewer=who.id)],
        "reply_to": next((each for each in messages if each.key == answered), None),
        "key": typed(request, "key", 32) or uuid4().hex,
        "last": messages[-1].key if messages else "",
    }


def _said(token: str, who: ParticipantView, found: ThreadView, messages: tuple[MessageView, ...]) -> dict[str, Any]:
    reported = reported_by(who.id, [each.key for each in messages])
    lines = [
        {
            "message": each,
            "is_own": each.participant_id == who.id,
            "reason": REASON_NAMES[each.reason] if each.reason else None,
            "is_reported": each.key in reported,
        }
        for each in messages
    ]
    return {"token": token, "thread": found, "lines": lines, "every": POLL_SECONDS}


def _poll(poll: PollView, found: ThreadView) -> dict[str, Any]:
    results = poll_results(poll, asked=asked_in(found))
    chart = poll_chart(poll, results) if any(each.value is not None for each in results) else None
    own = [poll.options[place] for place in poll.own or ()]
    return {"poll": poll, "is_open": poll.state is PollState.OPEN, "chart": chart, "results": results, "own": own}


def _is_new(found: ThreadView, written_at: datetime | None, seen_at: datetime | None) -> bool:
    newest = max(found.created_at, written_at) if written_at else found.created_at
    return seen_at is None or newest > seen_at
