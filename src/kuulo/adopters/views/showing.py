"""What the page says of early adopters: reasons, chance, mood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from kuulo.adopters.queries import AdopterView, Lookout, Mood, NewThing
from kuulo.adopters.rules import Again, ItemKind, Reason
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.queries.segments import SegmentView
from kuulo.customers.rules.segments import SEGMENT_PREFIX, YES
from kuulo.figures.charts import Day, GroupRow, TrendPoint, dots_chart, trend_chart
from kuulo.figures.queries import Point
from kuulo.figures.rules.comparison import Comparison, Direction
from kuulo.words.queries import value_labels

KINDS: Final[Mapping[ItemKind, str]] = {
    ItemKind.EVENT: _("Event"),
    ItemKind.PRODUCT: _("Product"),
    ItemKind.TOUCHPOINT: _("Touchpoint"),
    ItemKind.THEME: _("Theme spoken of"),
}
LEAST: Final = 1000
RARE: Final = _(
    "Among the first on {days} days, {expected} expected by chance; so many or more by chance: 1 in {times}."
)
RAREST: Final = _(
    "Among the first on {days} days, {expected} expected by chance; so many or more by chance: less than 1 in {times}."
)
REASONS: Final[Mapping[ItemKind, str]] = {
    ItemKind.EVENT: _("No. {place} of {users} with the event {name}, {day}"),
    ItemKind.PRODUCT: _("No. {place} of {users} to buy {name}, {day}"),
    ItemKind.TOUCHPOINT: _("No. {place} of {users} at {name}, {day}"),
    ItemKind.THEME: _("No. {place} of {users} to speak of {name}, {day}"),
}
DIFFERENCES: Final[Mapping[Direction, str]] = {
    Direction.BETTER: _("Early adopters are more content than everybody else."),
    Direction.WORSE: _("Early adopters are less content than everybody else."),
    Direction.NO_DIFFERENCE: _("No difference between early adopters and everybody else can be seen."),
    Direction.UNKNOWN: _("Whether early adopters feel otherwise than everybody else cannot be told yet."),
}


Names = Mapping[str, Text]
"""Key of a theme → what a reader calls it."""


def theme_names(keys: Iterable[str]) -> Names:
    """Return what a reader calls themes."""
    return value_labels("theme", sorted(set(keys)), get_language() or "en")


def is_theme(one: Reason | NewThing) -> bool:
    """Return whether it is a theme, whose key says nothing to a reader."""
    return one.kind is ItemKind.THEME


def name_in(kind: ItemKind, name: str, themes: Names) -> object:
    """Return what a reader calls a thing: themes have names of their own, others are called as they came."""
    return themes.get(name, name) if kind is ItemKind.THEME else name


def told_of(one: AdopterView, themes: Names) -> dict[str, Any]:
    """Return a customer as the page lists them."""
    return {
        "adopter": one,
        "url": reverse("profiles:customer", args=[one.party_id]),
        "why": why_of(one),
        "reasons": [reason_text(reason, themes) for reason in one.reasons],
    }


def why_of(one: AdopterView) -> Text:
    """Return how sure the search is, or that people named them."""
    if one.chance is None:
        return say(_("Named by people"))
    rare = 1 / max(one.chance, 1 / LEAST)
    told = {"days": one.days, "expected": one.expected, "times": min(round(rare), LEAST)}
    early = Text(RAREST if rare >= LEAST else RARE, told)
    if not one.suggestions:
        return early
    return say(_("{early} Suggestions made: {suggestions}."), early=early, suggestions=one.suggestions)


def reason_text(reason: Reason, themes: Names) -> Text:
    """Return with what somebody was among the first."""
    name = name_in(reason.kind, reason.name, themes)
    return say(REASONS[reason.kind], place=reason.place, users=reason.users, name=name, day=Day(reason.at.date()))


def things_of(found: Lookout | None, themes: Names) -> dict[str, Any]:
    """Return what the search rests on."""
    if found is None:
        return {"lookout": None}
    things = [
        (say(KINDS[one.kind]), name_in(one.kind, one.name, themes), Day(one.at.date()), one.users)
        for one in found.things
    ]
    return {
        "lookout": found,
        "things": things,
        "again": found.again,
        "again_text": again_text(found.again),
        "by_chance": chance_text(found),
    }


def chance_text(found: Lookout) -> Text:
    """Return how many of the proposals chance alone would make."""
    return say(_("If being first were chance alone, about {count} customers would be proposed."), count=found.by_chance)


def again_text(again: Again | None) -> Text:
    """Return what being early once says about the next time."""
    if again is None:
        return say(
            _("Too few new things have spread to tell whether being early once says anything about the next time.")
        )
    if again.early.withheld or again.others.withheld:
        return say(
            _("Too few customers were early to tell whether being early once says anything about the next time.")
        )
    if again.tells:
        return say(
            _(
                "Being early once says something: those who were early with older things are early with newer ones "
                "more often than others."
            )
        )
    return say(
        _(
            "Being early once says little here: those who were early with older things are hardly early more often "
            "with newer ones. Ask them before you call them so."
        )
    )


def mood_context(mood: Mood, segment: SegmentView) -> dict[str, Any]:
    """Return how early adopters feel, drawn."""
    name = Text(mood.definition.title)
    rows = [
        GroupRow(label=label, estimate=figure)
        for label, figure in ((say(_("Early adopters")), mood.early), (say(_("Everybody else")), mood.others))
        if figure is not None
    ]
    key = f"c.{SEGMENT_PREFIX}{segment.name}"
    query = urlencode([("measure", mood.definition.id), ("by", key), ("period", "all")])
    return {
        "segment": segment,
        "mood": mood,
        "difference": difference_text(mood.compared),
        "compared": dots_chart(rows, title=name, compared=difference_text(mood.compared)) if rows else None,
        "trends": [
            trend_chart(points_of(points), title=Text("{measure} – {group}", {"measure": name, "group": group}))
            for group, points in (
                (say(_("Early adopters")), mood.trend),
                (say(_("Everybody else")), mood.trend_others),
            )
            if points
        ],
        "explore": f"{reverse('figures:explore')}?{query}",
        "explore_early": f"{reverse('figures:explore')}?{urlencode([('measure', mood.definition.id), (key, YES)])}",
        "measures": [(one.id, Text(one.title)) for one in mood.measures],
    }


def difference_text(compared: Comparison | None) -> Text:
    """Return what may be said about the difference."""
    return say(DIFFERENCES[compared.direction if compared is not None else Direction.UNKNOWN])


def points_of(points: tuple[Point, ...]) -> list[TrendPoint]:
    """Return a trend as its chart takes it."""
    return [TrendPoint(start=point.start, estimate=point.estimate, break_note=point.break_note) for point in points]
