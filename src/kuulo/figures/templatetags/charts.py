"""Tags and filters for figures: `chart`, `estimate`, `figure_block`, `know`, and `say` for every value they carry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.base.texts import say as text
from kuulo.figures.charts.axes import Place
from kuulo.figures.charts.bounds import BoundsChart
from kuulo.figures.charts.differences import DifferencesChart
from kuulo.figures.charts.distribution import DistributionChart
from kuulo.figures.charts.dots import DotsChart
from kuulo.figures.charts.funnel import FunnelChart
from kuulo.figures.charts.localise import number_in, value_in
from kuulo.figures.charts.quantities import Count, Interval, Quantity, Shown, Unit, shown
from kuulo.figures.charts.trend import TrendChart
from kuulo.figures.charts.wording import (
    change_words,
    method_words,
    percent,
    raw_quantity,
    reason_withheld,
    trust_words,
)

register = template.Library()
Chart = TrendChart | DotsChart | DistributionChart | FunnelChart | DifferencesChart | BoundsChart
MARKUP_FREE = (Quantity, Count, Interval, Shown)  # digits and signs: nothing to escape
EFFECT = 2  # decimals of a design effect


@register.filter
def say(value: object) -> str:
    """Return a Text, quantity, count, date or number in the reader's language."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = timezone.localtime(value)
    said = value_in(get_language() or "en", value, gettext)
    return Place(said) if isinstance(value, MARKUP_FREE) else said


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """Draw a chart: heading, sentence, SVG, key, and the table of the same data."""
    return _render("figure.html", {"chart": drawn, "drawing": f"figures/charts/{drawn.kind}.svg"})


@register.simple_tag
def drawing(drawn: Chart) -> SafeString:
    """Draw the SVG and the key of a chart alone; the caller shows sentence and table."""
    return _render("drawing.html", {"chart": drawn, "drawing": f"figures/charts/{drawn.kind}.svg"})


@register.simple_tag
def estimate(figure: Estimate, size: str = "") -> SafeString:
    """Show a figure with interval, confidence and n; ``size`` is ``large``, ``inline`` or empty."""
    return _render("estimate.html", _seen(figure) | {"size": size})


@register.simple_tag
def know(figure: Estimate, url: str = "", funnel: FunnelChart | None = None) -> SafeString:
    """Show how we know a figure: how far to trust it, method, definition, effective n, who was asked and who answered.

    ``url`` leads to the page with all of it; ``funnel`` draws from whom the answers came.
    """
    return _render("know.html", _seen(figure) | {"facts": _facts(figure), "url": url, "funnel": funnel})


@register.simple_tag
def figure_facts(figure: Estimate) -> SafeString:
    """List what is known of a figure: method, definition, effective n, who was asked and who answered, its notes."""
    return _render("facts.html", {"figure": figure, "facts": _facts(figure)})


@register.simple_tag
def figure_block(
    title: str | Text,
    figure: Estimate,
    *,
    before: Estimate | None = None,
    since: str | Text = "",
    trend: Chart | None = None,
    url: str = "",
) -> SafeString:
    """Show a card: the figure now, its change from ``before`` (named by ``since``), its trend, and how we know."""
    change = None
    if before is not None:
        seen = shown(figure)
        change = change_words(before, figure, since=since, decimals=seen.value.decimals if seen else 0)
    return _render("block.html", {"title": title, "figure": figure, "change": change, "trend": trend, "url": url})


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return SafeString(get_template(f"figures/charts/{name}").render(context).strip())


def _seen(figure: Estimate) -> dict[str, Any]:
    seen = shown(figure)
    return {
        "figure": figure,
        "shown": seen,
        "raw": raw_quantity(figure, seen.value.decimals) if seen else None,
        "trust": trust_words(figure),
        "confidence": percent(figure.confidence),
        "reason": reason_withheld(figure),
    }


def _facts(figure: Estimate) -> list[tuple[Text, str]]:
    """Return what is known about a figure as (what, in words); what nobody knows is said to be unknown."""
    unknown = text(_("not known"))
    response = Quantity(figure.answered / figure.invited, Unit.SHARE) if figure.invited and figure.answered else unknown
    language = get_language() or "en"
    facts: list[tuple[Text, object]] = [
        (text(_("Answers (n)")), figure.n if figure.n is not None else text(_("withheld"))),
        (text(_("Effective number of answers")), Count(figure.n_eff) if figure.n_eff is not None else unknown),
        (text(_("Asked")), figure.invited if figure.invited is not None else unknown),
        (text(_("Answered")), figure.answered if figure.answered is not None else unknown),
        (text(_("Response rate")), response),
        (text(_("Interval")), method_words(figure)),
        (text(_("Definition")), figure.definition),
    ]
    if figure.deff is not None:
        facts.insert(2, (text(_("Design effect")), number_in(language, figure.deff, decimals=EFFECT)))
    seen = shown(figure)
    raw = raw_quantity(figure, seen.value.decimals) if seen else None
    if raw is not None:
        facts.insert(0, (text(_("Uncorrected")), raw))
    if figure.data_version:
        facts.append((text(_("Data version")), figure.data_version))
    return [(what, say(value)) for what, value in facts]
