"""Drivers and uplifts as sheets for spreadsheets: a row a figure, none of them rounded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuulo.base.estimate import Estimate
from kuulo.drivers.queries import ChangeStudy, Study
from kuulo.figures.exports import Sheet, Value, estimate_values
from kuulo.figures.templatetags.charts import say


def _heads(first: str) -> tuple[str, ...]:
    return (
        first,
        _("Figure"),
        _("Measure"),
        _("Value"),
        _("Low"),
        _("High"),
        _("Standard error"),
        _("Confidence"),
        _("n"),
        _("Effective n"),
        _("Design effect"),
        _("Asked"),
        _("Answered"),
        _("Method"),
        _("Definition"),
        _("Data version"),
        _("Notes"),
    )


def drivers_sheet(study: Study | None) -> Sheet:
    """Return the table of drivers; headings alone where nothing may be shown."""
    rows: list[tuple[Value, ...]] = []
    if study is not None and study.found is not None:
        rows.append(_row(_("All drivers"), _("Share of the differences"), study.found.explained))
        for one in study.found.drivers:
            name = say(study.names[one.name])
            rows += [
                _row(name, _("Share of the differences"), one.importance),
                _row(name, _("Part of what is explained"), one.share),
                _row(name, _("Standardised coefficient"), one.beta),
                _row(name, _("Correlation"), one.correlation),
                _row(name, _("How well we do, 0–100"), one.performance),
            ]
    return Sheet(heads=_heads(_("Driver")), rows=tuple(rows), facts=())


def change_sheet(study: ChangeStudy | None) -> Sheet:
    """Return the table of an uplift; headings alone where nothing may be shown."""
    rows: list[tuple[Value, ...]] = []
    found = study.differences if study is not None else None
    if found is not None:
        rows += [
            _row(_("Difference of the changes"), _("uplift"), found.effect),
            _row(_("Touched"), _("before"), found.touched[0]),
            _row(_("Touched"), _("after"), found.touched[1]),
            _row(_("Others"), _("before"), found.others[0]),
            _row(_("Others"), _("after"), found.others[1]),
        ]
        rows += [
            _row(_("Touched") if one.touched else _("Others"), one.start.isoformat(), one.estimate)
            for one in found.series
        ]
    series = study.series if study is not None else None
    if series is not None:
        rows += [
            _row(_("Interrupted series"), _("uplift"), series.uplift),
            _row(_("Interrupted series"), _("step at the start"), series.level),
            _row(_("Interrupted series"), _("change of the slope in 30 days"), series.slope),
        ]
    return Sheet(heads=_heads(_("Group")), rows=tuple(rows), facts=())


def _row(who: str, what: str, figure: Estimate) -> tuple[Value, ...]:
    return (who, what, *estimate_values(figure, " ".join(say(note) for note in figure.notes)))
