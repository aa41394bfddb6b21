"""The report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from kuulo.figures.charts import Quantity, Unit, chart_css
from kuulo.figures.charts.wording import percent
from kuulo.measures.definitions import Definition, definition
from kuulo.surveys.report.model import ReportModel
from kuulo.surveys.report.pictures import choice_picture, overviews, section_picture


def render_report(report: ReportModel, language: str) -> str:
    """Return the page in one of the languages of the interface."""
    with translation.override(language):
        page = render_to_string(
            "surveys/report.html",
            {
                "report": report,
                "language": language,
                "css": chart_css(),
                "main": next((section for section in report.sections if section.anchor == report.main), None),
                "overviews": overviews(report),
                "sections": [section_picture(section) for section in report.sections],
                "choices": [choice_picture(choice) for choice in report.choices],
                "measures": _measures(report),
                "level": percent(report.confidence),
                "response": Quantity(report.reading.response_share or 0.0, Unit.SHARE, 0),
            },
        )
    return page.lstrip()


def _measures(report: ReportModel) -> list[Definition]:
    """Return the definitions the report uses, each once, in the order they appear."""
    return [definition(name) for name in dict.fromkeys(section.definition for section in report.sections)]
