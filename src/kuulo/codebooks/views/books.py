"""Codebooks: the list, one with its measured quality, making, changing and removing them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import InputError
from kuulo.codebooks import services
from kuulo.codebooks.forms import BookForm, FileForm
from kuulo.codebooks.queries import agreement_of, book, list_books, machine_of, progress_of
from kuulo.codebooks.queries.comments import questions_of_comments
from kuulo.codebooks.rules import write_codes
from kuulo.codebooks.views.showing import Shown, coder_of, plain_of, show_book

REFUSED = 422


@require_safe
@permission_required("codebooks.view_codebooks", raise_exception=True)
def codebooks(request: HttpRequest) -> HttpResponse:
    """List the codebooks."""
    language = get_language() or "en"
    lines = [{"line": line, "name": line.name(language)} for line in list_books()]
    return render(request, "codebooks/list.html", {"lines": lines})


@require_safe
@permission_required("codebooks.view_codebooks", raise_exception=True)
def codebooks_json(request: HttpRequest) -> JsonResponse:
    """Return the codebooks as plain values."""
    del request
    return JsonResponse({"codebooks": [asdict(line) for line in list_books()]})


@require_safe
@permission_required("codebooks.view_codebooks", raise_exception=True)
def codebook(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a codebook: the share of every code with how right the machine is about it, and how far coders agree."""
    shown = _shown(request, slug)
    context = show_book(shown, get_language() or "en")
    context |= {"trail": [(reverse("codebooks:codebooks"), _("Codebooks"))], "file_form": FileForm()}
    return render(request, "codebooks/codebook.html", context)


@require_safe
@permission_required("codebooks.view_codebooks", raise_exception=True)
def codebook_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    return JsonResponse(plain_of(_shown(request, slug)))


@require_safe
@permission_required("codebooks.view_codebooks", raise_exception=True)
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the codes as CSV, to be changed in a spreadsheet and read in again."""
    del request
    found = book(slug)
    headers = {"Content-Disposition": f'attachment; filename="kuulo-codes-{found.slug}.csv"'}
    return HttpResponse(write_codes(found.codes), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make a codebook."""
    questions = questions_of_comments()
    context: dict[str, Any] = {"trail": [(reverse("codebooks:codebooks"), _("Codebooks"))]}
    if request.method != "POST":
        return render(request, "codebooks/book_form.html", context | {"form": BookForm(questions=questions)})
    form = BookForm(request.POST, questions=questions)
    try:
        if form.is_valid():
            made = services.make_book(wishes=form.told_wishes(), by=str(request.user))
            messages.success(request, _("The codebook is made. Add its codes next."))
            return HttpResponseRedirect(reverse("codebooks:codebook", args=[made.slug]))
    except InputError as error:
        context["error"] = error
    return render(request, "codebooks/book_form.html", context | {"form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a codebook."""
    found, questions = book(slug), questions_of_comments()
    name = found.name(get_language() or "en")
    trail = [(reverse("codebooks:codebooks"), _("Codebooks")), (reverse("codebooks:codebook", args=[slug]), name)]
    context: dict[str, Any] = {"trail": trail, "book": found, "name": name}
    if request.method != "POST":
        form = BookForm(questions=questions, found=found)
        return render(request, "codebooks/book_form.html", context | {"form": form})
    form = BookForm(request.POST, questions=questions, found=found)
    try:
        if form.is_valid():
            services.change_book(slug=slug, wishes=form.told_wishes())
            services.request_learning(slug=slug)
            messages.success(request, _("Changed. The machine reads the comments anew."))
            return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))
    except InputError as error:
        context["error"] = error
    return render(request, "codebooks/book_form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a codebook and everything coded with it."""
    gone = services.remove_book(slug=slug)
    messages.success(request, _("The codebook is removed, with {count} codings.").format(count=gone))
    return HttpResponseRedirect(reverse("codebooks:codebooks"))


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def learn(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the machine to learn now."""
    services.request_learning(slug=book(slug).slug)
    messages.success(request, _("The machine learns. Load the page again in a moment."))
    return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))


def _shown(request: HttpRequest, slug: str) -> Shown:
    found = book(slug)
    return Shown(
        book=found,
        machine=machine_of(found.id),
        progress=progress_of(found.id, coder_of(request)),
        agreement=agreement_of(found),
    )
