"""Definitions in and out: a file of another tool becomes an instrument in two steps; an instrument leaves as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.base.errors import FileError, InputError
from kuulo.base.texts import mark
from kuulo.instruments import queries, services
from kuulo.instruments.formats.ddi import to_ddi
from kuulo.instruments.formats.detecting import LARGEST, too_large
from kuulo.instruments.formats.imported import LOSS_TITLES, Format, Imported
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.formats.surveyjs_out import to_surveyjs
from kuulo.instruments.forms import DefinitionForm, NamedDefinitionForm
from kuulo.instruments.rules.questionnaire import Questionnaire, in_language, to_json
from kuulo.instruments.views.printing import printed
from kuulo.instruments.views.reading import chosen_language

FORMAT_NAMES: Final[Mapping[Format, str]] = {
    Format.SURVEYJS: "SurveyJS",
    Format.QUALTRICS: "Qualtrics",
    Format.LIMESURVEY: "LimeSurvey",
    Format.KUULO: "Kuulo",
}
MEGABYTE: Final = 1024**2
LARGEST_QUESTIONNAIRE: Final = 2 * MEGABYTE
"""What a form may carry to the second step."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of a definition: the end of its name, its type, its text."""

    ending: str
    content_type: str
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("instruments.edit_instruments", raise_exception=True)
def import_definition(request: HttpRequest) -> HttpResponse:
    """Take a definition in, show what of it was carried over, and make an instrument of it once that was seen."""
    if request.method == "POST" and "definition" in request.POST:
        return _create(request)
    form = DefinitionForm(
        request.POST or None, request.FILES or None, initial={"language": translation.get_language() or "en"}
    )
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, form, status=422 if request.method == "POST" else 200)
    try:
        return _preview(request, form)
    except InputError as error:
        return _upload_page(request, form, error=error, status=422)


def _upload_page(
    request: HttpRequest, form: DefinitionForm, *, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    content = {"form": form, "error": error, "trail": _trail(), "limit": LARGEST // MEGABYTE}
    return render(request, "instruments/definitions_import.html", content, status=status)


def _trail() -> list[tuple[str, str]]:
    return [(reverse("instruments:list"), _("Instruments"))]


def _preview(request: HttpRequest, form: DefinitionForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise too_large(file.name, file.size)
    imported = read_definition(file.read(), file.name, language=form.cleaned_data["language"])
    definition = to_json(imported.questionnaire)
    if len(definition.encode()) > LARGEST_QUESTIONNAIRE:
        raise FileError(
            mark("The questionnaire of {name} is larger than {size} MB."),
            mark("Divide it into several questionnaires."),
            name=file.name,
            size=LARGEST_QUESTIONNAIRE // MEGABYTE,
        )
    title = imported.questionnaire.title
    name = in_language(title, imported.questionnaire.languages[0], imported.questionnaire.languages)
    named = NamedDefinitionForm(initial={"name": (name or PurePath(file.name).stem)[:120], "definition": definition})
    return render(request, "instruments/definitions_preview.html", _seen(imported, named, file.name))


def _seen(imported: Imported, form: NamedDefinitionForm, name: str) -> dict[str, object]:
    losses = [(loss, LOSS_TITLES[loss], found) for loss, found in imported.by_loss()]
    return {
        "form": form,
        "imported": imported,
        "format": FORMAT_NAMES[imported.format],
        "file_name": name,
        "losses": losses,
        "trail": [*_trail(), (reverse("instruments:import_definition"), _("Bring a definition in"))],
    }


def _create(request: HttpRequest) -> HttpResponse:
    form = NamedDefinitionForm(request.POST)
    if form.is_valid():
        made = services.create_instrument(name=form.cleaned_data["name"], questionnaire=form.questionnaire)
        return HttpResponseRedirect(reverse("instruments:build", args=[made.slug]))
    content = {"form": form, "trail": _trail(), "losses": [], "imported": None}
    return render(request, "instruments/definitions_preview.html", content, status=422)


@require_safe
@permission_required("instruments.view_instruments", raise_exception=True)
def export_definition(request: HttpRequest, slug: str, format: str) -> HttpResponse:  # noqa: A002 -- the address's own word
    """Answer with the definition: of the version asked for (``?version=2``), else the newest, else the draft."""
    instrument = queries.instrument(slug)
    number = _number(request, instrument.versions[0].number if instrument.versions else 0)
    questionnaire = queries.version_of(instrument.id, number).questionnaire if number else instrument.draft
    if format == "print":
        return _print(request, questionnaire, slug)
    exported = _exported(format, questionnaire, slug, number)
    if exported is None:
        raise Http404
    name = f"{slug}-{number or 'draft'}.{exported.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(exported.text, content_type=f"{exported.content_type}; charset=utf-8", headers=headers)


def _number(request: HttpRequest, newest: int) -> int:
    asked = request.GET.get("version", "")
    if asked == "draft":
        return 0
    return int(asked) if asked.isdecimal() and len(asked) < 9 else newest


def _exported(name: str, questionnaire: Questionnaire, slug: str, number: int) -> Exported | None:
    if name == "surveyjs":
        return Exported("surveyjs.json", "application/json", to_surveyjs(questionnaire))
    if name == "kuulo":
        return Exported("kuulo.json", "application/json", to_json(questionnaire))
    if name == "ddi":
        today = timezone.localdate().isoformat()
        text = to_ddi(questionnaire, name=slug, version=str(number or ""), produced=today)
        return Exported("ddi.xml", "application/xml", text)
    return None


def _print(request: HttpRequest, questionnaire: Questionnaire, slug: str) -> HttpResponse:
    language = chosen_language(request, questionnaire)
    with translation.override(language):
        content = {"sheet": printed(questionnaire, language), "language": language, "slug": slug}
        return render(request, "instruments/definitions_print.html", content)
