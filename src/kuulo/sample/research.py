"""Two studies of the invented company: interviews about the invoice before it was renewed, and a diary since.

The words stand in ``words/knowing_<language>.toml``; participants are customers of the sample.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kuulo.base.errors import GuardError
from kuulo.base.ids import derived_id
from kuulo.customers.queries import party_ids_of
from kuulo.diaries.rules import DiaryPlan, Prompt, PromptKind, Question, QuestionKind
from kuulo.diaries.services import Sent, set_diary, write_entry
from kuulo.sample.company import SEGMENTS
from kuulo.sample.generate import Sample
from kuulo.sample.signals import party_of
from kuulo.sources.rules import Origin, SourceKind, Turn
from kuulo.sources.services import add_source
from kuulo.studies.rules import Answer, LegalBasis, Method, ParticipantView, StudyStep, Trigger
from kuulo.studies.services import (
    HandWishes,
    Joining,
    StudyWishes,
    TextWishes,
    add_by_hand,
    create_study,
    join,
    move_study,
    note_result,
)

WORDS: Final = Path(__file__).parent / "words"
RESEARCHER: Final = "risto@example.org"
LEAD: Final = "ilona@example.org"
DAYS_INTERVIEWS: Final = 150
DAYS_DIARY: Final = 30
REWARD: Final = Decimal(20)
WRITTEN: Final = ((21, 2), (16, 1), (12, 5), (6, 2))
"""Of each entry of the diary: days before now, and how sure its writer was that the invoice is right (1–5)."""
Words = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the studies brought: slugs of both, keys of the transcripts, keys of the diary's words."""

    interviews: str
    diary: str
    talks: tuple[str, ...]
    entries: tuple[str, ...]

    @property
    def signals(self) -> int:
        """How many signals they made: one of what each customer said in an interview, one of each entry."""
        return len(self.talks) + len(self.entries)


def knowing_words(language: str) -> Words:
    """Return what the company's people and participants say in a language."""
    return tomllib.loads((WORDS / f"knowing_{language}.toml").read_text(encoding="utf-8"))


def store_studies(sample: Sample, language: str) -> Material:
    """Plan, run and report the interviews, and start the diary."""
    words, people = knowing_words(language), persons_of(sample)
    interviews, talks = _interviews(sample, words["interviews"], language, people)
    diary, entries = _diary(sample, words["diary"], language, people)
    return Material(interviews=interviews, diary=diary, talks=talks, entries=entries)


def persons_of(sample: Sample) -> Iterator[int]:
    """Yield customers who are persons and still there, in the order of their numbers."""
    there = [
        at
        for at in range(len(sample.population))
        if sample.population.until[at] < 0
        and sample.population.since[at] > DAYS_INTERVIEWS
        and not SEGMENTS[sample.population.segment[at]].organisation
    ]
    known = party_ids_of([party_of(at) for at in there[:200]])
    yield from (known[party_of(at)] for at in there[:200] if party_of(at) in known)


def _interviews(sample: Sample, words: Words, language: str, people: Iterator[int]) -> tuple[str, tuple[str, ...]]:
    began = sample.calendar.now - timedelta(days=DAYS_INTERVIEWS)
    slug = create_study(wishes=_wishes(words, language, Method.INTERVIEW), by=RESEARCHER, now=began).slug
    _start(slug, began)
    talks = []
    for number, talk in enumerate(words["talks"], start=1):
        held = began + timedelta(days=7 * number)
        who = _joined(slug, people, language, held)
        text, turns = written_out(talk["turns"])
        told = add_source(
            study=slug,
            kind=SourceKind.TRANSCRIPT,
            name=talk["name"],
            text=text,
            turns=turns,
            speakers={talk["turns"][0][0]: Origin.STAFF, talk["turns"][1][0]: Origin.CUSTOMER},
            participant_id=who.id,
            language=language,
            origin=Origin.CUSTOMER,
            occurred_at=held,
            by=RESEARCHER,
            now=held,
        )
        talks.append(told.key)
    ended = began + timedelta(days=30)
    move_study(slug, StudyStep.ANALYSE, RESEARCHER, now=ended)
    note_result(slug=slug, found=words["result"], answer=words["answer"], by=RESEARCHER, now=ended)
    move_study(slug, StudyStep.REPORT, RESEARCHER, now=ended)
    return slug, tuple(talks)


def _diary(sample: Sample, words: Words, language: str, people: Iterator[int]) -> tuple[str, tuple[str, ...]]:
    now = sample.calendar.now
    began = now - timedelta(days=DAYS_DIARY)
    slug = create_study(wishes=_wishes(words, language, Method.DIARY), by=RESEARCHER, now=began).slug
    set_diary(study=slug, plan=_plan(words, language), by=RESEARCHER, now=began)
    _start(slug, began)
    keys = []
    for number, (text, (days, sure)) in enumerate(zip(words["entries"], WRITTEN, strict=True)):
        at = now - timedelta(days=days)
        who = _joined(slug, people, language, at - timedelta(days=1))
        key = derived_id("sample", "diary", str(number))[:32]
        write_entry(token=who.token, key=key, sent=Sent(fields={"what": (text,), "sure": (str(sure),)}), now=at)
        keys.append(key)
    return slug, tuple(keys)


def _wishes(words: Words, language: str, method: Method) -> StudyWishes:
    text = TextWishes(title=words["title"], about=words["changes"], notice=words["notice"], consent=words["notice"])
    ethics = {trigger: Answer(applies=False) for trigger in Trigger}
    return StudyWishes(
        title=words["title"],
        method=method,
        question=words["question"],
        changes=words["changes"],
        legal_basis=LegalBasis.CONSENT,
        texts={language: text},
        languages=(language,),
        shares_words=True,
        planned=len(WRITTEN),
        guide=words.get("guide", ""),
        incentive=REWARD,
        budget=REWARD * len(WRITTEN),
        ethics={**ethics, Trigger.INCENTIVES: Answer(applies=True, answer=knowing_words(language)["reward"])},
    )


def _start(slug: str, now: datetime) -> None:
    for step in (StudyStep.READY, StudyStep.START):
        move_study(slug, step, RESEARCHER, now=now)


def _joined(slug: str, people: Iterator[int], language: str, now: datetime) -> ParticipantView:
    """Return the next customer who may be asked, and who joined."""
    for party in people:
        # Who wants no research is not asked.
        with suppress(GuardError):
            wishes = HandWishes(party_id=party, language=language)
            asked = add_by_hand(slug=slug, wishes=wishes, by=RESEARCHER, now=now)
            return join(asked.token, told=Joining(), now=now)
    raise LookupError("the sample has no customer who may be asked")


def _plan(words: Words, language: str) -> DiaryPlan:
    return DiaryPlan(
        welcome={language: words["notice"]},
        questions=(
            Question(key="what", kind=QuestionKind.TEXT, text={language: words["ask"]}),
            Question(
                key="sure",
                kind=QuestionKind.SCALE,
                text={language: words["scale"]},
                low_text={language: words["scale_low"]},
                high_text={language: words["scale_high"]},
            ),
        ),
        prompts=(Prompt(key="weekly", kind=PromptKind.WEEKLY, weekdays=(3,)),),
    )


def written_out(said: Sequence[tuple[str, str]]) -> tuple[str, tuple[Turn, ...]]:
    """Return what speakers said as one text, a line each after its speaker's name, and where each one's words are."""
    lines, turns, place = list[str](), list[Turn](), 0
    for speaker, words in said:
        start = place + len(speaker) + 2
        turns.append(Turn(start=start, end=start + len(words), speaker=speaker))
        lines.append(f"{speaker}: {words}")
        place = start + len(words) + 1
    return "\n".join(lines), tuple(turns)
