"""What the pages of ideas and weak signals show, and the same as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as gettext_noop
from kuulo.customers.queries.segments import list_segments
from kuulo.figures.queries import open_reading
from kuulo.ideas.queries import scored_measures
from kuulo.ideas.rules.lifecycle import (
    CRITERION_NAMES,
    CRITERION_QUESTIONS,
    IDEA_STATE_NAMES,
    SIGN_STATE_NAMES,
    VERDICT_NAMES,
    Criterion,
)
from kuulo.ideas.rules.needs import Known, Need
from kuulo.ideas.rules.shapes import IdeaView, SignView
from kuulo.measures.definitions import DEFINITIONS
from kuulo.words.queries import names_of, value_labels
from kuulo.words.rules import CALL_LABELS

WORDS: Final = ("theme", "code", "call")
NAMED: Final = "{name}"
EVERYBODY: Final = gettext_noop("all customers")
NEED_ALL: Final = gettext_noop("Everybody among them needs it: {among}.")
NEED_SAID: Final = gettext_noop("Those need it, among {among}, whose comments tell of it: {words}.")
NEED_SCORED: Final = gettext_noop(
    "Those need it, among {among}, whose last answer to “{measure}” lies from {low} to {high}."
)
Choices = list[tuple[str, Any]]


def trail_of(*, to_signs: bool = False) -> list[tuple[str, str]]:
    """Return the way to the room's pages."""
    found = [(reverse("ideas:ideas"), _("Ideas"))]
    return [*found, (reverse("ideas:signs"), _("Weak signals and trends"))] if to_signs else found


def line_of(view: IdeaView, language: str) -> dict[str, Any]:
    """Return what a line of the list shows."""
    return {"idea": view, "words": view.claim.words(language), "state": say(IDEA_STATE_NAMES[view.state])}


def sign_line(view: SignView, language: str) -> dict[str, Any]:
    """Return what a line of the list of weak signals shows: each test with its verdict."""
    return {
        "sign": view,
        "words": view.claim.words(language),
        "state": say(SIGN_STATE_NAMES[view.state]),
        "tests": [
            {
                "criterion": each,
                "name": say(CRITERION_NAMES[each]),
                "question": say(CRITERION_QUESTIONS[each]),
                "judgement": view.latest.get(each),
                "verdict": say(VERDICT_NAMES[view.latest[each].verdict]) if each in view.latest else None,
            }
            for each in Criterion
        ],
    }


def need_words(need: Need | None, language: str) -> Text | None:
    """Return in words who needs an idea; None while it is not told."""
    if need is None:
        return None
    names = {each.slug: each.name for each in list_segments()}
    among = say(NAMED, name=names.get(need.segment, need.segment)) if need.segment else say(EVERYBODY)
    if need.known is Known.SAID:
        kind, _colon, key = need.words.partition(":")
        return say(NEED_SAID, among=among, words=value_labels(kind, [key], language)[key])
    if need.known is Known.SCORED:
        known = DEFINITIONS.get(need.measure)
        measure = say(known.title) if known else Text("{name}", {"name": need.measure})
        return say(NEED_SCORED, among=among, measure=measure, low=f"{need.low:g}", high=f"{need.high:g}")
    return say(NEED_ALL, among=among)


def need_choices(language: str) -> Mapping[str, Choices]:
    """Return what a need can speak of: segments, themes, codes and calls of comments, measures."""
    with open_reading() as reading:
        measures = scored_measures(reading)
    return {
        "segments": [(each.slug, each.name) for each in list_segments()],
        "words": [(f"{kind}:{key}", label) for kind in WORDS for key, label in _labels(kind, language)],
        "measures": [(name, f"{_title(name)} ({low:g}–{high:g})") for name, low, high in measures],
    }


def plain_idea(view: IdeaView) -> dict[str, object]:
    """Return an idea as plain values."""
    need = view.need
    return {
        "number": view.number,
        "text": dict(view.claim.text),
        "claim_state": view.claim.state.value,
        "state": view.state.value,
        "reason": view.reason,
        "customers_in_own_words": view.customers,
        "customers_by_word_of_mouth": view.told,
        "colleagues": view.staff,
        "part_of": view.into or None,
        "parts": list(view.parts),
        "need": None
        if need is None
        else {
            "segment": need.segment or None,
            "known": need.known.value,
            "words": need.words or None,
            "measure": need.measure or None,
            "low": need.low,
            "high": need.high,
        },
        "size": plain_figure(view.size),
        "value": plain_figure(view.value),
        "computed_at": view.computed_at.isoformat() if view.computed_at else None,
    }


def plain_sign(view: SignView) -> dict[str, object]:
    """Return a weak signal or trend as plain values."""
    return {
        "number": view.number,
        "text": dict(view.claim.text),
        "is_trend": view.is_trend,
        "trend": view.trend or None,
        "signs": list(view.signs),
        "publisher": view.publisher,
        "publishers": view.publishers,
        "url": view.url or None,
        "published_on": view.published_on.isoformat(),
        "excerpt": view.excerpt,
        "state": view.state.value,
        "tests": {
            each.value: {"verdict": judged.verdict.value, "reason": judged.reason, "at": judged.at.isoformat()}
            for each, judged in view.latest.items()
        },
    }


def plain_figure(figure: Estimate | None) -> dict[str, object] | None:
    """Return a figure as plain values."""
    return None if figure is None else figure.to_dict()


def _labels(kind: str, language: str) -> Sequence[tuple[str, str]]:
    """Return the values of a kind of words with their names, by name."""
    keys = list(CALL_LABELS) if kind == "call" else list(names_of(kind))
    told = {key: _(text.template).format(**text.params) for key, text in value_labels(kind, keys, language).items()}
    return sorted(told.items(), key=lambda pair: pair[1].casefold())


def _title(name: str) -> str:
    known = DEFINITIONS.get(name)
    return _(known.title) if known else name
