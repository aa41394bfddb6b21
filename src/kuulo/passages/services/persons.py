"""What this room holds about persons: what was coded and noted in their sources; found by these."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction

from kuulo.base.texts import mark as _
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.passages.models import Act, CodedStudy, Coding, Memo, Proposal, Round
from kuulo.passages.rules import Change, Kind, Verb
from kuulo.passages.services.acting import apply_change
from kuulo.sources.queries import sources_of
from kuulo.studies.queries import participations_of

BEFORE_SOURCES: Final = 7
"""While the sources by which codings are found are still there."""
CHUNK: Final = 500


@transaction.atomic
def forget_sources(keys: Collection[str]) -> int:
    """Remove everything that was coded, noted, done and proposed in sources; return how many rows went."""
    gone = 0
    wanted = sorted(set(keys))
    made: list[Change] = []
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        made += _codes_made_in(part)
        for table in (Coding, Memo, Act, Proposal):
            gone += table.objects.filter(source__in=part).delete()[0]
    for change in made:
        apply_change(change.turned())
    return gone + _forget_in_rounds(frozenset(wanted))


def _codes_made_in(keys: Collection[str]) -> list[Change]:
    """Return how codes were made from words of sources: their names may be somebody's words.

    They go with the sources, but for those that have come to be used elsewhere: these are the team's own by then.
    """
    rows = Act.objects.filter(source__in=keys, verb=Verb.CODE_ANEW, undone=False).values_list("changes", flat=True)
    changes = [Change.of_plain(plain) for plains in rows for plain in plains]
    return [change for change in changes if change.kind is Kind.CODE]


def known_sources() -> frozenset[str]:
    """Return the sources this room holds anything of."""
    found: set[str] = set()
    for table in (Coding, Memo, Act, Proposal):
        found |= set(table.objects.exclude(source="").values_list("source", flat=True).distinct())
    return frozenset(found | {key for row in Round.objects.all() for key in row.sources})


def _forget_in_rounds(gone: frozenset[str]) -> int:
    """Take sources out of rounds; keys of a difference begin with its source."""
    changed = 0
    for row in Round.objects.all():
        if not gone & set(row.sources):
            continue
        row.sources = [key for key in row.sources if key not in gone]
        row.done = {coder: [key for key in keys if key not in gone] for coder, keys in row.done.items()}
        row.decisions = {key: kept for key, kept in row.decisions.items() if key.partition(":")[0] not in gone}
        row.save(update_fields=["sources", "done", "decisions"])
        changed += 1
    return changed


def _sources(key: PersonKey) -> list[str]:
    """Return the sources of a person: what was told in every study the person took part in."""
    return [
        each.key
        for taking_part in participations_of(key.party_ids)
        for each in sources_of(taking_part.study, participant_id=taking_part.id)
    ]


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield which codes passages of the person's sources have and what was noted of them; coders are not named."""
    keys = _sources(key)
    for row in Coding.objects.filter(source__in=keys).order_by("source", "start"):
        yield {
            "source": row.source,
            "start": row.start,
            "end": row.end,
            "code": row.code,
            "memo": row.memo,
            "at": row.at,
        }
    for note in Memo.objects.filter(source__in=keys).order_by("at"):
        yield {"source": note.source, "start": note.start, "end": note.end, "memo": note.text, "at": note.at}
    for proposal in Proposal.objects.filter(source__in=keys).order_by("source", "start"):
        yield {
            "source": proposal.source,
            "start": proposal.start,
            "end": proposal.end,
            "proposed": proposal.code,
            "probability": proposal.probability,
            "state": proposal.state,
        }


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Remove what was coded in the person's sources, and what the machine learned from them."""
    del now
    keys = _sources(key)
    studies = set(Coding.objects.filter(source__in=keys).values_list("study", flat=True))
    CodedStudy.objects.filter(study__in=studies).update(fingerprint="", figures={}, learned=0)
    return Removed(rows=forget_sources(keys))


PERSON_STORES: Final = (
    PersonStore(
        name="passages.codings",
        title=_("Codes and notes on what you told in studies"),
        tables=frozenset({"passages.Coding", "passages.Memo", "passages.Act", "passages.Proposal", "passages.Round"}),
        export=_export,
        erase=_erase,
        order=BEFORE_SOURCES,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {"passages.CodedStudy": "Which codebook a study is coded with, and figures of its machine; no words."}
)
