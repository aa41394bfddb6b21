"""Settings of a diary: what holds for all of it, questions and prompts; added and taken out, never rewritten."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import GuardError, InputError
from kuulo.diaries import services
from kuulo.diaries.forms import FrameForm, PromptForm, QuestionForm
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.rules import PromptKind, QuestionKind, in_language
from kuulo.diaries.rules.wording import PROMPT_NAMES, QUESTION_NAMES, weekday_words, when_words
from kuulo.journeys.queries import list_touchpoints
from kuulo.studies.queries import seen_study
from kuulo.studies.rules import StudyView

REFUSED: Final = 422
WAYS: Final = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("diaries.manage_diaries", raise_exception=True)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the diary's questions and prompts, and change what holds for all of it."""
    study = seen_study(user=request.user, slug=slug)
    context = _settings_context(study)
    if request.method != "POST":
        form = FrameForm(languages=study.languages, plan=plan_of(slug))
        return render(request, "diaries/settings.html", context | {"form": form})
    form = FrameForm(request.POST, languages=study.languages, plan=plan_of(slug))
    try:
        if form.is_valid():
            services.set_frame(study=slug, frame=form.told_frame(), by=_by(request))
            messages.success(request, _("The diary is changed."))
            return _back(slug)
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "diaries/settings.html", context | {"form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("diaries.manage_diaries", raise_exception=True)
def new_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a question of one kind."""
    study = seen_study(user=request.user, slug=slug)
    kind = request.GET.get("kind", QuestionKind.TEXT)
    if kind not in set(QuestionKind):
        raise Http404(kind)
    title = _("A new question: {kind}").format(kind=_(QUESTION_NAMES[QuestionKind(kind)].template))
    context = _form_context(study, title)
    if request.method != "POST":
        form = QuestionForm(languages=study.languages, kind=QuestionKind(kind))
        return render(request, "diaries/form.html", context | {"form": form})
    form = QuestionForm(request.POST, languages=study.languages, kind=QuestionKind(kind))
    try:
        if form.is_valid():
            services.add_question(study=slug, question=form.told_question(), by=_by(request))
            messages.success(request, _("The question is added."))
            return _back(slug)
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "diaries/form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("diaries.manage_diaries", raise_exception=True)
def step_question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Move a question up or down, or take it out; what was answered stays."""
    study = seen_study(user=request.user, slug=slug)
    way = request.POST.get("way", "")
    if way in WAYS:
        services.move_question(study=study.slug, key=key, places=WAYS[way], by=_by(request))
    elif way == "out":
        services.retire_question(study=study.slug, key=key, by=_by(request))
        messages.success(request, _("The question is asked no more; its answers stay."))
    else:
        raise Http404(way)
    return _back(slug)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("diaries.manage_diaries", raise_exception=True)
def new_prompt(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a prompt of one kind."""
    study = seen_study(user=request.user, slug=slug)
    kind = request.GET.get("kind", PromptKind.WEEKLY)
    if kind not in set(PromptKind):
        raise Http404(kind)
    title = _("A new prompt: {kind}").format(kind=_(PROMPT_NAMES[PromptKind(kind)].template))
    context = _form_context(study, title)
    told: dict[str, Any] = {
        "languages": study.languages,
        "kind": PromptKind(kind),
        "touchpoints": [each.name for each in list_touchpoints()],
    }
    if request.method != "POST":
        return render(request, "diaries/form.html", context | {"form": PromptForm(**told)})
    form = PromptForm(request.POST, **told)
    try:
        if form.is_valid():
            services.add_prompt(study=slug, prompt=form.told_prompt(), by=_by(request))
            messages.success(request, _("The prompt is added."))
            return _back(slug)
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "diaries/form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("diaries.manage_diaries", raise_exception=True)
def retire_prompt(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take a prompt out."""
    study = seen_study(user=request.user, slug=slug)
    services.retire_prompt(study=study.slug, key=key, by=_by(request))
    messages.success(request, _("The prompt is sent no more."))
    return _back(slug)


@require_POST
@permission_required("diaries.manage_diaries", raise_exception=True)
def send_again(request: HttpRequest, slug: str, message_id: int) -> HttpResponse:
    """Send a message again of which nobody knows whether it arrived."""
    study = seen_study(user=request.user, slug=slug)
    if not services.send_again(message_id=message_id, study=study.slug, now=timezone.now()):
        raise Http404(message_id)
    messages.success(request, _("It is sent again."))
    return HttpResponseRedirect(reverse("diaries:diary", args=[slug]))


def _by(request: HttpRequest) -> str:
    return str(getattr(request.user, "email", ""))


def _back(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("diaries:settings", args=[slug]))


def _settings_context(study: StudyView) -> dict[str, Any]:
    plan, language = plan_of(study.slug), get_language() or "en"
    questions = [
        {
            "key": each.key,
            "text": in_language(each.text, language, study.languages),
            "kind": QUESTION_NAMES[each.kind],
            "required": each.required,
            "missing": [code for code in study.languages if not each.text.get(code)],
        }
        for each in plan.asked
    ]
    prompts = [
        {
            "key": each.key,
            "when": when_words(each),
            "weekdays": weekday_words(each),
            "text": in_language(each.text, language, study.languages),
        }
        for each in plan.sent
    ]
    return {
        "study": study,
        "questions": questions,
        "prompts": prompts,
        "question_kinds": [(kind.value, name) for kind, name in QUESTION_NAMES.items()],
        "prompt_kinds": [(kind.value, name) for kind, name in PROMPT_NAMES.items()],
        "trail": [
            (reverse("studies:study", args=[study.slug]), study.title),
            (reverse("diaries:diary", args=[study.slug]), _("Diary")),
        ],
    }


def _form_context(study: StudyView, title: str) -> dict[str, Any]:
    return {
        "study": study,
        "title": title,
        "trail": [
            (reverse("diaries:diary", args=[study.slug]), _("Diary")),
            (reverse("diaries:settings", args=[study.slug]), _("Settings of the diary")),
        ],
    }
