"""Customers: how many there are, and taking a list of them in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import FileError, InputError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import attribute_names, count_parties
from kuulo.invitations.forms.people import PeopleForm
from kuulo.invitations.services.people import PeopleReport, import_people

MEGABYTE: Final = 1024**2
REMARKS_SHOWN: Final = 200


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("customers.import_parties", raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    """Show how many customers there are; take a list in and tell what became of each row."""
    if request.method != "POST":
        return _page(request, PeopleForm())
    form = PeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        report = _take_in(form.cleaned_data["file"])
    except InputError as error:
        return _page(request, form, error=error, status=422)
    return _page(request, PeopleForm(), report=report)


def _take_in(file: UploadedFile[bytes]) -> PeopleReport:
    name = Path(file.name or "").name
    if (file.size or 0) > settings.KUULO_UPLOAD_LIMIT_MB * MEGABYTE:
        raise FileError(
            _("{file} is larger than {limit} MB."),
            _("Split the list."),
            file=name,
            limit=settings.KUULO_UPLOAD_LIMIT_MB,
        )
    # The suffix says what kind of file it is; the rest of the name is the sender's and no path of ours.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{''.join(Path(name).suffixes[-2:])}"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        return import_people(path, name=name)


def _page(
    request: HttpRequest,
    form: PeopleForm,
    *,
    report: PeopleReport | None = None,
    error: InputError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "report": report,
        "remarks": report.remarks[:REMARKS_SHOWN] if report else (),
        "more": max(len(report.remarks) - REMARKS_SHOWN, 0) if report else 0,
        "error": error,
        "people": count_parties(),
        "attributes": attribute_names(),
        "limit": settings.KUULO_UPLOAD_LIMIT_MB,
    }
    return render(request, "invitations/people.html", context, status=status)
