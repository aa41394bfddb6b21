"""One person with markers of her own, planted in every store through the rooms' public ways; and the search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from kuulo.accounts.models import Organisation
from kuulo.base.texts import say
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel, ConsentRow, ConsentState, ContactRow, PartyRow, Purpose
from kuulo.customers.services import register_consents, register_contacts, register_parties
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations import services as invitations
from kuulo.invitations.channels import sent_folder
from kuulo.invitations.rules.askings import RoundPlan
from kuulo.invitations.rules.samples import Method, SampleSpec
from kuulo.jobs.services import enqueue
from kuulo.lake import services as lake
from kuulo.responses.services import Submission, submit
from kuulo.responses.tests.answering import form, published, short
from kuulo.rights.rules import RequestKind, Way
from kuulo.rights.services import Asked, take_request
from kuulo.rights.tests.planting_coding import coded_what_they_told
from kuulo.rights.tests.planting_diaries import kept_a_diary
from kuulo.rights.tests.planting_files import brought_research, named_adopters
from kuulo.rights.tests.planting_studies import took_part
from kuulo.rights.tests.planting_talk import talked, told_ideas
from kuulo.rights.tests.planting_traces import (
    EMAIL,
    IDENTIFIER,
    NAME,
    NUMBER,
    brought_by_feeds,
    known_and_matched,
    sample_file,
    send_traces,
    sent_traces,
    staff_saw_her,
)
from kuulo.rights.tests.planting_words import WORDS, read_her_words
from kuulo.surveys.tests.desk import bring, import_now, settle_and_check

PHONE: Final = "+358409998877"
STREET: Final = "Zyrvaxgatan 7"
OTHERS: Final = tuple(range(1, 6))


@dataclass(frozen=True, slots=True)
class Planted:
    """The person, and one of the others who must stay."""

    party_id: int
    other_id: int


def plant() -> Planted:
    """Let the person leave something in every store, among others who leave the same."""
    now = datetime.now(UTC)
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Käpylän kauppa"})
    register_people(now)
    import_answers()
    asked_and_answered(now)
    failed_work()
    staff_saw_her()
    sample_file()
    ids = party_ids_of([IDENTIFIER, "customer_id:1"])
    take_request(
        party_id=ids[IDENTIFIER],
        asked=Asked(kind=RequestKind.CORRECT, way=Way.PHONE, note=f"{NAME} called", details={"street": STREET}),
        now=now,
    )
    known_and_matched(now)
    brought_by_feeds()
    brought_research(now)
    named_adopters(ids.values(), now)
    took_part((ids[IDENTIFIER], ids["customer_id:1"]), STREET)
    kept_a_diary((ids[IDENTIFIER], ids["customer_id:1"]))
    talked((ids[IDENTIFIER], ids["customer_id:1"]))
    told_ideas((ids[IDENTIFIER], ids["customer_id:1"]))
    coded_what_they_told((ids[IDENTIFIER], ids["customer_id:1"]))
    sent_traces(page="/arrived")
    lake.seal()
    read_her_words(now)
    lake.compact()
    # Of these nothing has been moved yet.
    send_traces(page="/waits")
    return Planted(ids[IDENTIFIER], ids["customer_id:1"])


def register_people(now: datetime) -> None:
    """Register the person and the others: names, attributes with a history, addresses, consents."""
    people = [(IDENTIFIER, NAME, EMAIL, PHONE)]
    people += [(f"customer_id:{n}", f"Aino Other {n}", f"c{n}@example.org", f"+35840100{n:04d}") for n in OTHERS]
    for shop in ("Kamppi", "Pasila"):
        hers = {IDENTIFIER: f"{shop} {WORDS}"}
        rows = [(each, {"shop": hers.get(each[0], shop)}) for each in people]
        register_parties(PartyRow(identifier=each[0], name=each[1], attributes=told) for each, told in rows)
    earlier = now - timedelta(days=400)
    contacts = [
        ContactRow(identifier=each[0], channel=channel, value=value)
        for each in people
        for channel, value in (
            (Channel.EMAIL, each[2]),
            (Channel.SMS, each[3]),
            (Channel.LETTER, f"{each[1]}\n{STREET if each[0] == IDENTIFIER else 'Street 1'}\n00100 Helsinki"),
        )
    ]
    register_contacts(contacts, now=earlier)
    register_consents(
        ConsentRow(identifier=each[0], purpose=Purpose.MARKETING, state=ConsentState.GIVEN, at=earlier)
        for each in people
    )


def import_answers() -> None:
    """Bring a file of answers in which the person stands, in a row that counts and in one that is rejected."""
    rows = [
        f"r{NUMBER};2026-03-01 10:00;{NUMBER};9;{WORDS}",
        f"x{NUMBER};2026-03-01 10:00;{NUMBER};11;{WORDS} {EMAIL}",
        *(f"r{n};2026-03-02 10:00;{n};8;all went well {n}" for n in OTHERS),
    ]
    text = "\n".join(["Response ID;Date;customer_id;NPS (0-10);Comment", *rows, ""])
    import_now(settle_and_check(bring(text, name=f"answers of {NAME}.csv", dataset="Visits")))


def asked_and_answered(now: datetime) -> None:
    """Ask everybody by e-mail, text message and letter, and let the person answer in her words."""
    rounds = (
        (Promise.CONFIDENTIAL, Channel.EMAIL, now - timedelta(days=200)),
        # Sent by day alone: at night these wait.
        (Promise.CONFIDENTIAL, Channel.SMS, now),
        (Promise.IDENTIFIED, Channel.LETTER, now),
    )
    for promise, channel, moment in rounds:
        version = published(short(), promise, name=f"Service {channel}")
        plan = RoundPlan(
            name="Autumn", slug=version.slug, channel=channel, spec=SampleSpec(method=Method.EVERYBODY), seed=7
        )
        made = invitations.create_round(plan=plan, now=moment)
        invitations.draw_round(round_id=made.id, now=moment)
        invitations.start_round(round_id=made.id, now=moment)
        invitations.admit_drawn(now=moment)
        invitations.send_due(now=moment, clock=lambda moment=moment: moment)  # type: ignore[misc] # the round's own
    answer(version, sent_token())
    called_off(version.slug, now)


def called_off(slug: str, now: datetime) -> None:
    """Draw everybody once more and call it off: everybody is noted as not asked."""
    plan = RoundPlan(name="Winter", slug=slug, channel=Channel.EMAIL, spec=SampleSpec(method=Method.EVERYBODY), seed=8)
    made = invitations.create_round(plan=plan, now=now)
    invitations.draw_round(round_id=made.id, now=now)
    invitations.cancel_round(round_id=made.id, now=now)


def sent_token() -> str:
    """Return the token of the link that stands in the person's letter."""
    for path in sent_folder("letter").iterdir():
        text = path.read_text()
        if STREET in text:
            return re.split(r"[^\w-]", text.partition("/p/")[2])[0]
    raise AssertionError("nothing was sent to the person")


def answer(version: VersionView, token: str) -> None:
    """Answer the questionnaire behind a personal link with words of the person's own."""
    sent = Submission(
        form=form(version, token, personal=True),
        page="only",
        fields={"q_recommend": ["9"], "q_why": [WORDS]},
        received_at=datetime.now(UTC),
    )
    assert submit(sent).taken, "the answer was not taken"


def failed_work() -> None:
    """Leave a job in which the person stands, as a failed import would."""
    enqueue("test.unknown", {"file": f"{NUMBER}.csv"}, title=say("Import of {file}", file=f"answers of {NAME}.csv"))
