"""Changing weak signals: noting, judging a test, taking a step, putting under a trend."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import KuuloError
from kuulo.ideas import services
from kuulo.ideas.forms import JudgeForm, SignForm
from kuulo.ideas.queries import sign
from kuulo.ideas.rules import Criterion, SignStep, Verdict
from kuulo.ideas.views.changing import REFUSED, actor, unclear
from kuulo.ideas.views.showing import trail_of
from kuulo.ideas.views.signs import show_sign, trend_choices


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ideas.edit_ideas", raise_exception=True)
def new_sign(request: HttpRequest) -> HttpResponse:
    """Note a weak signal or a trend."""
    trends = trend_choices(get_language() or "en")
    context = {"trail": trail_of(to_signs=True), "form": SignForm(trends=trends)}
    if request.method != "POST":
        return render(request, "ideas/sign_form.html", context)
    form = SignForm(request.POST, trends=trends)
    try:
        if form.is_valid():
            number = services.note_sign(wishes=form.told_wishes(), by=actor(request))
            messages.success(request, _("It is noted. Judge its four tests next."))
            return HttpResponseRedirect(reverse("ideas:sign", args=[number]))
    except KuuloError as error:
        context["error"] = error
    return render(request, "ideas/sign_form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Judge one test."""
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return show_sign(request, sign(number, request.user), status=REFUSED, judge_form=form)
    told = form.cleaned_data
    services.judge_sign(
        number=number,
        criterion=Criterion(told["criterion"]),
        verdict=Verdict(told["verdict"]),
        reason=told["reason"],
        by=actor(request),
    )
    messages.success(request, _("Judged."))
    return _back(number)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def move_sign(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step of a weak signal's life."""
    step = request.POST.get("step", "")
    if step not in set(SignStep):
        raise unclear()
    reason = request.POST.get("reason", "")
    try:
        services.move_sign(number=number, step=SignStep(step), by=actor(request), reason=reason)
    except KuuloError as error:
        return show_sign(request, sign(number, request.user), status=REFUSED, error=error)
    return _back(number)


@require_POST
@permission_required("ideas.edit_ideas", raise_exception=True)
def trend(request: HttpRequest, number: str) -> HttpResponse:
    """Say which trend a weak signal is a sign of."""
    services.put_under_trend(number=number, trend=request.POST.get("trend", ""), by=actor(request))
    messages.success(request, _("Changed."))
    return _back(number)


def _back(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("ideas:sign", args=[number]))
