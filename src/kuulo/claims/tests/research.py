"""A study with an interview for tests of claims: what the customer said, what the interviewer said, and a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kuulo.claims.rules import ClaimKind, Stance
from kuulo.claims.services import ClaimWishes, attach, cut_passage, make_claim
from kuulo.sources.rules import Origin, SourceKind, SourceView, Turn
from kuulo.sources.services import add_source
from kuulo.studies.rules import ParticipantView, StudyView
from kuulo.studies.tests.planning import BY, joined, running

NOW: Final = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
LEAD: Final = "ilona@example.org"
RISTO: Final = "risto@example.org"
assert LEAD == BY, "the study's team is the one that cuts"
SPOKEN: Final = (
    ("Haastattelija", "Miten tilaaminen sujui?"),
    ("Aino", "Jätin tilauksen kesken, koska en nähnyt toimituspäivää. 😀"),
    ("Haastattelija", "Onko toimituspäivä teille hintaa tärkeämpi?"),
    ("Aino", "On. Päivä ratkaisee, hinta ei."),
)
WORDS: Final = "en nähnyt toimituspäivää"
AFFIRMING: Final = "Päivä ratkaisee, hinta ei."


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """A study that runs, a participant, and the transcript of the interview."""

    study: StudyView
    person: ParticipantView
    source: SourceView

    def at(self, words: str) -> tuple[int, int]:
        """Return where words stand in the transcript."""
        start = self.source.text.index(words)
        return start, start + len(words)

    def place(self, words: str) -> dict[str, str]:
        """Return the address of the cut of words."""
        start, end = self.at(words)
        return {"source": self.source.key, "start": str(start), "end": str(end)}


def transcript(spoken: tuple[tuple[str, str], ...] = SPOKEN) -> tuple[str, tuple[Turn, ...]]:
    """Return what was said as a text with names before the words, and its turns."""
    text = ""
    turns: list[Turn] = []
    for speaker, words in spoken:
        text += f"{speaker}: "
        turns.append(Turn(start=len(text), end=len(text) + len(words), speaker=speaker))
        text += f"{words}\n"
    return text.rstrip("\n"), tuple(turns)


def interview(study: str, person: ParticipantView | None, *, session_id: int | None = None) -> SourceView:
    """Keep the transcript of an interview."""
    text, turns = transcript()
    return add_source(
        study=study,
        kind=SourceKind.TRANSCRIPT,
        name="Interview",
        by=LEAD,
        text=text,
        turns=turns,
        participant_id=person.id if person else None,
        session_id=session_id,
        occurred_at=NOW,
        origin=Origin.CUSTOMER,
        language="fi",
        now=NOW,
    )


def research(*, party_id: int | None = None, **changes: object) -> Research:
    """Make a study that runs, with a participant and an interview."""
    study = running(**changes)
    person = joined(study.slug, party_id=party_id)
    return Research(study=study, person=person, source=interview(study.slug, person))


def claimed(text: str = "Customers leave because they see no delivery day", **further: object) -> str:
    """Make a claim and return its number."""
    wishes = ClaimWishes(text={"en": text}, **{"kind": ClaimKind.INSIGHT, **further})  # type: ignore[arg-type] # by name
    return make_claim(wishes=wishes, by=LEAD, now=NOW)


def cut(found: Research, words: str = WORDS) -> int:
    """Cut words out of the transcript."""
    start, end = found.at(words)
    return cut_passage(source=found.source.key, start=start, end=end, by=LEAD, now=NOW)


def supported(number: str, fragment: int, *, affirms: bool = False, stance: Stance = Stance.SUPPORT) -> int:
    """Attach a fragment to a claim."""
    return attach(
        claim=number,
        fragment=fragment,
        stance=stance,
        weight=2,
        why="She says so herself",
        by=LEAD,
        affirms=affirms,
        now=NOW,
    )
