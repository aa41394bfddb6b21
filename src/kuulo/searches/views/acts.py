"""Saving a search, removing one, and asking for a written summary."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kuulo.base.errors import GuardError, InputError
from kuulo.figures.templatetags.charts import say
from kuulo.searches import services
from kuulo.searches.queries import saved_search
from kuulo.searches.views.page import address_of, asked_for, language_now
from kuulo.words.services import current_embedder


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name."""
    question = asked_for(request.POST)
    try:
        saved = services.save_search(
            name=request.POST.get("name", ""),
            question=question,
            by=request.user.get_username(),
            embedder=current_embedder(),
        )
    except InputError as error:
        messages.error(request, f"{say(error.found)} {say(error.mend)}")
        return HttpResponseRedirect(address_of(question))
    words = ngettext(
        "“{name}” is saved. {count} customer known by name wrote what it finds; segments can ask for that list.",
        "“{name}” is saved. {count} customers known by name wrote what it finds; segments can ask for that list.",
        saved.customers,
    )
    messages.success(request, words.format(name=saved.name, count=saved.customers))
    return HttpResponseRedirect(address_of(question))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a saved search with its list."""
    found = saved_search(slug)
    try:
        services.remove_search(slug=slug)
    except GuardError as error:
        messages.error(request, f"{say(error.found)} {say(error.mend)}")
    else:
        messages.success(request, _("The search “{name}” is removed.").format(name=found.name))
    return HttpResponseRedirect(reverse("searches:search"))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def write(request: HttpRequest) -> HttpResponse:
    """Ask the language model for a summary of what a search finds."""
    question = asked_for(request.POST)
    services.request_summary(question, language=language_now(), by=request.user.get_username())
    messages.success(request, _("The summary is being written; look here again in a minute."))
    return HttpResponseRedirect(address_of(question))
