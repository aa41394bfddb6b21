"""The list of instruments, and a new one."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.instruments import queries, services
from kuulo.instruments.forms import CreateForm


@require_safe
@permission_required("instruments.view_instruments", raise_exception=True)
def list_page(request: HttpRequest) -> HttpResponse:
    """List the instruments."""
    return render(request, "instruments/list.html", {"instruments": queries.list_instruments()})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("instruments.edit_instruments", raise_exception=True)
def create(request: HttpRequest) -> HttpResponse:
    """Ask what to begin from, and make the instrument."""
    form = CreateForm(request.POST or None, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        made = services.create_instrument(**form.wishes())
        return HttpResponseRedirect(reverse("instruments:build", args=[made.slug]))
    trail = [(reverse("instruments:list"), _("Instruments"))]
    status = 422 if request.method == "POST" else 200
    return render(request, "instruments/create.html", {"form": form, "trail": trail}, status=status)
