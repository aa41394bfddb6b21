"""Dead ends: pages nobody can reach, questions nobody is asked, skips that lead nowhere; pure.

Every way through the pages is followed, each with the conditions under which it is taken. What no way reaches under
conditions that can hold together is a dead end. Where there are too many ways, they are taken for one on which anything
may hold: rather a dead end overlooked than a way called one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.rules.condition_checks import Surroundings
from kuulo.instruments.rules.findings import Finding, error, warning
from kuulo.instruments.rules.questionnaire import END, All, AnyOf, Condition, Kind, Not, Page, Skip
from kuulo.instruments.rules.satisfying import NOTHING_CERTAIN, Certain, can_hold

MOST_WAYS: Final = 32


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a page.

    Attributes:
        place: Of the page from 0.
        conditions: Hold on this way.
        certain: Which questions were answered if asked, and which were skipped.
    """

    place: int
    conditions: tuple[Condition, ...] = ()
    certain: Certain = NOTHING_CERTAIN


def way_findings(around: Surroundings) -> Iterator[Finding]:
    """Return dead ends, in the order of pages; conditions that are wrong in themselves were found before."""
    yield from _skip_findings(around)
    ways = ways_of(around)
    for place, page in enumerate(around.questionnaire.pages):
        yield from _page_findings(page, ways[place], around)
    yield from _jumped_findings(around)


def _page_findings(page: Page, here: list[Way], around: Surroundings) -> Iterator[Finding]:
    if not page.questions:
        yield warning(page.key, _("The page is empty and is passed by."))
        return
    if _alone_impossible(page.show_if, around):
        return
    if not any(_open(way, around, page.show_if) for way in here):
        yield error(page.key, _("Nobody can reach this page: skips and conditions lead past it."))
        return
    for question in page.questions:
        if question.show_if is None or _alone_impossible(question.show_if, around):
            continue
        if not any(_open(way, around, page.show_if, question.show_if) for way in here):
            yield error(
                question.key, _("Nobody who comes to this page is asked this: its condition cannot hold there.")
            )


def _alone_impossible(condition: Condition | None, around: Surroundings) -> bool:
    """Return whether the condition cannot hold even alone, which has been said where it stands."""
    return condition is not None and not can_hold(around.world, condition)


def _open(way: Way, around: Surroundings, *conditions: Condition | None) -> bool:
    return can_hold(around.world, *way.conditions, *conditions, certain=way.certain)


def ways_of(around: Surroundings) -> list[list[Way]]:
    """Return the ways to each page, by its place, and last those to the end."""
    pages = around.questionnaire.pages
    ways: list[list[Way]] = [[] for _place in range(len(pages) + 1)]
    ways[0].append(Way(0))
    for place, page in enumerate(pages):
        ways[place] = _merged(ways[place])
        for way in ways[place]:
            for further in _onward(way, page, around):
                ways[further.place].append(further)
    return ways


def _merged(ways: list[Way]) -> list[Way]:
    """Return the ways once each; too many become one way on which anything may hold."""
    once = list(dict.fromkeys(ways))
    if len(once) <= MOST_WAYS:
        return once
    required = frozenset.intersection(*(way.certain.required for way in once))
    unasked = frozenset.intersection(*(way.certain.unasked for way in once))
    return [Way(once[0].place, (), Certain(required, unasked))]


def _onward(way: Way, page: Page, around: Surroundings) -> Iterator[Way]:
    """Return the ways that lead on from a page, those that can be taken."""
    certain = Certain(way.certain.required | _required_on(page), way.certain.unasked)
    shown = shown_when(page)
    when = () if shown is None else (shown,)
    passed: tuple[Condition, ...] = ()
    for skip in page.skips:
        conditions = (*way.conditions, *when, *passed, skip.when)
        if can_hold(around.world, *conditions, certain=certain):
            yield _leap(Way(target_of(skip, way.place, around), conditions, certain), way.place, around)
        passed = (*passed, Not(skip.when))
    rest = passed if shown is None or not passed else (AnyOf((Not(shown), All(passed))),)
    straight = Way(way.place + 1, (*way.conditions, *rest), certain)
    if not rest or can_hold(around.world, *straight.conditions, certain=certain):
        yield straight


def _leap(way: Way, start: int, around: Surroundings) -> Way:
    """Return the way with the questions that were left out between the start and its place."""
    between = around.questionnaire.pages[start + 1 : way.place]
    left_out = frozenset(question.key for page in between for question in page.questions)
    return replace(way, certain=replace(way.certain, unasked=way.certain.unasked | left_out))


def shown_when(page: Page) -> Condition | None:
    """Return the condition under which the page is shown, and its skips are looked at; None where it always is."""
    conditions = [question.show_if for question in page.questions]
    some = None if None in conditions else AnyOf(tuple(each for each in conditions if each is not None))
    both = tuple(each for each in (page.show_if, some) if each is not None)
    return All(both) if both else None


def _required_on(page: Page) -> frozenset[str]:
    required = (question for question in page.questions if question.required)
    return frozenset(question.key for question in required if question.kind is not Kind.STATEMENT)


def target_of(skip: Skip, place: int, around: Surroundings) -> int:
    """Return the place a skip leads to; one that leads backwards or nowhere leads to the next page."""
    pages = around.questionnaire.pages
    if skip.to == END:
        return len(pages)
    return next((at for at in range(place + 1, len(pages)) if pages[at].key == skip.to), place + 1)


def _skip_findings(around: Surroundings) -> Iterator[Finding]:
    """Return skips that lead nowhere, backwards or are never taken."""
    pages = around.questionnaire.pages
    first_place = {page.key: place for place, page in reversed(list(enumerate(pages)))}
    for place, page in enumerate(pages):
        for number, skip in enumerate(page.skips):
            earlier = tuple(Not(each.when) for each in page.skips[:number])
            if skip.to != END and skip.to not in first_place:
                yield error(page.key, _("A skip leads to “{page}”, which is no page here."), page=skip.to)
            elif skip.to != END and first_place[skip.to] <= place:
                yield error(page.key, _("A skip leads backwards, to “{page}”."), page=skip.to)
            elif _shadowed(skip, earlier, around):
                yield error(
                    page.key, _("The skip to “{page}” is never taken: the skips before it leave nobody."), page=skip.to
                )
            elif skip is page.skips[-1] and target_of(skip, place, around) == place + 1:
                yield warning(page.key, _("A skip leads to the next page, which comes anyway."))


def _shadowed(skip: Skip, earlier: tuple[Condition, ...], around: Surroundings) -> bool:
    if not earlier or _alone_impossible(skip.when, around):
        return False
    return not can_hold(around.world, skip.when, *earlier)


def _jumped_findings(around: Surroundings) -> Iterator[Finding]:
    """Return skips that lead past questions that must be answered; to leave at once is a purpose of its own."""
    pages = around.questionnaire.pages
    for place, page in enumerate(pages):
        for skip in page.skips:
            target = target_of(skip, place, around)
            passed = [question for between in pages[place + 1 : target] for question in between.questions]
            required = [question.key for question in passed if question.required]
            if required and skip.to != END:
                yield warning(
                    page.key,
                    _("A skip leads past what must be answered: {questions}. Who takes it is not asked."),
                    questions=", ".join(f"“{key}”" for key in required),
                )
