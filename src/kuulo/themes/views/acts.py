"""What a person does: find themes anew, accept, hide, rename, join and part them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kuulo.figures.queries import open_reading
from kuulo.themes import services
from kuulo.themes.forms import MergeForm, NameForm, StateForm
from kuulo.themes.queries import get_theme, list_themes, settled_scope
from kuulo.themes.rules import State
from kuulo.themes.views.showing import language, theme_url
from kuulo.themes.views.theme import page_of_theme
from kuulo.themes.views.words import wanted
from kuulo.themes.views.written import page_url

REFUSED = 422
SAID = {
    State.ACCEPTED: gettext_lazy("The theme is accepted."),
    State.REJECTED: gettext_lazy("The theme is hidden; its comments belong to no theme in a minute or so."),
    State.PROPOSED: gettext_lazy("The theme is a proposal again."),
}


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def find(request: HttpRequest) -> HttpResponse:
    """Ask for themes to be found anew."""
    services.request_themes()
    messages.success(request, _("Themes are found in the background; the page shows them in a few minutes."))
    return HttpResponseRedirect(reverse("themes:words"))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def write(request: HttpRequest) -> HttpResponse:
    """Ask the language model for a summary of what customers talk about."""
    return _written(request, "")


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def write_theme(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the language model for a summary of a theme's comments."""
    return _written(request, get_theme(key).key)


def _written(request: HttpRequest, theme: str) -> HttpResponse:
    selection = wanted(request)
    with open_reading() as reading:
        scope = settled_scope(reading, selection)
    services.request_writing(scope, theme=theme, language=language(), by=request.user.get_username())
    messages.success(request, _("The summary is being written; look here again in a minute."))
    return HttpResponseRedirect(page_url(scope, "theme" if theme else "words", theme))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Accept or hide a theme, or make it a proposal again."""
    form = StateForm(request.POST)
    if not form.is_valid():
        return page_of_theme(request, key, status=REFUSED)
    state = State(form.cleaned_data["state"])
    if services.decide_theme(key=key, state=state, by=str(request.user), now=timezone.now()):
        services.request_assigning()
    messages.success(request, SAID[state])
    return HttpResponseRedirect(theme_url(key, None))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def rename(request: HttpRequest, key: str) -> HttpResponse:
    """Give a theme a name."""
    get_theme(key)
    form = NameForm(request.POST)
    if not form.is_valid():
        return page_of_theme(request, key, form, status=REFUSED)
    services.rename_theme(key=key, name=form.cleaned_data["name"], by=str(request.user), now=timezone.now())
    messages.success(request, _("The name holds everywhere from now on."))
    return HttpResponseRedirect(theme_url(key, None))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """Make a theme part of another."""
    others = tuple(one for one in list_themes() if one.key != key)
    form = MergeForm(request.POST, others, language())
    if not form.is_valid():
        return page_of_theme(request, key, status=REFUSED)
    into = form.cleaned_data["into"]
    services.merge_theme(key=key, into=into, by=str(request.user), now=timezone.now())
    services.request_assigning()
    messages.success(request, _("The themes are joined; figures show it in a minute or so."))
    return HttpResponseRedirect(theme_url(into, None))


@require_POST
@permission_required("words.edit_words", raise_exception=True)
def part(request: HttpRequest, key: str) -> HttpResponse:
    """Let a theme that is part of another stand by itself again."""
    services.part_theme(key=key, by=str(request.user), now=timezone.now())
    services.request_assigning()
    messages.success(request, _("The theme stands by itself again; figures show it in a minute or so."))
    return HttpResponseRedirect(theme_url(key, None))
