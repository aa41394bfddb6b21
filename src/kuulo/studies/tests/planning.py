"""Studies for tests: a plan that may run, and the same running, with people in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel, ContactRow, PartyRow
from kuulo.customers.services import register_contacts, register_parties
from kuulo.studies.rules import Answer, LegalBasis, Method, ParticipantView, StudyStep, StudyView, Trigger
from kuulo.studies.services import (
    HandWishes,
    Joining,
    StudyWishes,
    TextWishes,
    add_by_hand,
    create_study,
    join,
    move_study,
)

BY: Final = "ilona@example.org"
RISTO: Final = "risto@example.org"
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ETHICS: Final = {
    Trigger.CHILDREN: Answer(applies=False),
    Trigger.HEALTH: Answer(applies=False),
    Trigger.HOMES: Answer(applies=False),
    Trigger.RECORDINGS: Answer(applies=True, answer="Voice, kept for a year on our own disk; else notes."),
    Trigger.INCENTIVES: Answer(applies=True, answer="A gift card of 30 euro, due to who leaves early too."),
}
TEXTS: Final = {
    "fi": TextWishes(
        title="Miten tilaus sujuu?", about="Puhumme tunnin.", notice="Käsittelemme, mitä kerrot.", consent="Suostun."
    ),
    "sv": TextWishes(
        title="Hur går det att beställa?",
        about="Vi talar en timme.",
        notice="Vi behandlar det du säger.",
        consent="Ja.",
    ),
    "en": TextWishes(title="How is ordering?", about="We talk.", notice="We handle what you say.", consent="I agree."),
}
WISHES: Final = StudyWishes(
    title="Why orders are left unfinished",
    method=Method.INTERVIEW,
    question="Do we build the new checkout this year?",
    changes="If delivery days are the reason, we show them first and leave the checkout as it is.",
    legal_basis=LegalBasis.CONSENT,
    texts=TEXTS,
    planned=12,
    sampling="By lot among customers who left an order unfinished",
    guide="Tell me of the last time you ordered.",
    starts_on=date(2026, 3, 9),
    ends_on=date(2026, 3, 27),
    report_on=date(2026, 4, 10),
    minutes=60,
    budget=Decimal(2500),
    incentive=Decimal(30),
    ethics=ETHICS,
)


def drafted(**changes: object) -> StudyView:
    """Return a study that lacks nothing, as a draft."""
    return create_study(wishes=replace(WISHES, **changes), by=BY, now=NOW)  # type: ignore[arg-type] # by name


def running(**changes: object) -> StudyView:
    """Return the same in the field."""
    found = drafted(**changes)
    move_study(found.slug, StudyStep.READY, BY, now=NOW)
    return move_study(found.slug, StudyStep.START, BY, now=NOW)


def joined(slug: str, *, party_id: int | None = None, now: datetime = NOW, **told: object) -> ParticipantView:
    """Return somebody who has joined a study."""
    added = add_by_hand(slug=slug, wishes=HandWishes(party_id=party_id), by=BY, now=now)
    return join(added.token, told=Joining(**told), now=now)  # type: ignore[arg-type] # by name


def registered(count: int = 1) -> list[int]:
    """Return the numbers of customers with e-mail addresses."""
    names = [f"customer_id:{number}" for number in range(1, count + 1)]
    register_parties(PartyRow(identifier=name, name=f"Aino {name[-1]}", language="fi") for name in names)
    register_contacts(
        [ContactRow(identifier=name, channel=Channel.EMAIL, value=f"c{name[12:]}@example.org") for name in names],
        now=NOW,
    )
    found = party_ids_of(names)
    return [found[name] for name in names]
