"""Studies, participants and material for the tests, made through the rooms' public ways."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kuulo.base.later import Later
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.qualitative.reading import find_turns
from kuulo.sources.rules import Origin, SourceKind, SourceView
from kuulo.sources.services import add_source
from kuulo.studies.rules import LegalBasis, Method, ParticipantView, SessionView, StudyStep, StudyView, Trigger
from kuulo.studies.rules.ethics import Answer
from kuulo.studies.services import (
    HandWishes,
    Joining,
    SessionWishes,
    StudyWishes,
    TextWishes,
    add_by_hand,
    add_member,
    create_study,
    join,
    move_study,
    plan_session,
)

image = Later("PIL.Image")
LEAD: Final = "ilona@example.org"
RESEARCHER: Final = "risto@example.org"
MET: Final = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
SPOKEN: Final = (
    "Haastattelija: Mitä tapahtui, Äijö?\n"
    "Äijö: Soitin 😀 numeroon 040 123 4567 ja jonotin kauan.\n"
    "Haastattelija: Entä sitten?\n"
    "Äijö: Lähdin pois, koska kukaan ei vastannut.\n"
)
WISHES: Final = StudyWishes(
    title="Why they leave the queue",
    method=Method.INTERVIEW,
    question="Shall we call back?",
    changes="If they leave for the wait, we call back; else we do not.",
    legal_basis=LegalBasis.CONSENT,
    texts={"en": TextWishes(title="Queue", about="One talk.", notice="We keep it a year.", consent="I agree.")},
    languages=("en",),
    planned=5,
    ethics={each: Answer(applies=False) for each in Trigger},
)


def running(**changes: Any) -> StudyView:
    """Return a study that runs, led by Ilona with Risto in the team."""
    made = create_study(wishes=replace(WISHES, **changes), by=LEAD)
    add_member(slug=made.slug, email=RESEARCHER, by=LEAD)
    move_study(made.slug, StudyStep.READY, LEAD)
    return move_study(made.slug, StudyStep.START, LEAD)


def joined(study: StudyView, *, customer: str = "", **told: Any) -> ParticipantView:
    """Return a participant who has joined; a known customer where one is named, as ``customer_id:7``."""
    party = None
    if customer:
        register_parties([PartyRow(identifier=customer, name="Äijö Öhman")])
        party = party_ids_of([customer])[customer]
    asked = add_by_hand(slug=study.slug, wishes=HandWishes(party_id=party), by=LEAD)
    return join(asked.token, told=Joining(**told))


def met(study: StudyView, *people: ParticipantView) -> SessionView:
    """Return a session with participants."""
    wishes = SessionWishes(title="Visit", starts_at=MET, minutes=60, participants=tuple(each.id for each in people))
    return plan_session(slug=study.slug, wishes=wishes, by=LEAD)


def interview(study: StudyView, who: ParticipantView | None = None, **more: Any) -> SourceView:
    """Keep an interview."""
    told: dict[str, Any] = {
        "study": study.slug,
        "kind": SourceKind.TRANSCRIPT,
        "name": "Interview",
        "by": RESEARCHER,
        "text": SPOKEN,
        "turns": find_turns(SPOKEN),
        "occurred_at": MET,
        "origin": Origin.CUSTOMER,
        "participant_id": who.id if who else None,
        "language": "fi",
    }
    return add_source(**{**told, **more})


def sound(seconds: int = 2) -> bytes:
    """Return silence as WAV."""
    rate = 8_000
    data = b"\x80" * rate * seconds
    head = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"\x01\x00\x01\x00" + rate.to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00"
    return head + form + b"data" + len(data).to_bytes(4, "little") + data


def photo() -> bytes:
    """Return a picture that tells where it was taken."""
    exif = image.Exif()
    exif[0x010F] = "Camera of Zyrvax"
    out = io.BytesIO()
    image.new("RGB", (40, 30), (20, 90, 90)).save(out, format="JPEG", exif=exif)
    return out.getvalue()


def later(days: int) -> datetime:
    """Return a moment so many days from now."""
    return datetime.now(UTC) + timedelta(days=days)
