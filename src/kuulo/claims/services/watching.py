"""The watch: fragments whose legal basis has ended leave evidence, and answers to questions come back to claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kuulo.audit.queries.wording import text_to_plain
from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.models import Evidence, Fragment, Question
from kuulo.claims.queries.answers import answers_of_instruments, held
from kuulo.claims.queries.force import GONE, fallen_of
from kuulo.claims.rules import FragmentKind, Way
from kuulo.claims.rules.finding import Spoken, answer_in
from kuulo.claims.services.asking import note_answer
from kuulo.claims.services.claims import mark_stale
from kuulo.claims.services.cutting import cut_answer, cut_passage
from kuulo.claims.services.steps import KUULO, locked_claim, note_claim
from kuulo.discussions.queries import answers_to
from kuulo.sources import queries as sources
from kuulo.sources.queries.reading import lines_of_session
from kuulo.sources.rules import Origin, SourceView
from kuulo.sources.rules.speaking import origin_of

CHUNK: Final = 1_000
OPEN_FOR: Final = timedelta(days=180)
"""So long a question waits for answers, unless somebody closes it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a look did: fragments that left evidence, claims that turned stale, answers that came back."""

    fallen: int
    stale: int
    answers: int


def watch(*, now: datetime) -> Watched:
    """Write down what is evidence no more, and bring back what was answered; safe to repeat."""
    fallen, stale = let_fall(now=now)
    return Watched(fallen=fallen, stale=stale, answers=bring_answers(now=now))


def let_fall(*, now: datetime) -> tuple[int, int]:
    """Let fragments without a legal basis leave evidence; return how many, and how many claims turned stale."""
    count, stale = 0, 0
    rows = Fragment.objects.filter(fallen_at=None).exclude(kind=FragmentKind.FIGURE).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for key, why in (_erased_answers(chunk) | fallen_of(chunk)).items():
            stale += drop_fragment(fragment=key, why=why, now=now)
            count += 1
    return count, stale


@transaction.atomic
def drop_fragment(*, fragment: int, why: Text, now: datetime) -> int:
    """Take a fragment out of evidence for good, and turn its claims stale; return how many did."""
    row = Fragment.objects.select_for_update().filter(pk=fragment, fallen_at=None).first()
    if row is None:
        return 0
    row.fallen_at, row.fallen_why = now, text_to_plain(why)
    row.save(update_fields=["fallen_at", "fallen_why"])
    words = say(_("A fragment left evidence: {why}"), why=why)
    note(actor=KUULO, verb="fall", subject=Subject("fragment", str(row.pk)), text=words, now=now)
    return leave_claims(fragments=[row.pk], now=now)


@transaction.atomic
def leave_claims(*, fragments: Iterable[int], now: datetime) -> int:
    """Take fragments away from their claims, which turn stale; return how many claims they were."""
    evidence = Evidence.objects.filter(fragment__in=list(fragments), detached_at=None)
    by_claim: dict[int, list[int]] = defaultdict(list)
    for claim, piece in evidence.values_list("claim_id", "fragment_id"):
        by_claim[claim].append(piece)
    evidence.update(detached_at=now, detached_by=KUULO)
    for key, pieces in by_claim.items():
        claim_row = locked_claim(f"C{key}")
        words = say(_("A fragment of {number} left evidence: its legal basis has ended."), number=claim_row.number)
        note_claim(claim_row, "fall", words, by=KUULO, now=now, details={"fragments": len(pieces)})
        mark_stale(number=claim_row.number, reason=str(words), now=now)
    return len(by_claim)


def bring_answers(*, now: datetime) -> int:
    """Bring what customers answered back to the claims it was asked for; return how many answers are new."""
    waiting = list(Question.objects.filter(closed_at=None).order_by("pk"))
    by_way: dict[str, list[Question]] = defaultdict(list)
    for row in waiting:
        by_way[row.way].append(row)
    written = by_way[Way.SURVEY.value] + by_way[Way.MESSAGE.value]
    count = (
        _from_instruments(written, now)
        + sum(_from_discussion(row, now) for row in by_way[Way.DISCUSSION.value])
        + sum(_from_session(row, now) for row in by_way[Way.SESSION.value])
    )
    Question.objects.filter(closed_at=None, asked_at__lt=now - OPEN_FOR).update(closed_at=now, closed_by=KUULO)
    return count


def _erased_answers(rows: Iterable[Fragment]) -> dict[int, Text]:
    wanted = {row.signal_id: (row.signal_kind, row.signal_month) for row in rows if row.kind == FragmentKind.ANSWER}
    there = held(wanted)
    return {row.pk: GONE for row in rows if row.kind == FragmentKind.ANSWER and row.signal_id not in there}


def _from_instruments(rows: list[Question], now: datetime) -> int:
    if not rows:
        return 0
    by_slug = {row.instrument: row for row in rows}
    found = answers_of_instruments(list(by_slug), since=min(row.asked_at for row in rows))
    known = set(
        Fragment.objects.filter(signal_id__in=[each.signal_id for each in found], answers__isnull=False).values_list(
            "signal_id", flat=True
        )
    )
    fresh = [each for each in found if each.signal_id not in known]
    return sum(_bring(by_slug[each.source], {"signal_id": each.signal_id}, now) for each in fresh)


def _from_discussion(row: Question, now: datetime) -> int:
    known = _known_sources(row)
    count = 0
    for each in answers_to(row.ref):
        if each.source in known:
            continue
        found = sources.source_views([each.source]).get(each.source)
        if found is not None and found.text.strip():
            count += _bring(row, {"source": found.key, "start": 0, "end": len(found.text)}, now)
    return count


def _from_session(row: Question, now: datetime) -> int:
    """Look in what came of the session since for the question, and for what was answered to it."""
    fresh = [line for line in lines_of_session(row.session_id or 0) if line.key not in row.looked]
    count = 0
    for line in fresh:
        found = sources.source(line.key)
        place = answer_in(found.text, _spoken(found), row.text) if line.length else None
        if place is not None:
            count += _bring(row, {"source": found.key, "start": place[0], "end": place[1]}, now)
    if fresh:
        row.looked = [*row.looked, *(line.key for line in fresh)]
        row.save(update_fields=["looked"])
    return count


def _known_sources(row: Question) -> set[str]:
    return set(row.answers.values_list("fragment__source", flat=True))


def _spoken(found: SourceView) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(turn.start, turn.end, origin_of(turn, found.speakers, found.origin) is Origin.CUSTOMER)
        for turn in found.turns
    )


def _bring(row: Question, piece: Mapping[str, str | int], now: datetime) -> int:
    """Cut what was answered and note it; nothing where it may not be used, or is gone meanwhile."""
    try:
        if "signal_id" in piece:
            fragment = cut_answer(signal_id=str(piece["signal_id"]), by=KUULO, now=now)
        else:
            start, end = int(piece["start"]), int(piece["end"])
            fragment = cut_passage(source=str(piece["source"]), start=start, end=end, by=KUULO, now=now)
    except (GuardError, InputError, NotFoundError):
        # Whoever withdrew in between, or wrote nothing but blanks, has not answered.
        return 0
    note_answer(ref=row.ref, fragment=fragment, now=now)
    return 1
