"""Where the customer list was taken in before feeds took it over; kept for bookmarks."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
@permission_required("customers.import_parties", raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    """Lead to the feeds, where customer data comes in now."""
    del request
    return redirect("feeds:list", permanent=True)
