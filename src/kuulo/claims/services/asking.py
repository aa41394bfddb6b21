"""Asking a customer: the question written into a session, a discussion, a survey or a message; judging answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims.models import Answer, Fragment, Question
from kuulo.claims.rules import WAY_NAMES, ClaimState, ClaimStep, Way
from kuulo.claims.services.steps import guard_change, locked_claim, note_claim, take_step, told
from kuulo.customers.rules import Channel
from kuulo.discussions.services import probe
from kuulo.instruments.library.blank import THANKS
from kuulo.instruments.rules.questionnaire import LANGUAGES, Closing, Kind, Page, Promise, Questionnaire
from kuulo.instruments.rules.questionnaire import Question as Asked
from kuulo.instruments.services import create_instrument, publish
from kuulo.invitations.rules.askings import TriggerPlan
from kuulo.invitations.rules.events import Event
from kuulo.invitations.rules.outcomes import REASON_NAMES, Reason
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.services import ask_about, create_trigger
from kuulo.responses.services import open_way_in
from kuulo.studies.queries import session
from kuulo.studies.services import add_to_ask

LONGEST_QUESTION: Final = 1_000
QUESTION_KEY: Final = "clarify"
REF_BYTES: Final = 8
NAME_LENGTH: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a question goes.

    Attributes:
        language: In which it is asked.
        session_id: The session at which it is asked.
        study: The study in whose discussion it is asked.
        participant_id: The participant it is put to there; None: all of them.
        party_id: The customer a message goes to.
        channel: How the message goes out.
    """

    language: str = "en"
    session_id: int | None = None
    study: str = ""
    participant_id: int | None = None
    party_id: int | None = None
    channel: Channel = Channel.EMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A question on its way: which claim it is about, its words, by whom, when."""

    claim: str
    ref: str
    text: str
    by: str
    now: datetime


@transaction.atomic
def ask_customer(*, claim: str, text: str, by: str, way: Way | str, target: Target, now: datetime | None = None) -> str:
    """Write a clarifying question into the next encounter, a survey or a message, and return its reference.

    A claim that was only assumed is being tested from then on. What customers answer comes back to the claim by itself.

    Args:
        claim: ``C12``.
        text: The question, in the customer's words.
        by: Who asks.
        way: Session, discussion, survey or message.
        target: Where it goes.
        now: The moment.

    Raises:
        GuardError: The person may not change the claim, or the customer may not be asked; the message says why.
        InputError: Nothing is asked, or nobody is named.
        NotFoundError: There is no such claim, session, study or customer.
    """
    row = locked_claim(claim)
    guard_change(row, by)
    moment = now or timezone.now()
    words = told(text, of=say(_("The question")), longest=LONGEST_QUESTION)
    if target.language not in LANGUAGES:
        raise InputError(_("Kuulo does not speak the language “{language}”."), language=target.language)
    order = Order(claim=row.number, ref=f"{row.number}-{token_hex(REF_BYTES)}", text=words, by=by, now=moment)
    placed = WAYS[Way(way)](order, target)
    Question.objects.create(
        claim=row,
        ref=order.ref,
        text=words,
        language=target.language,
        way=Way(way).value,
        asked_by=by,
        asked_at=moment,
        **placed,
    )
    sentence = say(_("{number}: a customer is asked {way}."), number=row.number, way=say(WAY_NAMES[Way(way)]))
    note_claim(row, "ask", sentence, by=by, now=moment, details={"way": Way(way).value, "ref": order.ref})
    if row.state == ClaimState.ASSUMED.value:
        take_step(row, ClaimStep.TEST, by=by, reason="", now=moment)
    return order.ref


@transaction.atomic
def note_answer(*, ref: str, fragment: int, now: datetime | None = None) -> int:
    """Bring a fragment back to a question as its answer, to be judged, and return the answer's number.

    The same fragment again changes nothing.

    Raises:
        NotFoundError: There is no such question or fragment.
    """
    asked = Question.objects.select_related("claim").filter(ref=ref).first()
    piece = Fragment.objects.filter(pk=fragment).first()
    if asked is None or piece is None:
        raise NotFoundError(_("There is no such question, or no such fragment."), _("See the page of the claim."))
    moment = now or timezone.now()
    row, is_new = Answer.objects.get_or_create(question=asked, fragment=piece, defaults={"at": moment})
    if is_new:
        words = say(_("{number}: an answer came back, to be judged."), number=asked.claim.number)
        note_claim(asked.claim, "answer", words, by="kuulo", now=moment, details={"ref": ref, "fragment": piece.pk})
    return row.pk


@transaction.atomic
def set_aside(*, answer: int, by: str, now: datetime | None = None) -> None:
    """Judge that an answer says nothing of the claim.

    Raises:
        GuardError: The person may not change the claim, or the answer has been judged already.
        NotFoundError: There is no such answer.
    """
    row = Answer.objects.select_for_update().filter(pk=answer).first()
    if row is None:
        raise NotFoundError(_("There is no answer {number}."), number=answer)
    of_claim = locked_claim(f"C{Question.objects.values_list('claim_id', flat=True).get(pk=row.question_id)}")
    guard_change(of_claim, by)
    if row.verdict == Answer.EVIDENCE:
        raise GuardError(
            _("Guard “judged once”: the answer is evidence already."), _("Take the evidence away instead.")
        )
    moment = now or timezone.now()
    row.verdict, row.by, row.judged_at = Answer.SET_ASIDE, by, moment
    row.save(update_fields=["verdict", "by", "judged_at"])
    words = say(_("{number}: an answer was set aside."), number=of_claim.number)
    note_claim(of_claim, "set_aside", words, by=by, now=moment, details={"fragment": row.fragment_id})


@transaction.atomic
def close_question(*, question: int, by: str, now: datetime | None = None) -> None:
    """Wait for no more answers to a question.

    Raises:
        GuardError: The person may not change the claim.
        NotFoundError: There is no such question.
    """
    row = Question.objects.select_for_update().filter(pk=question).first()
    if row is None:
        raise NotFoundError(_("There is no question {number}."), number=question)
    guard_change(locked_claim(f"C{row.claim_id}"), by)
    row.closed_at, row.closed_by = now or timezone.now(), by
    row.save(update_fields=["closed_at", "closed_by"])


def _by_session(order: Order, target: Target) -> dict[str, Any]:
    if target.session_id is None:
        raise InputError(_("It is not said at which session."), _("Choose a session."))
    add_to_ask(session_id=target.session_id, text=order.text, ref=order.ref, by=order.by, now=order.now)
    return {"session_id": target.session_id, "study": session(target.session_id).study}


def _by_discussion(order: Order, target: Target) -> dict[str, Any]:
    if not target.study:
        raise InputError(_("It is not said in which study’s discussion."), _("Choose a study."))
    probe(study=target.study, text=order.text, to=target.participant_id, by=order.by, ref=order.ref, now=order.now)
    return {"study": target.study, "participant_id": target.participant_id}


def _by_survey(order: Order, target: Target) -> dict[str, Any]:
    slug = _make_instrument(order, target.language)
    way = open_way_in(slug=slug, kind="link", name=order.claim, language=target.language)
    return {"instrument": slug, "address": reverse("responses:way_in", args=[way.token])}


def _by_message(order: Order, target: Target) -> dict[str, Any]:
    if target.party_id is None:
        raise InputError(_("It is not said whom the message goes to."), _("Choose a customer."))
    slug = _make_instrument(order, target.language)
    plan = TriggerPlan(name=order.ref, slug=slug, channel=target.channel, kind=TriggerKind.API)
    made = create_trigger(plan=plan, by=order.by, now=order.now)
    event = Event(key=order.ref, party=f"#{target.party_id}", at=order.now)
    fired = ask_about(made.trigger.id, [event], now=order.now)
    if not fired.asked:
        reasons = [say(REASON_NAMES[Reason(reason)]) for reason in fired.left_out]
        why = reasons[0] if reasons else say(REASON_NAMES[Reason.UNKNOWN_PARTY])
        raise GuardError(
            _("Guard “may be asked”: the customer cannot be asked, {why}."), _("Ask another customer."), why=why
        )
    return {"instrument": slug, "party_id": target.party_id}


def _make_instrument(order: Order, language: str) -> str:
    """Publish a survey of one question, answered in own words by somebody who is told that the answer is known."""
    short = order.text if len(order.text) <= NAME_LENGTH else f"{order.text[:NAME_LENGTH]}…"
    one = Asked(key=QUESTION_KEY, kind=Kind.TEXT, text={language: order.text}, required=True)
    whole = Questionnaire(
        languages=(language,),
        title={language: short},
        pages=(Page(key="page_1", questions=(one,)),),
        closings=(Closing(text={language: THANKS[language]}),),
    )
    made = create_instrument(
        name=f"{order.claim}: {short}", languages=(language,), questionnaire=whole, promise=Promise.IDENTIFIED
    )
    publish(slug=made.slug, by=order.by)
    return made.slug


WAYS: Final[Mapping[Way, Callable[[Order, Target], dict[str, Any]]]] = {
    Way.SESSION: _by_session,
    Way.DISCUSSION: _by_discussion,
    Way.SURVEY: _by_survey,
    Way.MESSAGE: _by_message,
}
