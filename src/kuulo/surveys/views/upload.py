"""The list of imports and the upload of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import InputError
from kuulo.surveys import queries, services
from kuulo.surveys.forms import UploadForm
from kuulo.surveys.models import AnswerImport

IMPORTS_A_PAGE = 20


@csrf_exempt  # the handler must be in place before the token is looked for in the form; `_imports` looks for it
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("surveys.import_answers", raise_exception=True)
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports; take a file in."""
    services.limit_upload(request)
    return _imports(request)


@csrf_protect
def _imports(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    try:
        services.refuse_too_large(request)
        if not form.is_valid():
            return _page(request, form, status=422)
        import_id = _take_in(request, form.cleaned_data)
    except InputError as error:
        return _page(request, form, error=error, status=422)
    return HttpResponseRedirect(reverse("surveys:import_detail", args=[import_id]))


def _take_in(request: HttpRequest, data: Mapping[str, Any]) -> int:
    file = data["file"]
    uploader = services.Uploader(user_id=str(request.user.pk), name=str(request.user))
    import_id = services.receive_upload(name=file.name, chunks=file.chunks(), uploader=uploader)
    services.recognise_import(import_id=import_id, dataset_name=data["dataset"])
    return import_id


def _page(
    request: HttpRequest, form: UploadForm, *, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    pages = Paginator(AnswerImport.objects.select_related("dataset"), IMPORTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "error": error,
        "page": page,
        "imports": [(row, queries.counts_of(row), queries.standing_of(row)) for row in page],
        "datasets": queries.list_datasets(),
        "limit": settings.KUULO_UPLOAD_LIMIT_MB,
    }
    return render(request, "surveys/imports.html", context, status=status)
