"""Codes of a codebook: adding, changing, moving, joining and removing them, and reading them from a file."""

from __future__ import annotations

from collections.abc import Mapping
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
from kuulo.codebooks.forms import DEFINITION_LABELS, LANGUAGE_LABELS, LONGEST, CodeForm, FileForm, JoinForm
from kuulo.codebooks.queries import FEWEST_CODED, Book, book, coded_so, drafted_definitions
from kuulo.codebooks.rules import LANGUAGES, CodeView
from kuulo.drafting.queries import writes
from kuulo.drafting.rules import Draft, show_draft

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
    drafts, taken = drafted_definitions(slug, key), request.GET.get("draft", "")
    context = _context(found, language, code) | _drafts_context(found, code, drafts, taken)
    if request.method != "POST":
        form = CodeForm(found=found, language=language, code=code)
        if taken in drafts:
            form.initial[f"definition_{taken}"] = drafts[taken].text[:LONGEST]
        return render(request, "codebooks/code_form.html", context | {"form": form})
    form = CodeForm(request.POST, found=found, language=language, code=code)
    try:
        if form.is_valid():
            services.change_code(slug=slug, key=key, wishes=form.told_wishes())
            if taken in drafts:
                # It is the codebook's own now, as a person left it.
                services.forget_definitions(slug, [key], [taken])
            messages.success(request, _("The code is changed; its codings stay."))
            return HttpResponseRedirect(reverse("codebooks:codebook", args=[slug]))
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "codebooks/code_form.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("codebooks.edit_codebooks", raise_exception=True)
def draft_definition(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask the language model for a definition of a code."""
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        raise Http404(language)
    services.request_definition(slug=slug, key=key, language=language, by=request.user.get_username())
    messages.success(request, _("The definition is being drafted; look here again in a minute."))
    return HttpResponseRedirect(reverse("codebooks:change_code", args=[slug, key]))


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


def _drafts_context(found: Book, code: CodeView, drafts: Mapping[str, Draft], taken: str) -> dict[str, Any]:
    """Return what the form says of drafted definitions: what there is, and whether one can be asked for."""
    own = (get_language() or "en")[:2]
    return {
        "drafts": [(DEFINITION_LABELS[one], one, show_draft(draft, {})) for one, draft in drafts.items()],
        "taken": taken if taken in drafts else "",
        "can_draft": writes(),
        "draft_choices": [(one, LANGUAGE_LABELS[one], one == own) for one in LANGUAGES],
        "coded_so": len(coded_so(found, code.key)),
        "fewest_coded": FEWEST_CODED,
    }


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
