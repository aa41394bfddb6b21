"""Answers out: what a file of an instrument's answers would hold, and the file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from kuulo.accounts.queries import organisation
from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in
from kuulo.instruments import queries as instruments
from kuulo.instruments.queries import InstrumentView
from kuulo.instruments.rules.questionnaire import LANGUAGES, Promise
from kuulo.responses import queries
from kuulo.responses.exports.csv_file import Style
from kuulo.responses.exports.masking import OwnWords
from kuulo.responses.exports.writing import FileFormat, Wish, write_answers
from kuulo.responses.rules.states import State

TYPES: Final = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
    FileFormat.SAV: "application/x-spss-sav",
}
COMMA_LANGUAGES: Final = ("fi", "sv")


@require_safe
@permission_required("responses.export_answers", raise_exception=True)
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what can be taken out, and what the promise leaves out."""
    return _page(request, instruments.instrument(slug))


def _page(request: HttpRequest, instrument: InstrumentView, *, error: KuuloError | None = None) -> HttpResponse:
    counts = queries.counts(instrument.slug)
    language = _language(request)
    content = {
        "instrument": instrument,
        "complete": counts[State.COMPLETE],
        "broken_off": counts[State.PARTIAL] + counts[State.DISMISSED],
        "suspect": counts["suspect"],
        "promise": instrument.promise.value,
        "protected": instrument.promise is not Promise.IDENTIFIED,
        "floor": organisation().anonymity_floor,
        "words_language": language,
        "semicolons": language in COMMA_LANGUAGES,
        "error": error,
    }
    return render(request, "responses/answers.html", content, status=422 if error else 200)


@require_safe
@permission_required("responses.export_answers", raise_exception=True)
def answers_file(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:  # noqa: A002 -- the address's own word
    """Answer with the file; where the promise keeps the answers together, with the page that says so."""
    if format not in set(FileFormat):
        raise Http404
    instrument = instruments.instrument(slug)
    wish = wish_of(request, FileFormat(format))
    handle, name = tempfile.mkstemp(suffix=f".{format}")
    os.close(handle)
    path = Path(name)
    try:
        write_answers(instrument, wish, path, said)
        file = path.open("rb")
    except KuuloError as error:
        return _page(request, instrument, error=error)
    finally:
        # The open file stays readable; nothing is left behind, whatever happens to the connection.
        path.unlink()
    return FileResponse(file, as_attachment=True, filename=f"{slug}.{format}", content_type=TYPES[wish.format])


def wish_of(request: HttpRequest, wanted: FileFormat) -> Wish:
    """Return what the form asks for."""
    asked = request.GET
    style = Style(
        language=_language(request),
        semicolons=asked.get("cells") == "semicolon",
        words=asked.get("choices", "words") == "words",
        states=asked.get("states") == "1",
    )
    as_written = asked.get("own_words") == OwnWords.AS_WRITTEN and request.user.has_perm("words.view_unmasked")
    return Wish(
        format=wanted,
        style=style,
        broken_off=asked.get("broken_off") == "1",
        words=OwnWords.AS_WRITTEN if as_written else OwnWords.MASKED,
    )


def _language(request: HttpRequest) -> str:
    for language in (request.GET.get("language"), get_language()):
        if language in LANGUAGES:
            return str(language)
    return LANGUAGES[0]


def said(text: Text) -> str:
    """Return a text in the page's language."""
    return value_in(get_language() or "en", text, gettext)
