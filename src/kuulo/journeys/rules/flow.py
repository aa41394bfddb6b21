"""How many persons pass each step of a journey, as figures with their intervals; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.wording import RECORDED_COUNT
from kuulo.measures.intervals import wilson

DEFINITION: Final = "share@1"
BELOW_FLOOR: Final = _(
    "Withheld to protect persons: fewer than {floor} of them here, or in a group that could be worked out."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long persons took, in seconds: the median with its interval, and the quartiles."""

    n: int
    median: float
    low: float
    high: float
    quarter: float
    three_quarters: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """Persons at one step: ``before`` had come so far, ``reached`` it; of those, the times since the step before."""

    before: int
    reached: int
    optional: bool
    times: Times | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What the engine counted of one group.

    Attributes:
        label: The group; None where nothing is split by, or it is not known.
        entered: Persons whose time is over.
        under_way: Persons who entered so lately that their time is not over; counted nowhere else.
        steps: Each step in order.
        times: The whole way, of those who reached the end.
    """

    label: str | None
    entered: int
    under_way: int
    steps: tuple[StepCount, ...]
    times: Times | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFigure:
    """One step as it is shown; what would tell of a few persons is withheld.

    Attributes:
        people: Persons who reached it; None when withheld.
        passed: Share of those who had come so far that reached it; None at the first step.
        dropped: Share that did not; None at the first step and at optional ones.
        of_entered: Share of all who entered.
        times: How long it took since the obligatory step before; None when withheld or at the first step.
        sticks: Whether more of those who came so far drop out here than at any other step.
    """

    people: int | None
    optional: bool
    passed: Estimate | None
    dropped: Estimate | None
    of_entered: Estimate
    times: Times | None
    sticks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFigure:
    """The flow of one group as it is shown.

    Attributes:
        entered: Persons who entered and whose time is over; None when withheld.
        under_way: Persons whose time is not over; None when withheld.
        worst: Place of the step (from 0) at which it sticks; None where nobody drops out, or nothing can be shown.
    """

    label: str | None
    entered: int | None
    under_way: int | None
    steps: tuple[StepFigure, ...]
    whole: Estimate
    times: Times | None
    worst: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What holds for all figures of a page."""

    floor: int
    confidence: float
    data_version: str


def share_of(count: int, whole: int, frame: Frame) -> Estimate:
    """Return a share of persons with its score interval (Wilson 1927); withheld where the whole is under the floor."""
    if whole < frame.floor:
        return _nothing(whole, frame)
    share = count / whole
    low, high = wilson(share, whole, frame.confidence)
    return Estimate(
        measure="share",
        value=share,
        low=float(low),
        high=float(high),
        se=(share * (1 - share) / whole) ** 0.5,
        confidence=frame.confidence,
        n=whole,
        n_eff=float(whole),
        deff=1.0,
        invited=None,
        answered=None,
        method="wilson",
        definition=DEFINITION,
        data_version=frame.data_version,
        trust=RECORDED_COUNT,
    )


def _nothing(whole: int, frame: Frame) -> Estimate:
    note: Text = say(BELOW_FLOOR, floor=frame.floor) if whole else say(_("Nobody came so far."))
    return Estimate(
        measure="share",
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=frame.confidence,
        n=None if whole else 0,
        n_eff=None if whole else 0.0,
        deff=None,
        invited=None,
        answered=None,
        method="withheld" if whole else "none",
        definition=DEFINITION,
        data_version=frame.data_version,
        notes=(note,),
    )


def figure_of(flow: Flow, frame: Frame, *, withheld: bool = False) -> FlowFigure:
    """Return a flow as it is shown.

    Args:
        flow: What was counted.
        frame: The floor and the confidence.
        withheld: Whether the group must not be shown, because another could be worked out from it.
    """
    entered = 0 if withheld else flow.entered
    steps = [_step_figure(step, place, flow, frame, hidden=withheld) for place, step in enumerate(flow.steps)]
    worst = _worst(steps)
    if worst is not None:
        steps[worst] = replace(steps[worst], sticks=True)
    last = flow.steps[-1]
    return FlowFigure(
        label=flow.label,
        entered=entered if entered >= frame.floor or (not withheld and entered == 0) else None,
        under_way=flow.under_way if not withheld and (flow.under_way >= frame.floor or not flow.under_way) else None,
        steps=tuple(steps),
        whole=_nothing(1, frame) if withheld else share_of(last.reached, flow.entered, frame),
        times=None if withheld else _told(flow.times, frame),
        worst=worst,
    )


def _step_figure(step: StepCount, place: int, flow: Flow, frame: Frame, *, hidden: bool) -> StepFigure:
    before = min(step.before, frame.floor - 1) if hidden and step.before else step.before
    entered = min(flow.entered, frame.floor - 1) if hidden and flow.entered else flow.entered
    told = not hidden and (step.reached >= frame.floor or step.reached == 0)
    later = place > 0
    return StepFigure(
        people=step.reached if told else None,
        optional=step.optional,
        passed=share_of(step.reached, before, frame) if later else None,
        dropped=share_of(step.before - step.reached, before, frame) if later and not step.optional else None,
        of_entered=share_of(step.reached, entered, frame),
        times=None if hidden else _told(step.times, frame),
    )


def _told(times: Times | None, frame: Frame) -> Times | None:
    return times if times is not None and times.n >= frame.floor else None


def _worst(steps: Sequence[StepFigure]) -> int | None:
    """Return the step that the greatest share drops out before."""
    lost = [(step.dropped.value, place) for place, step in enumerate(steps) if step.dropped and step.dropped.value]
    if not lost:
        return None
    most = max(share for share, _place in lost)
    return next(place for share, place in lost if share == most)
