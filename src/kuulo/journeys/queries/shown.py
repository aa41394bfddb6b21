"""A journey as its page shows it: the path of everybody, the groups beside each other, what is said at each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import attribute_names
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.rules.periods import Period, Window, window_before, window_of
from kuulo.journeys.queries.experience import Said, experience
from kuulo.journeys.queries.flow import Ask, Way, count_flow
from kuulo.journeys.queries.journeys import JourneyView
from kuulo.journeys.queries.touchpoints import known_touchpoints
from kuulo.journeys.rules.comparing import Difference, difference
from kuulo.journeys.rules.flow import Flow, FlowFigure, Frame, StepCount, figure_of
from kuulo.measures.withholding import withheld_cells

MOST_GROUPS: Final = 6
PERIODS: Final = ("28", "90", "365", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a page is asked for.

    Attributes:
        period: One of `PERIODS`.
        by: Attribute of customers to put beside each other; empty for none.
        before: Whether the time of the same length before is put beside it.
    """

    period: str = "90"
    by: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A group or the time before, and step by step how it differs: from the others, or the present from it."""

    figure: FlowFigure
    differences: tuple[Difference | None, ...]
    whole: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyShown:
    """Everything the page of a journey shows."""

    window: Window
    figure: FlowFigure
    groups: tuple[Beside, ...]
    left_out: int
    before: Beside | None
    said: tuple[Said, ...]


def way_of(view: JourneyView) -> Way:
    """Return a journey as it is counted."""
    known = known_touchpoints()
    places = {one.slug: place for place, one in enumerate(known, start=1)}
    return Way(
        touchpoints=known,
        steps=tuple(places[step.touchpoint] for step in view.steps),
        optional=tuple(step.optional for step in view.steps),
        within_days=view.within_days,
    )


def show_journey(reading: Reading, view: JourneyView, wanted: Wanted) -> JourneyShown:
    """Return what the page of a journey shows.

    Raises:
        InputError: No customer has the attribute asked for, or there is no such period.
    """
    check_wanted(wanted)
    way, frame = way_of(view), frame_of(reading)
    window = window_of(Period(wanted.period), newest=newest_signal(reading), zone=reading.zone)
    whole = everybody(reading, way, window)
    figure = figure_of(whole, frame)
    flows = count_flow(reading, way, Ask(window, by=wanted.by)) if wanted.by else ()
    groups = _groups(flows, whole, frame)
    earlier = window_before(window, reading.zone) if wanted.before else None
    return JourneyShown(
        window=window,
        figure=figure,
        groups=groups[:MOST_GROUPS],
        left_out=max(len(groups) - MOST_GROUPS, 0),
        before=_before(reading, way, earlier, figure) if earlier is not None else None,
        said=experience(reading, way, Ask(window)),
    )


def check_wanted(wanted: Wanted) -> None:
    """Refuse what cannot be shown.

    Raises:
        InputError: No customer has the attribute asked for, or there is no such period.
    """
    if wanted.period not in PERIODS:
        raise InputError(
            _("The address asks for the period “{kind}”."), _("Use 28, 90, 365 or all."), kind=wanted.period[:40]
        )
    if wanted.by and wanted.by not in attribute_names():
        raise InputError(
            _("No customer has an attribute named “{name}”."),
            _("Choose one of those that are listed."),
            name=wanted.by[:80],
        )


def frame_of(reading: Reading) -> Frame:
    """Return what holds for all figures of a page."""
    return Frame(floor=reading.floor, confidence=reading.confidence, data_version=reading.data_version)


@kept
def newest_signal(reading: Reading) -> datetime | None:
    """Return when the newest signal of what people did, rather than said, happened; None where there is none."""
    found = reading.snapshot.run("SELECT max(occurred_at) AS newest FROM signals").to_pylist()[0]
    newest: datetime | None = found["newest"]
    return newest


def everybody(reading: Reading, way: Way, window: Window) -> Flow:
    """Return the flow of everybody who entered in a window."""
    found = count_flow(reading, way, Ask(window))
    return found[0] if found else nobody(way)


def nobody(way: Way) -> Flow:
    """Return the flow of nobody."""
    steps = tuple(StepCount(before=0, reached=0, optional=optional, times=None) for optional in way.optional)
    return Flow(label=None, entered=0, under_way=0, steps=steps, times=None)


def _groups(flows: tuple[Flow, ...], whole: Flow, frame: Frame) -> tuple[Beside, ...]:
    hidden = withheld_cells([(one.label,) for one in flows], [one.entered for one in flows], frame.floor)
    return tuple(
        _beside(flow, whole, frame, withheld=place in hidden) for place, flow in enumerate(flows) if flow.entered
    )


def _beside(flow: Flow, whole: Flow, frame: Frame, *, withheld: bool) -> Beside:
    figure = figure_of(flow, frame, withheld=withheld)
    others = figure_of(_less(whole, flow), frame)
    return _compared(figure, figure, others)


def _compared(shown: FlowFigure, one: FlowFigure, other: FlowFigure) -> Beside:
    steps = zip(one.steps, other.steps, strict=True)
    return Beside(
        figure=shown,
        differences=tuple(difference(mine.passed, theirs.passed) for mine, theirs in steps),
        whole=difference(one.whole, other.whole),
    )


def _less(whole: Flow, part: Flow) -> Flow:
    """Return everybody but the people of a group."""
    steps = tuple(
        replace(all_, before=all_.before - own.before, reached=all_.reached - own.reached, times=None)
        for all_, own in zip(whole.steps, part.steps, strict=True)
    )
    return replace(whole, entered=whole.entered - part.entered, under_way=0, steps=steps, times=None)


def _before(reading: Reading, way: Way, window: Window, now: FlowFigure) -> Beside:
    then = figure_of(everybody(reading, way, window), frame_of(reading))
    return _compared(then, now, then)


def filters_of(wanted: Wanted) -> Mapping[str, str]:
    """Return what is asked for as parameters of an address; what is usual is left out."""
    told = {"period": "" if wanted.period == "90" else wanted.period, "by": wanted.by}
    return {name: value for name, value in told.items() if value} | ({"before": "1"} if wanted.before else {})
