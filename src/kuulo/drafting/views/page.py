"""The page that says whether words leave the machine, where to, and which did; its twin in JSON; a trial."""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import GuardError
from kuulo.drafting import queries, services
from kuulo.drafting.rules.port import Task
from kuulo.drafting.services.asking import AskingError

TASKS: Final = MappingProxyType(
    {
        Task.SUMMARY: gettext_lazy("Summary"),
        Task.DEFINITION: gettext_lazy("Definition of a code"),
        Task.REPLY: gettext_lazy("Reply"),
        Task.EMBEDDING: gettext_lazy("Meaning of words"),
        Task.TRIAL: gettext_lazy("Trial"),
    }
)


@require_safe
@permission_required("drafting.manage_drafting", raise_exception=True)
def drafting(request: HttpRequest) -> HttpResponse:
    """Show which model's server is named, and what was sent where."""
    context = {
        "model": queries.model_server(),
        "embedding": queries.embedding_server(),
        "months": queries.sent_by_month(),
        "calls": [(call, TASKS[call.task]) for call in queries.newest_calls()],
    }
    return render(request, "drafting/drafting.html", context)


@require_safe
@permission_required("drafting.manage_drafting", raise_exception=True)
def drafting_json(_request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    model, embedding = queries.model_server(), queries.embedding_server()
    return JsonResponse(
        {
            "model": asdict(model) if model else None,
            "embedding": asdict(embedding) if embedding else None,
            "months": [asdict(month) for month in queries.sent_by_month()],
            "calls": [asdict(call) for call in queries.newest_calls()],
        }
    )


@require_POST
@permission_required("drafting.manage_drafting", raise_exception=True)
def try_model(request: HttpRequest) -> HttpResponse:
    """Ask the model about a sentence of Kuulo's own and say whether its answer held."""
    try:
        checked = services.try_server(by=request.user.get_username())
    except (AskingError, GuardError) as error:
        messages.error(request, _(error.found.template).format(**error.found.params))
    else:
        if checked.kept:
            messages.success(request, _("The model answered, and what it cited stood word for word in the comment."))
        else:
            messages.warning(request, _("The model answered, but nothing of its answer held word for word."))
    return HttpResponseRedirect(reverse("drafting:drafting"))
