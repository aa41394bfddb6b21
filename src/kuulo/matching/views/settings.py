"""How customers are matched."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import InputError
from kuulo.matching import services
from kuulo.matching.forms import SettingsForm
from kuulo.matching.queries.settings import wishes_in_force


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("matching.decide_matches", raise_exception=True)
def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings, and put others in force."""
    wishes = wishes_in_force()
    if request.method != "POST":
        return _page(request, SettingsForm(wishes=wishes))
    form = SettingsForm(request.POST, request.FILES, wishes=wishes)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        services.set_wishes(wishes=form.told_wishes(), by=str(request.user))
    except InputError as error:
        return _page(request, form, error=error, status=422)
    messages.success(request, _("The settings are in force from the next run on."))
    return HttpResponseRedirect(reverse("matching:settings"))


def _page(
    request: HttpRequest, form: SettingsForm, *, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "error": error, "kept": sorted(form.wishes.models)}
    return render(request, "matching/settings.html", context, status=status)
