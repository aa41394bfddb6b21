"""Codes of a codebook: adding, changing, moving, joining and removing them, and reading them from a file."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import GuardError, InputError
from kuulo.codebooks import services
from kuulo.codebooks.forms import CodeForm, FileForm, JoinForm
from kuulo.codebooks.queries import Book, book
from kuulo.codebooks.rules import CodeView

REFUSED: Final = 422
WAYS: Final = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def new_code(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a code."""
    found, language = book(slug), get_language() or "en"
    context = _context(found, language)
    if request.method != "POST":
        form = CodeForm(found=found, language=language, initial={"parent": request.GET.get("parent", "")})
        return render(request, "codebooks/code_form.html", context | {"form": form})
    form = CodeForm(request.POST, found=found, language=language)
    try:
        if form.is_valid():
            services.add_code(slug=slug, wishes=form.told_wishes())
            messages.success(request, _("The code is added."))
            return HttpResponseRedirect(_after(request, slug))
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "codebooks/code_form.html", context | {"form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def change_code(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a code."""
    found, language = book(slug), get_language() or "en"
    code = found.code(key)
    context = _context(found, language, code)
    if request.method != "POST":
        form = CodeForm(found=found, language=language, code=code)
        return render(request, "codebooks/code_form.html", context | {"form": form})
    form = CodeForm(request.POST, found=found, language=language, code=code)
    try:
        if form.is_valid():
            services.change_code(slug=slug, key=key, wishes=form.told_wishes())
            messages.success(request, _("The code is changed; its codings stay."))
            return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "codebooks/code_form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def move_code(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Move a code one place up or down."""
    wanted = request.POST.get("way", "")
    if wanted not in WAYS:
        raise Http404(wanted)
    services.move_code(slug=slug, key=key, by=WAYS[wanted])
    return HttpResponseRedirect(f"{reverse('codebooks:codebook', args=[slug])}#codes")


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def join_code(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Join a code into another one."""
    found = book(slug)
    form = JoinForm(request.POST, found=found, code=found.code(key), language=get_language() or "en")
    if not form.is_valid():
        raise Http404(key)
    services.join_codes(slug=slug, key=key, into=form.cleaned_data["into"])
    services.request_learning(slug=slug)
    messages.success(request, _("The codes are joined."))
    return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def remove_code(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Remove a code."""
    services.remove_code(slug=slug, key=key)
    services.request_learning(slug=slug)
    messages.success(request, _("The code is removed."))
    return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def import_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Read codes from a CSV file."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a CSV file first."))
        return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))
    count = services.import_codes(slug=slug, content=form.cleaned_data["file"].read())
    services.request_learning(slug=slug)
    messages.success(request, _("{count} codes were read.").format(count=count))
    return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))


def _after(request: HttpRequest, slug: str) -> str:
    """Return where to go after a code was added: to the next one, where that was asked for."""
    return reverse("codebooks:new_code" if request.POST.get("another") else "codebooks:codebook", args=[slug])


def _context(found: Book, language: str, code: CodeView | None = None) -> dict[str, Any]:
    name = found.name(language)
    context: dict[str, Any] = {
        "book": found,
        "name": name,
        "code": code,
        "trail": [
            (reverse("codebooks:codebooks"), _("Codebooks")),
            (reverse("codebooks:codebook", args=[found.slug]), name),
        ],
    }
    if code is not None:
        context["code_name"] = code.name(language)
        context["join_form"] = JoinForm(found=found, code=code, language=language)
    return context
