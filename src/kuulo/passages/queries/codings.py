"""Codings and memos: what people gave passages, as evidence and as each coder may see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Count, Q, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.passages.models import CodedStudy, Coding, Memo, Proposal, Round
from kuulo.passages.queries.rows import coding_view, memo_view, proposal_view
from kuulo.passages.rules import (
    About,
    MemoView,
    Origin,
    PassageCoded,
    ProposalState,
    ProposalView,
    RoundState,
)
from kuulo.sources.queries import in_force
from kuulo.studies.queries import study as study_called

EVIDENCE: Final = Q(round__isnull=True) | Q(origin=Origin.SETTLED)
"""What was coded outside of blind rounds, and what rounds came to."""
CHUNK: Final = 500


def codings_of(
    *, study: str | None = None, sources: Collection[str] | None = None, code: str | None = None
) -> tuple[PassageCoded, ...]:
    """Return codings that are evidence, by source and place: those of sources in force, not those of open rounds.

    Args:
        study: Of one study; None for all.
        sources: Of these sources; None for all.
        code: With this code ``book/key``; None for all.
    """
    rows = Coding.objects.filter(EVIDENCE)
    if study is not None:
        rows = rows.filter(study=study)
    if code is not None:
        rows = rows.filter(code=code)
    if sources is None:
        return _in_force(rows)
    wanted = list(dict.fromkeys(sources))
    parts = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    return tuple(each for part in parts for each in _in_force(rows.filter(source__in=part)))


def coding(coding_id: int) -> PassageCoded:
    """Return one coding.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Coding.objects.filter(pk=coding_id).first()
    if row is None:
        raise NotFoundError(_("There is no such coding any more."), _("Load the page again."))
    return coding_view(row)


def seen_by(coder: str, source: str) -> tuple[PassageCoded, ...]:
    """Return the codings of a source that somebody sees on its page.

    While the source is in a round that this coder codes, these are the coder's own of the round and no others.
    """
    number = blind_round(coder, source)
    rows = Coding.objects.filter(source=source).order_by("start", "end", "pk")
    rows = rows.filter(EVIDENCE) if number is None else rows.filter(round=number, coder=coder)
    return tuple(coding_view(row) for row in rows)


def blind_round(coder: str, source: str) -> int | None:
    """Return the round of blind coding in which somebody codes a source now; None where there is none."""
    open_ones = Round.objects.filter(state=RoundState.CODING).order_by("pk")
    return next((row.pk for row in open_ones if source in row.sources and coder in row.coders), None)


def memos_of(study: str) -> tuple[MemoView, ...]:
    """Return the memos of a study, oldest first; those about sources that are not in force are left out."""
    rows = [memo_view(row) for row in Memo.objects.filter(study=study).order_by("at", "pk")]
    standing = in_force({row.source for row in rows if row.source})
    return tuple(row for row in rows if not row.source or standing[row.source] is None)


def memos_seen_by(coder: str, source: str) -> tuple[MemoView, ...]:
    """Return memos about a source and its passages; in a blind round the coder's own alone."""
    rows = Memo.objects.filter(source=source).order_by("start", "at", "pk")
    if blind_round(coder, source) is not None:
        rows = rows.filter(author=coder)
    return tuple(memo_view(row) for row in rows)


def memos_on_code(study: str, code: str) -> tuple[MemoView, ...]:
    """Return what was noted about a code in a study."""
    return tuple(memo_view(row) for row in Memo.objects.filter(study=study, about=About.CODE, code=code).order_by("at"))


def proposals_of(source: str) -> tuple[ProposalView, ...]:
    """Return what the machine proposes for a source and nobody has decided."""
    rows = Proposal.objects.filter(source=source, state=ProposalState.PROPOSED).order_by("start", "end", "code")
    return tuple(proposal_view(row) for row in rows)


def book_of_study(study: str) -> str:
    """Return the codebook a study is coded with: the one chosen for coding, else the study's own; empty for none.

    Raises:
        NotFoundError: There is no such study.
    """
    chosen = CodedStudy.objects.filter(study=study).values_list("book", flat=True).first()
    return chosen or study_called(study).codebook or ""


def counts_of(study: str) -> dict[str, dict[str, int]]:
    """Return how many evidence codings there are: source → code → number; of every source, in force or not."""
    rows = Coding.objects.filter(EVIDENCE, study=study).values_list("source", "code").annotate(count=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for source, code, count in rows.order_by():
        found.setdefault(source, {})[code] = count
    return found


def _in_force(rows: QuerySet[Coding]) -> tuple[PassageCoded, ...]:
    found = [coding_view(row) for row in rows.order_by("source", "start", "end", "pk")]
    standing = in_force({each.passage.source for each in found})
    return tuple(each for each in found if standing[each.passage.source] is None)
