"""Why the invented company's customers left, as a part of them said, and who had brought whom; chance from the seed.

The less content they were at heart, the likelier they name the work and the service; the content leave for reasons of
their own. Content customers bring others more often: 1.2 standard deviations of contentment treble the odds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from kuulo.base.ids import derived_id
from kuulo.customers.rules.parties import RelationKind
from kuulo.customers.rules.relations import RelationRow
from kuulo.instruments.library.leaving import REASONS, WHERE
from kuulo.instruments.rules.questionnaire import OTHER, Choice
from kuulo.lake.rules import Signal
from kuulo.responses.rules.states import State
from kuulo.responses.services import EarlierResponse
from kuulo.sample.company import LANGUAGES
from kuulo.sample.generate import Sample
from kuulo.sample.times import DAYS
from kuulo.sample.truth import customer_number

ANSWER: Final = 0.45
DAYS_AFTER: Final = (4.0, 25.0)
# Choice → how likely it is named, and how much likelier by each standard deviation of discontent.
NAMED: Final = {
    "price": (0.30, 0.0),
    "quality": (0.14, 0.9),
    "service": (0.16, 0.9),
    "unsolved": (0.07, 1.1),
    "effort": (0.12, 0.6),
    "better": (0.20, 0.3),
    "no_need": (0.22, -0.8),
    "life": (0.20, -0.8),
}
MOST_NAMED: Final = 3
GOES_TO: Final = {"another": 0.48, "myself": 0.20, "without": 0.14, "undecided": 0.12, "not_told": 0.06}
BROUGHT: Final = 0.16
BRINGS: Final = 0.9  # log odds by each standard deviation of contentment
KNOWN_DAYS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """One answer to the exit questionnaire: whose, when (days before the last moment), why, and where to."""

    customer: int
    age: float
    reasons: tuple[str, ...]
    where_to: str


def farewells(sample: Sample) -> Iterator[Farewell]:
    """Yield the answers of those who left within the two years and answered."""
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, 5]))
    people = sample.population
    for customer in np.flatnonzero((people.until >= 0) & (people.until < DAYS)):
        answers, draws, wait = rng.random() < ANSWER, rng.random(len(NAMED)), rng.uniform(*DAYS_AFTER)
        goes = str(rng.choice(list(GOES_TO), p=list(GOES_TO.values())))
        age = float(people.until[customer]) - wait
        if not answers or age <= 0:
            continue
        discontent = -float(people.level[customer])
        likely = {key: share * np.exp(slope * discontent) for key, (share, slope) in NAMED.items()}
        named = [key for (key, share), drawn in zip(likely.items(), draws, strict=True) if drawn < share]
        reasons = tuple(named[:MOST_NAMED]) or (max(likely, key=lambda key: likely[key]),)
        yield Farewell(customer=int(customer), age=age, reasons=reasons, where_to=goes)


def farewell_signals(sample: Sample, source: str, language: str) -> Iterator[Signal]:
    """Yield one signal for each reason that could be named, and one for where they went."""
    for each in farewells(sample):
        bare = _bare(sample, each, source)
        for key in (*(choice.key for choice in REASONS.choices), OTHER):
            name = f"{REASONS.key}:{key}"
            value = 1.0 if key in each.reasons else 0.0
            yield replace(
                bare, signal_id=_id(bare, name), question=name, value=value, scale_min=0, scale_max=1, direction=1
            )
        words = _words(WHERE.choices, each.where_to, language)
        yield replace(bare, signal_id=_id(bare, WHERE.key), question=WHERE.key, text=words)


def farewell_responses(sample: Sample) -> Iterator[EarlierResponse]:
    """Yield the same answers as the room of responses keeps them."""
    for each in farewells(sample):
        yield EarlierResponse(
            key=_response(sample, each),
            version=1,
            state=State.COMPLETE,
            at=sample.calendar.moment(each.age),
            party=_party(each.customer),
            language=LANGUAGES[sample.population.language[each.customer]],
            channel="email",
            answers={REASONS.key: list(each.reasons), WHERE.key: each.where_to},
        )


def referrals_of(sample: Sample) -> Iterator[RelationRow]:
    """Yield who was brought by whom, of those who came within the two years."""
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, 6]))
    people = sample.population
    liking = np.exp(BRINGS * people.level)
    for newcomer in np.flatnonzero(people.since < DAYS):
        came = people.since[newcomer]
        there = (people.since > came + KNOWN_DAYS) & (people.until < came)
        if rng.random() >= BROUGHT or not there.any():
            continue
        by = int(rng.choice(len(people), p=liking * there / (liking * there).sum()))
        day = (sample.calendar.now - timedelta(days=float(came))).date()
        yield RelationRow(identifier=_party(int(newcomer)), other=_party(by), kind=RelationKind.REFERRED_BY, since=day)


def _party(customer: int) -> str:
    return f"customer_id:{customer_number(customer)}"


def _response(sample: Sample, each: Farewell) -> str:
    return f"sample-{sample.seed}-exit-{each.customer:06d}"


def _id(bare: Signal, question: str) -> str:
    return derived_id("sample", bare.response_id, question)


def _words(choices: tuple[Choice, ...], key: str, language: str) -> str:
    return next(choice.text[language] for choice in choices if choice.key == key)


def _bare(sample: Sample, each: Farewell, source: str) -> Signal:
    at = sample.calendar.moment(each.age)
    return Signal(
        signal_id=derived_id("sample", _response(sample, each)),
        kind="answer",
        occurred_at=at,
        received_at=at,
        party=_party(each.customer),
        touchpoint=None,
        channel="email",
        source=source,
        response_id=_response(sample, each),
        question="",
        definition=None,
        value=None,
        text=None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="1",
        state="answered",
        language=LANGUAGES[sample.population.language[each.customer]],
        weight=None,
        attributes={},
    )
