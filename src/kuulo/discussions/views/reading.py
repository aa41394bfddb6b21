"""What staff see of a discussion: its rooms and who takes part; one thread with its polls. Twins for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.discussions.forms import MessageForm, PollForm, ProbeForm, ThreadForm
from kuulo.discussions.queries import (
    MemberLine,
    ThreadLine,
    lines_of,
    members_of,
    messages_of,
    poll_results,
    polls_of,
    rooms_of,
    share_who_wrote,
    waiting_reports,
)
from kuulo.discussions.queries.members import asked_in
from kuulo.discussions.rules import MessageView, PollState, PollView, RoomState, RoomView, ThreadView
from kuulo.discussions.rules.states import REASON_NAMES
from kuulo.discussions.views.access import Reader, reader_of, shown_titles, thread_in
from kuulo.discussions.views.charts import poll_chart
from kuulo.studies.rules import StudyState


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the rooms of a study with their threads, what was reported, and who takes part."""
    reader = reader_of(request, slug)
    lines, members = lines_of(slug), members_of(slug)
    titles = shown_titles(reader, [line.thread for line in lines])
    context = {
        "study": reader.study,
        "trail": reader.trail(),
        "is_running": reader.study.state is StudyState.RUNNING,
        "rooms": [_room(each, lines, titles) for each in rooms_of(slug)],
        "members": members,
        "wrote": share_who_wrote(members),
        "silent": sum(not line.messages for line in members),
        "reports": _reports(reader),
        "probe_form": ProbeForm(people=members),
        "may_probe": any(each.state is RoomState.OPEN for each in rooms_of(slug)),
    }
    return render(request, "discussions/rooms.html", context)


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def rooms_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    reader = reader_of(request, slug)
    lines, members = lines_of(slug), members_of(slug)
    titles = shown_titles(reader, [line.thread for line in lines])
    return JsonResponse(
        {
            "study": slug,
            "share_who_wrote": share_who_wrote(members).to_dict(),
            "participants": [_plain_member(line) for line in members],
            "rooms": [
                {
                    "id": each.id,
                    "title": each.title,
                    "state": each.state.value,
                    "threads": [_plain_line(line, titles) for line in lines if line.thread.room.id == each.id],
                }
                for each in rooms_of(slug)
            ],
            "reports_waiting": len(waiting_reports(slug)),
        }
    )


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def thread(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a thread: what was written, hidden words with their reason, polls with their results."""
    reader = reader_of(request, slug)
    return thread_page(request, reader, thread_in(reader, key))


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def thread_json(request: HttpRequest, slug: str, key: str) -> JsonResponse:
    """Return the same as plain values."""
    reader = reader_of(request, slug)
    found = thread_in(reader, key)
    messages = messages_of(found)
    words = _words(reader, found, messages)
    polls = polls_of([found.key], now=timezone.now())
    return JsonResponse(
        {
            "key": found.key,
            "room": found.room.id,
            "kind": found.kind.value,
            "state": found.state.value,
            "seeing": found.seeing.value,
            "title": shown_titles(reader, [found])[found.key],
            "text": words[""],
            "messages": [_plain_message(each, words) for each in messages],
            "polls": [_plain_poll(each, found) for each in polls],
        }
    )


def thread_page(
    request: HttpRequest, reader: Reader, found: ThreadView, *, status: int = 200, **more: object
) -> HttpResponse:
    """Return the page of a thread, with a form that was refused among ``more``."""
    messages = messages_of(found)
    words = _words(reader, found, messages)
    title = shown_titles(reader, [found])[found.key]
    context: dict[str, Any] = {
        "study": reader.study,
        "thread": found,
        "title": title,
        "text": words[""],
        "trail": [*reader.trail(), (reverse("discussions:rooms", args=[reader.study.slug]), _("Discussion"))],
        "reader": reader,
        "lines": [{"message": each, "words": words[each.key], "reason": _reason(each)} for each in messages],
        "polls": [_poll(each, found) for each in polls_of([found.key], now=timezone.now())],
        "reasons": list(REASON_NAMES.items()),
        "message_form": MessageForm(),
        "poll_form": PollForm(),
    }
    return render(request, "discussions/thread.html", context | more, status=status)


def _room(each: RoomView, lines: Sequence[ThreadLine], titles: dict[str, str]) -> dict[str, Any]:
    mine = [line for line in lines if line.thread.room.id == each.id]
    return {
        "room": each,
        "lines": [{"line": line, "title": titles[line.thread.key]} for line in mine],
        "thread_form": ThreadForm(auto_id=f"id_{each.id}_%s"),
    }


def _reports(reader: Reader) -> list[dict[str, Any]]:
    found = waiting_reports(reader.study.slug)
    words = reader.words({str(each.id): each.message.text for each in found})
    why = reader.words({str(each.id): each.why for each in found})
    return [{"report": each, "words": words[str(each.id)], "why": why[str(each.id)]} for each in found]


def _words(reader: Reader, found: ThreadView, messages: Sequence[MessageView]) -> dict[str, str]:
    """Return the texts of a thread by the message's key, its first words under an empty one."""
    theirs = {each.key: each.text for each in messages if not each.is_staff}
    staff = {each.key: each.text for each in messages if each.is_staff}
    if found.begun_by is None:
        return reader.words(theirs) | staff | {"": found.text}
    return reader.words(theirs | {"": found.text}) | staff


def _reason(message: MessageView) -> object:
    return None if message.reason is None else REASON_NAMES[message.reason]


def _poll(poll: PollView, found: ThreadView) -> dict[str, Any]:
    results = poll_results(poll, asked=asked_in(found))
    return {
        "poll": poll,
        "is_open": poll.state is PollState.OPEN,
        "chart": poll_chart(poll, results) if any(each.value is not None for each in results) else None,
        "votes": len(poll.votes),
    }


def _plain_member(line: MemberLine) -> dict[str, object]:
    return {
        "participant": line.participant.label,
        "pseudonym": line.pseudonym,
        "messages": line.messages,
        "last_at": line.last_at.isoformat() if line.last_at else None,
        "silenced": bool(line.silenced),
    }


def _plain_line(line: ThreadLine, titles: dict[str, str]) -> dict[str, object]:
    return {
        "key": line.thread.key,
        "title": titles[line.thread.key],
        "kind": line.thread.kind.value,
        "state": line.thread.state.value,
        "messages": line.messages,
        "writers": line.writers,
        "last_at": line.last_at.isoformat() if line.last_at else None,
    }


def _plain_message(message: MessageView, words: dict[str, str]) -> dict[str, object]:
    return {
        "key": message.key,
        "author": message.author,
        "is_staff": message.is_staff,
        "reply_to": message.reply_to or None,
        "text": words[message.key],
        "state": message.state.value,
        "reason": message.reason.value if message.reason else None,
        "written_at": message.written_at.isoformat(),
    }


def _plain_poll(poll: PollView, found: ThreadView) -> dict[str, object]:
    results = poll_results(poll, asked=asked_in(found))
    return {
        "key": poll.key,
        "question": poll.question,
        "state": poll.state.value,
        "votes": len(poll.votes),
        "options": [
            {"option": option, "share": results[place].to_dict() if results else None}
            for place, option in enumerate(poll.options)
        ],
    }
