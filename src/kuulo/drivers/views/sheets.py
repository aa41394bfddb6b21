"""Drivers and uplifts as sheets for spreadsheets: a row a figure, none of them rounded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuulo.drivers.queries import ChangeStudy, Study
from kuulo.figures.exports import Sheet, Value, figure_heads, figure_row
from kuulo.figures.templatetags.charts import say


def drivers_sheet(study: Study | None) -> Sheet:
    """Return the table of drivers; headings alone where nothing may be shown."""
    rows: list[tuple[Value, ...]] = []
    if study is not None and study.found is not None:
        rows.append(figure_row(_("All drivers"), _("Share of the differences"), figure=study.found.explained))
        for one in study.found.drivers:
            name = say(study.names[one.name])
            rows += [
                figure_row(name, _("Share of the differences"), figure=one.importance),
                figure_row(name, _("Part of what is explained"), figure=one.share),
                figure_row(name, _("Standardised coefficient"), figure=one.beta),
                figure_row(name, _("Correlation"), figure=one.correlation),
                figure_row(name, _("How well we do, 0–100"), figure=one.performance),
            ]
    return Sheet(heads=figure_heads(_("Driver"), _("Figure")), rows=tuple(rows), facts=())


def change_sheet(study: ChangeStudy | None) -> Sheet:
    """Return the table of an uplift; headings alone where nothing may be shown."""
    rows: list[tuple[Value, ...]] = []
    found = study.differences if study is not None else None
    if found is not None:
        rows += [
            figure_row(_("Difference of the changes"), _("uplift"), figure=found.effect),
            figure_row(_("Touched"), _("before"), figure=found.touched[0]),
            figure_row(_("Touched"), _("after"), figure=found.touched[1]),
            figure_row(_("Others"), _("before"), figure=found.others[0]),
            figure_row(_("Others"), _("after"), figure=found.others[1]),
        ]
        rows += [
            figure_row(_("Touched") if one.touched else _("Others"), one.start.isoformat(), figure=one.estimate)
            for one in found.series
        ]
    series = study.series if study is not None else None
    if series is not None:
        rows += [
            figure_row(_("Interrupted series"), _("uplift"), figure=series.uplift),
            figure_row(_("Interrupted series"), _("step at the start"), figure=series.level),
            figure_row(_("Interrupted series"), _("change of the slope in 30 days"), figure=series.slope),
        ]
    return Sheet(heads=figure_heads(_("Group"), _("Figure")), rows=tuple(rows), facts=())
