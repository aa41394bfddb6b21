"""What Explore shows, as files for spreadsheets."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.texts import Text
from kuulo.figures.exports import Sheet, csv_bytes, figure_heads, figure_row, xlsx_bytes
from kuulo.figures.forms import dimension_name, value_names
from kuulo.figures.queries import open_reading, settle
from kuulo.figures.rules import parse_selection
from kuulo.figures.templatetags.charts import say
from kuulo.figures.views.explore import params_of
from kuulo.figures.views.showing import Shown, show

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@permission_required("figures.download_figures", raise_exception=True)
def download_csv(request: HttpRequest) -> HttpResponse:
    """Send the figures as CSV, written the reader's language's way."""
    shown = _shown(request)
    return _file(csv_bytes(sheet_of(shown), get_language() or "en"), "text/csv; charset=utf-8", shown, "csv")


@require_safe
@permission_required("figures.download_figures", raise_exception=True)
def download_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the figures as a workbook."""
    shown = _shown(request)
    content = xlsx_bytes(sheet_of(shown), figures=_("Figures"), about=_("About"))
    return _file(content, XLSX, shown, "xlsx")


def _shown(request: HttpRequest) -> Shown:
    wanted = parse_selection(params_of(request.GET))
    with open_reading() as reading:
        return show(reading, settle(reading, wanted))


def _file(content: bytes, kind: str, shown: Shown, ending: str) -> HttpResponse:
    by = f"-{shown.scope.selection.by.name}" if shown.scope.selection.by else ""
    stem = f"kuulo-{shown.scope.definition.id.partition('@')[0]}{by}"
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "_" for sign in stem)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def sheet_of(shown: Shown) -> Sheet:
    """Return the table of what is shown: everybody first, then each group."""
    by = shown.scope.selection.by
    return Sheet(
        heads=figure_heads(dimension_name(by) if by else _("Group")),
        rows=(
            figure_row(_("Everybody"), figure=shown.whole),
            *(figure_row(say(label), figure=estimate) for label, estimate in shown.groups),
        ),
        facts=_facts(shown),
    )


def _facts(shown: Shown) -> tuple[tuple[str, str], ...]:
    selection = shown.scope.selection
    filters = [
        (dimension_name(one.dimension), ", ".join(value_names(one.dimension, one.values).values()))
        for one in selection.filters
    ]
    return (
        (_("Measure"), say(shown.title)),
        (_("Definition"), shown.scope.definition.id),
        (_("Source of the definition"), say(Text(shown.scope.definition.source))),
        (_("Period"), say(shown.days)),
        *filters,
        (_("Data version"), shown.whole.data_version),
    )
