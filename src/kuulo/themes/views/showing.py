"""What the page Words shows, from what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import COMPACT, TrendChart, TrendPoint, trend_chart, unit_of
from kuulo.figures.charts.quantities import Count, Interval, Quantity, Unit, shown
from kuulo.figures.charts.wording import joined, measure_name
from kuulo.figures.queries import Reading, Scope, figures_for, theme_pull, whole_figure
from kuulo.figures.rules import Contribution, Dimension, DimensionKind, Window
from kuulo.themes.queries import Cut, count_weeks, cut_by, list_themes
from kuulo.themes.rules import (
    MapDrawing,
    Placed,
    Pull,
    Rise,
    ThemeView,
    draw_map,
    find_rises,
    pull_decimals,
    pull_shown,
    rise_words,
    shown_themes,
    way_of,
)
from kuulo.words.rules import FEELING_LABELS

THEME: Final = Dimension(DimensionKind.WORDS, "theme")
FROM_COMMENTS: Final = _("{name}, {where}: {value}, {confidence} interval {interval}, from {n} comments.")
ONE_NAME: Final = "{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One theme of the list.

    Attributes:
        theme: The theme.
        name: What it is called in the reader's language.
        share: Its share of the comments.
        pull: How it pulls the measure; ``None`` where that is not known, or would tell of a few.
        pull_value: The pull as it is shown.
        pull_interval: Its interval.
        way: Where it pulls, as far as its interval tells.
        figure: The measure among those who spoke of it; ``None`` where there is none.
        rise: Whether it is new or rises.
        url: Its page.
    """

    theme: ThemeView
    name: Text
    share: Estimate
    pull: Contribution | None
    pull_value: Quantity | None
    pull_interval: Interval | None
    way: Pull | None
    figure: Estimate | None
    rise: Rise | None
    url: str

    @property
    def is_proposal(self) -> bool:
        """Whether nobody has accepted it yet."""
        return self.theme.state.value == "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the page shows of the comments in scope."""

    cut: Cut
    lines: tuple[Line, ...]
    map: MapDrawing | None
    measure: Text | None
    whole: Estimate | None
    feelings: Mapping[str, Estimate]
    calls: Mapping[str, Estimate]
    rises: tuple[tuple[Line, Text], ...]
    sentence: Text


def language() -> str:
    """Return the reader's language, two letters."""
    return (get_language() or "en")[:2]


def name_text(theme: ThemeView) -> Text:
    """Return what a theme is called, as a text."""
    return Text(ONE_NAME, {"name": theme.called(language())})


def theme_url(key: str, scope: Scope | None) -> str:
    """Return the address of a theme's page, within the same time and filters."""
    query = urlencode(scope.selection.to_params()) if scope else ""
    return reverse("themes:theme", args=[key]) + (f"?{query}" if query else "")


def explore_url(key: str, scope: Scope | None) -> str:
    """Return the address of Explore with a theme as a filter."""
    params = [] if scope is None else scope.selection.without(THEME).to_params()
    return f"{reverse('figures:explore')}?{urlencode([*params, (THEME.key, key)])}"


def show_words(reading: Reading, scope: Scope | None) -> Page:
    """Return what the page shows of the comments in scope; of all comments where no measure was ever asked."""
    cut = cut_by(reading, scope, "theme")
    measure = None if scope is None else whole_figure(reading, scope)
    lines = _lines(reading, scope, cut, measure)
    name = None if measure is None else measure_name(measure)
    return Page(
        cut=cut,
        lines=lines,
        map=_map(lines, scope, measure),
        measure=name,
        whole=measure,
        feelings=cut_by(reading, scope, "feeling").figures,
        calls=cut_by(reading, scope, "call").figures,
        rises=tuple((line, rise_words(line.rise, line.name)) for line in lines if line.rise is not None),
        sentence=_sentence(cut, lines, name, scope),
    )


def _lines(reading: Reading, scope: Scope | None, cut: Cut, measure: Estimate | None) -> tuple[Line, ...]:
    themes = {one.key: one for one in shown_themes(list_themes())}
    pulls = {} if scope is None else {one.touchpoint: one for one in theme_pull(reading, scope)}
    unit = Unit.SCALE if measure is None else unit_of(measure)
    decimals = pull_decimals(list(pulls.values()), unit)
    figures = _figures(reading, scope)
    rises = _rises(reading, scope, cut)
    found = []
    for key, share in cut.figures.items():
        if key not in themes:
            continue
        pull = pulls.get(key)
        value, interval = (None, None) if pull is None else pull_shown(pull, unit, decimals)
        found.append(
            Line(
                theme=themes[key],
                name=name_text(themes[key]),
                share=share,
                pull=pull,
                pull_value=value,
                pull_interval=interval,
                way=None if pull is None or scope is None else way_of(pull, scope.definition.direction),
                figure=figures.get(key),
                rise=rises.get(key),
                url=theme_url(key, scope),
            )
        )
    return tuple(found)


def _figures(reading: Reading, scope: Scope | None) -> dict[object, Estimate]:
    """Return the measure among those who spoke of each theme."""
    if scope is None:
        return {}
    split = replace(scope, selection=scope.selection.split_by(THEME))
    return {one.label: one.estimate for one in figures_for(reading, split)}


def _rises(reading: Reading, scope: Scope | None, cut: Cut) -> dict[str, Rise]:
    """Return the themes that rise; whatever the time that is shown, the weeks before it are what they are held to."""
    if cut.whole is None:
        return {}
    whole = None if scope is None else scope.during(Window(None, scope.window.end))
    weeks = count_weeks(reading, whole)
    seen = {key: counts for key, counts in weeks.counts.items() if key in cut.figures and key not in cut.hidden}
    return {one.key: one for one in find_rises(weeks.days, seen, weeks.totals)}


def _map(lines: Sequence[Line], scope: Scope | None, measure: Estimate | None) -> MapDrawing | None:
    if scope is None or measure is None:
        return None
    points = [Placed(name=one.name, share=one.share, pull=one.pull) for one in lines if one.pull is not None]
    return draw_map(points, measure=measure_name(measure), unit=unit_of(measure), direction=scope.definition.direction)


def _sentence(cut: Cut, lines: Sequence[Line], measure: Text | None, scope: Scope | None) -> Text:
    """Return the page's first sentence: how many spoke, of what most, and what pulls the measure."""
    if cut.whole is None:
        return say(_("Too few persons wrote here for anything to be shown of them."))
    said = say(
        _("{comments} comments of {persons} persons have been read."),
        comments=Count(cut.whole.comments),
        persons=Count(cut.whole.persons),
    )
    parts = [said, _largest(lines), _worst(lines, measure, scope)]
    return joined(*parts)


def _largest(lines: Sequence[Line]) -> Text | None:
    told = next((one for one in lines if shown(one.share) is not None), None)
    seen = None if told is None else shown(told.share)
    if told is None or seen is None:
        return None
    return say(
        _("Most are about “{name}”: {share} of them ({interval})."),
        name=told.name,
        share=seen.value,
        interval=seen.interval,
    )


def _worst(lines: Sequence[Line], measure: Text | None, scope: Scope | None) -> Text | None:
    pulled = [one for one in lines if one.pull is not None]
    if measure is None or scope is None or not pulled:
        return None
    worst = min(pulled, key=lambda one: one.pull.pull * scope.definition.direction if one.pull else 0.0)
    if worst.way is not Pull.DOWN:
        return say(_("No theme pulls {measure} to the worse side by more than chance explains."), measure=measure)
    return say(
        _("“{name}” pulls {measure} most to the worse side: by {pull} ({interval})."),
        name=worst.name,
        measure=measure,
        pull=worst.pull_value,
        interval=worst.pull_interval,
    )


def feeling_chart(points: Sequence[tuple[date, Estimate]], feeling: str) -> TrendChart | None:
    """Return the share of a feeling over time; ``None`` where there are fewer than two months."""
    title = say(_("Comments with the feeling: {feeling}"), feeling=FEELING_LABELS[feeling])
    return share_chart(points, title)


def share_chart(points: Sequence[tuple[date, Estimate]], title: Text) -> TrendChart | None:
    """Return a share of comments by month; ``None`` where there are fewer than two months."""
    if len(points) < 2:
        return None
    return trend_chart(
        [TrendPoint(start=day, estimate=one) for day, one in points],
        title=title,
        name=title,
        grain="month",
        height=COMPACT,
        rests_on=FROM_COMMENTS,
    )
