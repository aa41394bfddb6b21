"""The one thing that matters, in plain words: the main figure, whether it has changed, and where it is lowest."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import Count, Period, Quantity, Unit
from kuulo.figures.charts.quantities import decimals_for
from kuulo.surveys.report.model import Breakdown, Reading, ScoreSection

FAMILIES = ("nps", "recommend.1to10", "fft", "csat", "ces.2010", "ces", "ces.1to5", "enps")
UNITS = {"points": Unit.POINTS, "share": Unit.SHARE, "scale": Unit.SCALE}
LEAST = 30  # answers a group needs before the headline names it


def main_section(sections: Sequence[ScoreSection]) -> ScoreSection | None:
    """Return the question a reader asks for first: recommending, then satisfaction, then effort, then the fullest."""
    shown = [section for section in sections if section.estimate.value is not None]
    if not shown:
        return None
    return min(shown, key=lambda section: (_rank(section.estimate.measure), -(section.estimate.n or 0)))


def headline(main: ScoreSection | None, reading: Reading, *, open_columns: int, sections: int) -> tuple[Text, ...]:
    """Return the sentences a report begins with, the main figure first.

    Args:
        main: The question a reader asks for first; None where no question has a figure to show.
        reading: What was read.
        open_columns: How many columns wait for an answer.
        sections: How many score questions there are, with a figure to show or without.
    """
    if main is None:
        return _without_figure(reading) if sections else _without_score(reading, open_columns)
    decimals = decimals_for([main.estimate], UNITS[main.unit])
    found = (
        _figure(main, decimals),
        _change(main, decimals) if main.trend else None,
        _lowest(main, decimals),
        _response(reading),
        _partial(reading),
    )
    return tuple(sentence for sentence in found if sentence is not None)


def _rank(family: str) -> int:
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)


def quantity(section: ScoreSection, value: float | None, decimals: int) -> Quantity:
    """Return a value in the section's unit; zero stands for a missing one, which callers have ruled out."""
    return Quantity(value or 0.0, UNITS[section.unit], decimals)


def _places(section: ScoreSection, estimate: Estimate, decimals: int) -> dict[str, object]:
    return {
        "measure": section.measure_title,
        "question": section.header,
        "value": quantity(section, estimate.value, decimals),
        "low": quantity(section, estimate.low, decimals),
        "high": quantity(section, estimate.high, decimals),
        "n": Count(estimate.n or 0),
        "confidence": Quantity(estimate.confidence, Unit.SHARE, 0),
    }


def _figure(section: ScoreSection, decimals: int) -> Text:
    places = _places(section, section.estimate, decimals)
    if section.unit == "points":
        return Text(_net_template(section.estimate), places)
    if section.unit == "share":
        return Text(
            _("{measure}: {value} of those who answered, and most likely between {low} and {high} of all like them."),
            places,
        )
    places |= {"minimum": section.scale.minimum, "maximum": section.scale.maximum}
    return Text(_("{measure}: {value}, and most likely between {low} and {high}."), places)


def _net_template(estimate: Estimate) -> str:
    low, high = estimate.low or 0.0, estimate.high or 0.0
    if low > 0:
        return _("More answer in favour than against: {measure} is {value}, and most likely between {low} and {high}.")
    if high < 0:
        return _("More answer against than in favour: {measure} is {value}, and most likely between {low} and {high}.")
    return _("As many may answer against as in favour: {measure} is {value}, and most likely between {low} and {high}.")


def difference(now: Estimate, before: Estimate) -> tuple[float, float, float] | None:
    """Return the difference of two figures from different answers, with its interval; None where one is missing.

    MOVER: the interval is put together from the two intervals (Zou & Donner 2008, Statistics in Medicine 27:1693–1702),
    so that skewed ones stay skewed.
    """
    numbers = (now.value, now.low, now.high, before.value, before.low, before.high)
    if any(number is None for number in numbers):
        return None
    value, low, high, base, base_low, base_high = (float(number or 0.0) for number in numbers)
    change = value - base
    return change, change - hypot(value - low, base_high - base), change + hypot(high - value, base - base_low)


def _change(section: ScoreSection, decimals: int) -> Text | None:
    trend = section.trend
    told = [point for point in trend.points if point.estimate.value is not None] if trend else []
    if trend is None or len(told) < 2:
        return None
    before, now = told[-2], told[-1]
    found = difference(now.estimate, before.estimate)
    if found is None:
        return None
    change, low, high = found
    places = {
        "now": Period(now.start, trend.period),
        "before": Period(before.start, trend.period),
        "value": quantity(section, now.estimate.value, decimals),
        "old": quantity(section, before.estimate.value, decimals),
        "change": _points(section, change, decimals),
        "low": _points(section, low, decimals),
        "high": _points(section, high, decimals),
    }
    return Text(_change_template(low, high), places)


def _points(section: ScoreSection, change: float, decimals: int) -> Quantity:
    """Return a change in points, for shares in percentage points: a per cent sign would read as a relative change."""
    return Quantity(change * 100 if section.unit == "share" else change, Unit.POINTS, decimals, signed=True)


def _change_template(low: float, high: float) -> str:
    if low > 0:
        return _("It has risen: {now} {value}, {before} {old}; the change is {change} ({low} … {high}) points.")
    if high < 0:
        return _("It has fallen: {now} {value}, {before} {old}; the change is {change} ({low} … {high}) points.")
    return _(
        "No clear change from {before} to {now}: {change} ({low} … {high}) points; chance alone could have made it."
    )


def _lowest(section: ScoreSection, decimals: int) -> Text | None:
    """Return the group that is most clearly worse than all together: its interval ends before theirs begins."""
    better = -1.0 if section.scale.direction == -1 and section.unit == "scale" else 1.0
    worst: tuple[float, Breakdown, str, Estimate] | None = None
    groups = 0
    for breakdown in section.breakdowns:
        for level in breakdown.levels:
            estimate = level.estimate
            if estimate.value is None or level.value is None:
                continue
            groups += 1
            gap = _gap(estimate, section.estimate, better)
            if (estimate.n or 0) >= LEAST and gap > 0 and (worst is None or gap > worst[0]):
                worst = (gap, breakdown, level.value, estimate)
    if worst is None:
        return None
    _gap_found, breakdown, value, estimate = worst
    places = _places(section, estimate, decimals) | {"group": value, "attribute": breakdown.header, "groups": groups}
    return Text(
        _("Clearly worst of the {groups} groups compared: “{group}” ({attribute}), {value} ({low} … {high})."), places
    )


def _gap(estimate: Estimate, whole: Estimate, better: float) -> float:
    ends = (estimate.high, whole.low) if better > 0 else (estimate.low, whole.high)
    if ends[0] is None or ends[1] is None:
        return 0.0
    return better * (ends[1] - ends[0])


def _response(reading: Reading) -> Text | None:
    if reading.asked is None or reading.answered is None or reading.response_share is None:
        return None
    return say(
        _("Of the {asked} who were asked, {answered} answered ({share}); what the others think is not in the figures."),
        answered=Count(reading.answered),
        asked=Count(reading.asked),
        share=Quantity(reading.response_share, Unit.SHARE, 0),
    )


def _partial(reading: Reading) -> Text | None:
    begun = reading.accepted - (reading.silent or 0)
    if not reading.partial or reading.partial < begun / 10:
        return None
    return say(
        _("{partial} of {accepted} responses were not finished ({share}); what they did answer is counted."),
        partial=Count(reading.partial),
        accepted=Count(begun),
        share=Quantity(reading.partial / begun, Unit.SHARE, 0),
    )


def _without_figure(reading: Reading) -> tuple[Text, ...]:
    first = say(
        _("No score question has a figure that can be shown: too few answered, or nobody on the scale. See the counts.")
    )
    return tuple(sentence for sentence in (first, _partial(reading)) if sentence is not None)


def _without_score(reading: Reading, open_columns: int) -> tuple[Text, ...]:
    if open_columns:
        first = say(
            _("No score question can be used before its scale is settled; columns that wait for an answer: {count}."),
            count=Count(open_columns),
        )
        return tuple(sentence for sentence in (first, _response(reading), _partial(reading)) if sentence is not None)
    first = say(_("This file holds no score question: what follows is who answered, what they chose and wrote."))
    hint = say(
        _("If one of its columns is a score, say so: {options}"),
        options='--role "COLUMN=score" --score "COLUMN=0-10"',
    )
    found = (first, _response(reading), _partial(reading), hint)
    return tuple(sentence for sentence in found if sentence is not None)
