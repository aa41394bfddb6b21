"""What the invented company believed, what it decided on that, and what has come of it.

The belief that customers want a short invoice was held by everybody; it was decided upon 95 days ago, the renewal came
into effect 84 days ago (`company.INVOICE_RENEWAL`), and satisfaction with the invoice fell. The diary says why. Whoever
opens the sample confirms the check and decides between the two loops.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from kuulo.claims.rules import ClaimKind, ClaimStep, Stance, Weight
from kuulo.claims.services import ClaimWishes, attach, cut_passage, make_claim, move_claim
from kuulo.decisions.rules import Effect
from kuulo.decisions.rules.effects import OTHERS
from kuulo.decisions.rules.views import Option
from kuulo.decisions.services import Deciding, Proposing, decide, propose, put_in_effect, request_check
from kuulo.ideas.services import SignWishes, keep_idea, note_sign
from kuulo.plans.services import NeedWishes, add_need
from kuulo.sample.company import TOUCHPOINTS
from kuulo.sample.generate import Sample
from kuulo.sample.research import LEAD, RESEARCHER, Material, Words, knowing_words
from kuulo.sources.queries import source, sources_of

DECIDED: Final = 95
IN_EFFECT: Final = 84
DUE: Final = 1
EXPECTED: Final = 0.06
SOON: Final = timedelta(days=30)
CERTAINTY: Final = 80
INVOICE: Final = next(each.names for each in TOUCHPOINTS if each.key == "invoice")


def store_beliefs(sample: Sample, material: Material, language: str) -> str:
    """Store claims with what speaks for and against them, and the decision; return the decision's number."""
    words, now = knowing_words(language), sample.calendar.now
    belief = _claim(words["belief"], language, ClaimKind.BELIEF, 5, sample, DECIDED + 40)
    first, second = material.talks
    _speaks(belief, first, words["belief_why"], now - timedelta(days=DECIDED + 10))
    move_claim(number=belief, step=ClaimStep.TEST, by=RESEARCHER, now=now - timedelta(days=DECIDED + 10))
    move_claim(number=belief, step=ClaimStep.SUPPORT, by=RESEARCHER, now=now - timedelta(days=DECIDED + 9))
    decision = _decision(words["decision"], belief, language, sample)
    other = _claim(words["other_claim"], language, ClaimKind.INSIGHT, 5, sample, 20)
    _speaks(other, second, words["diary"]["question"], now - timedelta(days=20))
    _diary_speaks(material, belief, other, words)
    goal = _claim(words["goal"], language, ClaimKind.GOAL, 4, sample, 15)
    _ahead(words, goal, language, sample)
    return decision


def _claim(text: str, language: str, kind: ClaimKind, importance: int, sample: Sample, days: float) -> str:
    wishes = ClaimWishes(text={language: text}, kind=kind, importance=importance, owner=LEAD)
    return make_claim(wishes=wishes, by=LEAD, now=sample.calendar.now - timedelta(days=days))


def _speaks(claim: str, key: str, why: str, at: datetime) -> None:
    """Attach what the customer said first in a transcript, for the claim."""
    said = source(key).turns[1]
    piece = cut_passage(source=key, start=said.start, end=said.end, by=RESEARCHER, now=at)
    attach(claim=claim, fragment=piece, stance=Stance.SUPPORT, weight=Weight(2), why=why, by=RESEARCHER, now=at)


def _diary_speaks(material: Material, belief: str, other: str, words: Words) -> None:
    """Attach every entry of the diary: all but the one about a fixed price speak against the belief."""
    for told in sources_of(material.diary):
        at = told.occurred_at
        piece = cut_passage(source=told.key, start=0, end=len(told.text), by=RESEARCHER, now=at)
        is_against = told.text.strip() != words["diary"]["entries"][2]
        why = words["diary"]["ask"]
        stances = ((belief, Stance.OPPOSE), (other, Stance.SUPPORT)) if is_against else ((belief, Stance.CONTEXT),)
        for claim, stance in stances:
            attach(claim=claim, fragment=piece, stance=stance, weight=Weight(2), why=why, by=RESEARCHER, now=at)


def _decision(words: Words, belief: str, language: str, sample: Sample) -> str:
    now = sample.calendar.now
    today, decided = timezone.localdate(now), now - timedelta(days=DECIDED)
    effect = Effect(
        definition="csat.top2@1",
        change=EXPECTED,
        due=today - timedelta(days=DUE),
        among=urlencode({"touchpoint": INVOICE[language]}),
        beside=OTHERS,
        span=56,
    )
    options = (Option(key="short", title=words["chosen"]), Option(key="clear", title=words["other"]))
    wishes = Proposing(question=words["question"], options=options, claims=(belief,), owner=LEAD, effect=effect)
    number = propose(wishes=wishes, by=LEAD, now=decided).number
    settled = Deciding(
        chosen="short", why=words["reason"], effect=effect, check_on=today, owner=LEAD, certainty=CERTAINTY
    )
    decide(number=number, settled=settled, by=LEAD, now=decided)
    began = now - timedelta(days=IN_EFFECT)
    put_in_effect(number=number, on=timezone.localdate(began), by=LEAD, now=began)
    request_check(number=number)
    return number


def _ahead(words: Words, goal: str, language: str, sample: Sample) -> None:
    """Store what lies ahead: the next decision with what must be known for it, an idea, something seen outside."""
    now = sample.calendar.now
    today = timezone.localdate(now)
    wishes = Proposing(question=words["decision"]["next_question"], claims=(goal,), owner=LEAD, decide_by=today + SOON)
    following = propose(wishes=wishes, by=LEAD, now=now).number
    need = NeedWishes(text=words["decision"]["need"], decision=following, claims=(goal,))
    add_need(year=(today + SOON).year, wishes=need, by=LEAD, now=now)
    keep_idea(text={language: words["idea"]}, by=LEAD, now=now)
    sign = SignWishes(
        text={language: words["signal"]}, publisher=words["signal_publisher"], published_on=today - timedelta(days=9)
    )
    note_sign(wishes=sign, by=RESEARCHER, now=now)
