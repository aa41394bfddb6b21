"""Changing ideas: making, telling, needing, moving, merging, parting."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import mark as gettext_noop
from kuulo.ideas import services
from kuulo.ideas.forms import IdeaForm, NeedForm, TellerForm
from kuulo.ideas.queries import idea
from kuulo.ideas.rules import IdeaStep
from kuulo.ideas.views.ideas import show_idea
from kuulo.ideas.views.showing import need_choices, trail_of
from kuulo.sources.queries import source
from kuulo.studies.queries import email_of, seen_study

REFUSED: Final = 422
NUMBER: Final = re.compile(r"\d{1,9}")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ideas.edit_ideas", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Take an idea into the bank."""
    context = {"trail": trail_of(), "form": IdeaForm()}
    if request.method != "POST":
        return render(request, "ideas/idea_form.html", context)
    form = IdeaForm(request.POST)
    try:
        if form.is_valid():
            importance = form.cleaned_data["importance"]
            number = services.keep_idea(text=form.told_text(), importance=importance, by=actor(request))
            messages.success(request, _("The idea is in the bank. Say next who is behind it and who needs it."))
            return HttpResponseRedirect(reverse("ideas:idea", args=[number]))
    except KuuloError as error:
        context["error"] = error
    return render(request, "ideas/idea_form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def tell(request: HttpRequest, number: str) -> HttpResponse:
    """Note who told an idea by word of mouth."""
    form = TellerForm(request.POST)
    try:
        if form.is_valid():
            may = request.user.has_perm("customers.view_parties")
            wishes = form.told_wishes(may_name_customers=may)
            services.add_teller(number=number, wishes=wishes, by=actor(request))
            messages.success(request, _("It is noted."))
            return _back(number)
    except KuuloError as error:
        return show_idea(request, idea(number, request.user), status=REFUSED, teller_form=form, error=error)
    return show_idea(request, idea(number, request.user), status=REFUSED, teller_form=form)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def remove_teller(request: HttpRequest, teller: int) -> HttpResponse:
    """Take away who was noted behind an idea."""
    services.remove_teller(teller=teller, by=actor(request))
    messages.success(request, _("Taken away."))
    number = request.POST.get("number", "")
    return _back(number) if number else HttpResponseRedirect(reverse("ideas:ideas"))


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def words(request: HttpRequest, number: str) -> HttpResponse:
    """Put a customer's own words behind an idea: an answer of the lake, or a passage of a study's material."""
    signal, key = request.POST.get("signal", "").strip(), request.POST.get("source", "").strip()
    why = request.POST.get("why", "")[:500]
    if signal:
        services.add_answer(number=number, signal_id=signal, by=actor(request), why=why)
    elif key:
        start, end = (request.POST.get(name, "") for name in ("start", "end"))
        if not NUMBER.fullmatch(start) or not NUMBER.fullmatch(end):
            raise unclear()
        # Whoever may not see the study may not take words out of it.
        seen_study(user=request.user, slug=source(key).study)
        services.add_passage(number=number, source=key, start=int(start), end=int(end), by=actor(request), why=why)
    else:
        raise unclear()
    messages.success(request, _("The customer’s words stand behind the idea."))
    return _back(number)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ideas.edit_ideas", raise_exception=True)
def need(request: HttpRequest, number: str) -> HttpResponse:
    """Say who needs an idea; size and value are computed in the background."""
    view, language = idea(number), get_language() or "en"
    choices: dict[str, Any] = dict(need_choices(language))
    named = f"{number} {view.claim.words(language)}"
    context = {"trail": [*trail_of(), (reverse("ideas:idea", args=[number]), named)], "idea": view, "named": named}
    if request.method != "POST":
        form = NeedForm(found=view.need, **choices)
        return render(request, "ideas/need_form.html", context | {"form": form})
    form = NeedForm(request.POST, **choices)
    try:
        if form.is_valid():
            services.set_need(number=number, need=form.told_need(), by=actor(request))
            messages.success(request, _("It is noted. Size and value are computed in a moment."))
            return _back(number)
    except KuuloError as error:
        context["error"] = error
    return render(request, "ideas/need_form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step of an idea's life."""
    step = request.POST.get("step", "")
    if step not in set(IdeaStep):
        raise unclear()
    reason = request.POST.get("reason", "")
    try:
        services.move_idea(number=number, step=IdeaStep(step), by=actor(request), reason=reason)
    except KuuloError as error:
        return show_idea(request, idea(number, request.user), status=REFUSED, error=error)
    return _back(number)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Make an idea part of another."""
    into = request.POST.get("into", "")
    try:
        services.merge_ideas(number=number, into=into, by=actor(request))
    except KuuloError as error:
        return show_idea(request, idea(number, request.user), status=REFUSED, error=error)
    messages.success(request, _("Merged. It can be parted again on this page."))
    return _back(number)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def part(request: HttpRequest, number: str) -> HttpResponse:
    """Take back that an idea was merged."""
    services.part_idea(number=number, by=actor(request))
    messages.success(request, _("Parted: the idea stands on its own again."))
    return _back(number)


def actor(request: HttpRequest) -> str:
    """Return who acts: the address the person signs in with."""
    return email_of(request.user)


def _back(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("ideas:idea", args=[number]))


def unclear() -> InputError:
    """Return what to say of a form that no page of ours sends."""
    found, mend = (
        gettext_noop("Something is missing or too long."),
        gettext_noop("Look at the fields and send it again."),
    )
    return InputError(found, mend)
