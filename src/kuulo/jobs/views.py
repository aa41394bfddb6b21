"""Pages of background work: what waits, runs, is done or failed, and the button that runs it again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuulo.jobs import queries, services


@require_safe
@permission_required("jobs.view_jobs", raise_exception=True)
def list_page(request: HttpRequest) -> HttpResponse:
    """Show the newest jobs and the recurring work; only the part that changes when htmx asks."""
    context = {"jobs": queries.list_jobs(), "recurring": queries.list_recurring()}
    return render(request, "jobs/_jobs.html" if _is_refresh(request) else "jobs/list.html", context)


@require_safe
@permission_required("jobs.view_jobs", raise_exception=True)
def detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show one job; only the part that changes when htmx asks."""
    job = queries.get_job(job_id)
    if job is None:
        raise Http404
    return render(request, "jobs/_job.html" if _is_refresh(request) else "jobs/detail.html", {"job": job})


@require_POST
@permission_required("jobs.repeat_jobs", raise_exception=True)
def repeat(request: HttpRequest, job_id: int) -> HttpResponse:
    """Let a finished job run once more."""
    if queries.get_job(job_id) is None:
        raise Http404
    services.retry_job(job_id)
    messages.success(request, _("Job %(number)s waits to run once more.") % {"number": job_id})
    return HttpResponseRedirect(reverse("jobs:detail", args=[job_id]))


def _is_refresh(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers
