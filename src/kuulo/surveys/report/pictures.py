"""The charts of a report, built from its figures just before they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import (
    Bar,
    Count,
    DistributionChart,
    DotsChart,
    GroupRow,
    TrendChart,
    TrendPoint,
    distribution_chart,
    dots_chart,
    trend_chart,
)
from kuulo.figures.charts.wording import method_words
from kuulo.measures.definitions import definition
from kuulo.surveys.report.asked_tables import AskedCounts, asked_counts, with_asked
from kuulo.surveys.report.model import Breakdown, ChoiceSection, ReportModel, ScoreSection

TITLE_LENGTH, QUESTION_LENGTH = 90, 140
NET_ROLES = {"favourable": "promoter", "neither": "passive", "unfavourable": "detractor"}


@dataclass(frozen=True, slots=True)
class BreakdownPicture:
    """A breakdown and its chart."""

    breakdown: Breakdown
    chart: DotsChart


@dataclass(frozen=True, slots=True)
class SectionPicture:
    """A score question and its charts; None where there is nothing to draw."""

    section: ScoreSection
    effective: Count | None
    asked: AskedCounts | None
    method: Text
    distribution: DistributionChart | None
    trend: TrendChart | None
    breakdowns: tuple[BreakdownPicture, ...]


@dataclass(frozen=True, slots=True)
class ChoicePicture:
    """A question that is no score and its chart."""

    choice: ChoiceSection
    chart: DotsChart


@dataclass(frozen=True, slots=True)
class Overview:
    """Several questions with the same measure beside each other."""

    title: Text
    chart: DotsChart


def section_picture(section: ScoreSection) -> SectionPicture:
    """Return the charts of one score question."""
    return SectionPicture(
        section=section,
        effective=None if section.estimate.n_eff is None else Count(section.estimate.n_eff),
        asked=asked_counts(section.estimate),
        method=method_words(section.estimate),
        distribution=_distribution(section) if section.bars else None,
        trend=_trend(section),
        breakdowns=tuple(BreakdownPicture(one, _breakdown(section, one)) for one in section.breakdowns),
    )


def choice_picture(choice: ChoiceSection) -> ChoicePicture:
    """Return the chart of one question that is no score."""
    rows = [GroupRow(shortened(one.value), one.share) for one in choice.choices]
    title = Text("{question}", {"question": shortened(choice.header, QUESTION_LENGTH)})
    return ChoicePicture(choice, dots_chart(rows, title=title, name=say(_("Share")), group=say(_("Answer"))))


def overviews(report: ReportModel) -> tuple[Overview, ...]:
    """Return questions side by side, one chart for each measure that several share; never two scales in one."""
    by_measure: dict[str, list[ScoreSection]] = {}
    for section in report.sections:
        by_measure.setdefault(f"{section.definition} {section.scale.range_text}", []).append(section)
    return tuple(_overview(sections) for sections in by_measure.values() if len(sections) > 1)


def shortened(text: str, length: int = TITLE_LENGTH) -> str:
    """Return a long question's beginning, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    return flat[:length].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _overview(sections: Sequence[ScoreSection]) -> Overview:
    ordered = sorted(sections, key=lambda one: (one.estimate.value is None, -(one.estimate.value or 0.0)))
    rows = [GroupRow(shortened(one.header), one.estimate) for one in ordered]
    title = sections[0].measure_title
    return Overview(title, dots_chart(rows, title=title, name=title, group=say(_("Question"))))


def _distribution(section: ScoreSection) -> DistributionChart:
    bars = [Bar(_bar_label(bar.value, bar.label), bar.count, role_of(section, bar.value)) for bar in section.bars]
    return distribution_chart(bars, title=say(_("How the answers fall")))


def _bar_label(value: float, label: str) -> str:
    return f"{value:g} · {label}" if label else f"{value:g}"


def role_of(section: ScoreSection, value: float) -> str:
    """Return the group the measure counts an answer in, as charts name it; empty for means."""
    measure = definition(section.definition)
    if measure.favourable is None:
        return ""
    kind = "neither"
    if measure.favourable[0] <= value <= measure.favourable[1]:
        kind = "favourable"
    elif measure.unfavourable is not None and measure.unfavourable[0] <= value <= measure.unfavourable[1]:
        kind = "unfavourable"
    if measure.statistic == "net":
        return NET_ROLES[kind]
    if kind == "neither":
        return "other"
    return "high" if measure.direction >= 0 or measure.favourable[0] == measure.scale_min else "low"


def _trend(section: ScoreSection) -> TrendChart | None:
    if section.trend is None:
        return None
    points = [TrendPoint(start=point.start, estimate=point.estimate) for point in section.trend.points]
    title = say(_("By month")) if section.trend.period == "month" else say(_("By week"))
    chart = trend_chart(points, title=title, name=section.measure_title, grain=section.trend.period)
    return replace(chart, table=with_asked(chart.table, [point.estimate for point in points]))


def _breakdown(section: ScoreSection, one: Breakdown) -> DotsChart:
    rows = [
        GroupRow(say(_("Not known")) if level.value is None else shortened(level.value), level.estimate)
        for level in one.levels
    ]
    chart = dots_chart(
        rows,
        title=say(_("By {attribute}"), attribute=shortened(one.header)),
        reference=section.estimate,
        name=section.measure_title,
        group=Text("{attribute}", {"attribute": shortened(one.header)}),
    )
    return replace(chart, table=with_asked(chart.table, [*(row.estimate for row in rows), section.estimate]))
