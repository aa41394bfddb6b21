"""What a journey says in words: how long, where it sticks; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Count, shown
from kuulo.journeys.rules.flow import FlowFigure

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WHOLE_FROM: Final = 10
TURNING: Final = 1.5  # of the next unit: up to 90 seconds are told as seconds


def duration(seconds: float) -> Text:
    """Return a stretch of time in the unit that suits its length."""
    if seconds < TURNING * MINUTE:
        return say(_("{count} s"), count=Count(seconds))
    if seconds < TURNING * HOUR:
        return say(_("{count} min"), count=_told(seconds / MINUTE))
    if seconds < TURNING * DAY:
        return say(_("{count} h"), count=_told(seconds / HOUR))
    return say(_("{count} days"), count=_told(seconds / DAY))


def _told(number: float) -> float | Count:
    """Return a number that is written with one decimal below ten, and whole from there on."""
    return number if number < WHOLE_FROM else Count(number)


def sentence(names: Sequence[str], figure: FlowFigure) -> Text:
    """Return in one sentence where the journey sticks, with the figure it rests on."""
    if figure.entered == 0:
        return say(_("Nobody whose time is over entered this journey in the period."))
    if figure.entered is None:
        return say(_("Too few people entered this journey in the period: figures of single persons are withheld."))
    through = shown(figure.whole)
    whole = (
        say(
            _("{share} ({interval}) of {people} people reach the end."),
            share=through.value,
            interval=through.interval,
            people=Count(figure.entered),
        )
        if through
        else say(_("{people} people entered."), people=Count(figure.entered))
    )
    worst = figure.worst
    dropped = figure.steps[worst].dropped if worst is not None else None
    lost = shown(dropped) if dropped else None
    if worst is None or lost is None:
        return say(_("Nobody drops out on the way. {whole}"), whole=whole)
    return say(
        _("It sticks before “{step}”: {share} ({interval}, n = {n}) of those who came so far leave. {whole}"),
        step=names[worst],
        share=lost.value,
        interval=lost.interval,
        n=lost.n,
        whole=whole,
    )
