"""The list of feeds, and the page of one."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuulo.feeds import queries


@require_safe
@permission_required("feeds.manage_feeds", raise_exception=True)
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds."""
    return render(request, "feeds/list.html", {"feeds": queries.list_feeds()})
