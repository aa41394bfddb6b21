"""A research file that waits to be taken in and in which she stands; and that she was among the first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kuulo.adopters.models import Adopter
from kuulo.exchange.rules import Reply
from kuulo.exchange.services import receive
from kuulo.qualitative.exchanging import Project, Source, canonical, write_qdpx
from kuulo.rights.tests.planting_traces import NAME
from kuulo.studies.rules import Method
from kuulo.studies.services import StudyWishes, create_study

RISTO = "risto@example.org"
REASON = {"kind": "event", "name": "app", "at": "2026-01-01T00:00:00+00:00", "place": 1, "users": 40}


def named_adopters(party_ids: Iterable[int], now: datetime) -> None:
    """Let the machine hold that she and somebody else were among the first with something."""
    for party in party_ids:
        Adopter.objects.create(party_id=party, days=2, reasons=[REASON], found_at=now)


def brought_research(now: datetime) -> None:
    """Bring a project of another tool into a study and leave it waiting; somebody else's waits too."""
    wishes = StudyWishes(title="What others heard", method=Method.DESK, question="What do they say?")
    study = create_study(wishes=wishes, by=RISTO, now=now)
    for name, words in ((f"{NAME}.qdpx", f"{NAME} said so."), ("others.qdpx", "Nobody in particular.")):
        source = Source(guid=canonical(name), name="Notes", text=words)
        content = write_qdpx(Project(name="P", sources=(source,))).content
        receive(slug=study.slug, name=name, content=content, reply=Reply(by=RISTO, at=now), now=now)
