"""Home: the organisation's figures now against before."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@permission_required("web.view_home", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """Show the figures of the organisation."""
    return render(request, "web/home.html")
