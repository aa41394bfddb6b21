"""Making rooms, threads, probes and polls."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import mark as gettext_noop
from kuulo.discussions import services
from kuulo.discussions.forms import PollForm, ProbeForm, RoomForm, ThreadForm
from kuulo.discussions.queries import members_of
from kuulo.discussions.rules import Choice, RoomStep, RoomView, Seeing, Starters
from kuulo.discussions.views.access import Reader, reader_of, room_in, thread_in
from kuulo.discussions.views.reading import thread_page

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("discussions.moderate", raise_exception=True)
def new_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a room."""
    reader = reader_of(request, slug)
    if request.method != "POST":
        return _room_page(request, reader, RoomForm())
    form = RoomForm(request.POST)
    if not form.is_valid():
        return _room_page(request, reader, form, status=REFUSED)
    told = form.cleaned_data
    services.make_room(
        study=slug,
        title=told["title"],
        welcome=told["welcome"],
        starters=Starters(told["starters"]),
        by=reader.by,
    )
    messages.success(request, _("The room is made. Open it when participants shall come in."))
    return _to_rooms(slug)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("discussions.moderate", raise_exception=True)
def change_room(request: HttpRequest, slug: str, room: int) -> HttpResponse:
    """Change what a room is called, its welcome, and who may begin threads."""
    reader = reader_of(request, slug)
    found = room_in(reader, room)
    if request.method != "POST":
        return _room_page(request, reader, RoomForm(found=found), found)
    form = RoomForm(request.POST, found=found)
    if not form.is_valid():
        return _room_page(request, reader, form, found, status=REFUSED)
    told = form.cleaned_data
    services.change_room(room=room, title=told["title"], welcome=told["welcome"], starters=Starters(told["starters"]))
    messages.success(request, _("Changed."))
    return _to_rooms(slug)


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def move_room(request: HttpRequest, slug: str, room: int) -> HttpResponse:
    """Open, close or reopen a room."""
    reader = reader_of(request, slug)
    found, step = room_in(reader, room), request.POST.get("step", "")
    if step not in set(RoomStep):
        raise unclear()
    services.move_room(room=found.id, step=RoomStep(step), by=reader.by)
    messages.success(request, _("The room is closed.") if step == RoomStep.CLOSE else _("The room is open."))
    return _to_rooms(slug)


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def new_thread(request: HttpRequest, slug: str, room: int) -> HttpResponse:
    """Begin a topic."""
    reader = reader_of(request, slug)
    found, form = room_in(reader, room), ThreadForm(request.POST)
    if not form.is_valid():
        raise unclear()
    told = form.cleaned_data
    made = services.start_thread(
        room=found.id, title=told["title"], text=told["text"], seeing=Seeing(told["seeing"]), by=reader.by
    )
    messages.success(request, _("The thread is begun."))
    return HttpResponseRedirect(reverse("discussions:thread", args=[slug, made.key]))


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def probe(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask one participant or all a further question."""
    reader = reader_of(request, slug)
    form = ProbeForm(request.POST, people=members_of(slug))
    if not form.is_valid():
        raise unclear()
    made = services.probe(study=slug, text=form.cleaned_data["text"], to=form.told_addressee(), by=reader.by)
    messages.success(request, _("The question is asked."))
    return HttpResponseRedirect(reverse("discussions:thread", args=[slug, made.key]))


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def ask_poll(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask a poll in a thread."""
    reader = reader_of(request, slug)
    found, form = thread_in(reader, key), PollForm(request.POST)
    if not form.is_valid():
        return thread_page(request, reader, found, status=REFUSED, poll_form=form)
    told = form.cleaned_data
    try:
        services.ask_poll(
            thread=key,
            wishes=services.PollWishes(
                question=told["question"], options=form.told_options(), choice=Choice(told["choice"])
            ),
            by=reader.by,
        )
    except KuuloError as error:
        return thread_page(request, reader, found, status=REFUSED, poll_form=form, error=error)
    messages.success(request, _("The poll is asked."))
    return HttpResponseRedirect(reverse("discussions:thread", args=[slug, key]))


def _room_page(
    request: HttpRequest, reader: Reader, form: RoomForm, found: RoomView | None = None, *, status: int = 200
) -> HttpResponse:
    slug = reader.study.slug
    trail = [*reader.trail(), (reverse("discussions:rooms", args=[slug]), _("Discussion"))]
    context = {"study": reader.study, "trail": trail, "form": form, "room": found}
    return render(request, "discussions/room_form.html", context, status=status)


def _to_rooms(slug: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("discussions:rooms", args=[slug]))


def unclear() -> InputError:
    """Return what to say of a form that no page of ours sends."""
    found, mend = (
        gettext_noop("Something is missing or too long."),
        gettext_noop("Look at the fields and send it again."),
    )
    return InputError(found, mend)
