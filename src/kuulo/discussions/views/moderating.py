"""Moderation: writing, hiding, showing again, taking the word, settling reports, closing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as gettext_noop
from kuulo.discussions import services
from kuulo.discussions.forms import MessageForm
from kuulo.discussions.queries import waiting_reports
from kuulo.discussions.queries.messages import thread_key_of
from kuulo.discussions.queries.polls import thread_key_of_poll
from kuulo.discussions.rules import HideReason, ThreadStep
from kuulo.discussions.views.access import reader_of, thread_in
from kuulo.discussions.views.making import REFUSED, unclear
from kuulo.discussions.views.reading import thread_page

LONGEST_WHY = 500


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def write(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Write in a thread as its moderator."""
    reader = reader_of(request, slug)
    found, form = thread_in(reader, key), MessageForm(request.POST)
    if not form.is_valid():
        return thread_page(request, reader, found, status=REFUSED, message_form=form)
    services.answer_as_moderator(thread=key, text=form.cleaned_data["text"], by=reader.by)
    return _to_thread(slug, key)


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def move_thread(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Close a thread, or open it again."""
    reader = reader_of(request, slug)
    found, step = thread_in(reader, key), request.POST.get("step", "")
    if step not in set(ThreadStep):
        raise unclear()
    services.move_thread(thread=found.key, step=ThreadStep(step), by=reader.by)
    return _to_thread(slug, key)


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def judge(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Hide a message with a reason, or show it again."""
    reader = reader_of(request, slug)
    found = thread_in(reader, thread_key_of(key))
    reason = request.POST.get("reason", "")
    if reason in set(HideReason):
        why = request.POST.get("why", "")[:LONGEST_WHY]
        services.hide_message(message=key, reason=HideReason(reason), why=why, by=reader.by)
        messages.success(request, _("Hidden from the participants. Its writer sees the reason."))
    else:
        services.show_message(message=key, by=reader.by)
        messages.success(request, _("Shown again."))
    return _to_thread(slug, found.key)


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def silence(request: HttpRequest, slug: str, participant: int) -> HttpResponse:
    """Take the word from a participant with a reason, or give it back with none."""
    reader = reader_of(request, slug)
    why = request.POST.get("why", "").strip()[:LONGEST_WHY]
    services.silence(study=slug, participant_id=participant, why=why, by=reader.by)
    messages.success(request, _("Asked not to write for now.") if why else _("May write again."))
    return HttpResponseRedirect(reverse("discussions:rooms", args=[slug]))


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def settle(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """Let a reported message stand."""
    reader = reader_of(request, slug)
    if report not in {each.id for each in waiting_reports(slug)}:
        raise NotFoundError(gettext_noop("There is no such report that waits."), gettext_noop("Load the page again."))
    services.settle_report(report=report, by=reader.by)
    messages.success(request, _("The message stands."))
    return HttpResponseRedirect(reverse("discussions:rooms", args=[slug]))


@require_POST
@permission_required("discussions.moderate", raise_exception=True)
def close_poll(request: HttpRequest, slug: str, poll: str) -> HttpResponse:
    """Close a poll for good."""
    reader = reader_of(request, slug)
    found = thread_in(reader, thread_key_of_poll(poll))
    services.close_poll(poll=poll, by=reader.by)
    messages.success(request, _("The poll is closed; its results are seen now."))
    return _to_thread(slug, found.key)


def _to_thread(slug: str, key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("discussions:thread", args=[slug, key]))
