"""Codings and memos that come from another tool; a repeat changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.services import note
from kuulo.base.errors import KuuloError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import all_books
from kuulo.passages.models import Coding, Memo
from kuulo.passages.rules import (
    About,
    Imported,
    NewCoding,
    NewMemo,
    Origin,
    Passage,
    check_memo,
    check_passage,
)
from kuulo.passages.services.acting import subject_of
from kuulo.sources.queries import in_force, source_lines
from kuulo.sources.rules import SourceLine

KEY: Final = re.compile(r"[0-9a-f]{32}")
CHUNK: Final = 500
NO_KEY: Final = _("“{key}” is no key of 32 hexadecimal digits.")


@transaction.atomic
def import_codings(rows: Iterable[NewCoding], *, by: str, now: datetime | None = None) -> Imported:
    """Take in codings from elsewhere; return how many came, were there already, and why the others were refused.

    One whose key is here, or whose coder gave the same passage the same code, is there already.
    """
    given = list(rows)
    sources = _Sources.of([row.source for row in given])
    codes = {f"{found.slug}/{code.key}" for found in all_books() for code in found.codes}
    known = _known_keys(Coding, [row.key for row in given])
    twins = _twins({row.source for row in given})
    refused: dict[str, Text] = {}
    fresh: list[Coding] = []
    moment = now or timezone.now()
    for row in given:
        place = (row.source, row.start, row.end, row.code, row.coder)
        if row.key in known or place in twins:
            continue
        try:
            _check_coding(row, sources, codes)
        except KuuloError as error:
            refused[row.key] = error.found
            continue
        known.add(row.key)
        twins.add(place)
        fresh.append(_coding(row, moment))
    Coding.objects.bulk_create(fresh, batch_size=CHUNK)
    _note_import(fresh, by, "import_codings", _("{count} codings came from another tool"), moment)
    return Imported(taken=len(fresh), there_already=len(given) - len(fresh) - len(refused), refused=refused)


@transaction.atomic
def import_memos(rows: Iterable[NewMemo], *, by: str, now: datetime | None = None) -> Imported:
    """Take in memos from elsewhere, as `import_codings` does codings."""
    given = list(rows)
    sources = _Sources.of([row.source for row in given if row.source])
    known = _known_keys(Memo, [row.key for row in given])
    refused: dict[str, Text] = {}
    fresh: list[Memo] = []
    moment = now or timezone.now()
    for row in given:
        if row.key in known:
            continue
        try:
            _check_memo(row, sources)
        except KuuloError as error:
            refused[row.key] = error.found
            continue
        known.add(row.key)
        fresh.append(_memo(row, moment))
    Memo.objects.bulk_create(fresh, batch_size=CHUNK)
    _note_import(fresh, by, "import_memos", _("{count} memos came from another tool"), moment)
    return Imported(taken=len(fresh), there_already=len(given) - len(fresh) - len(refused), refused=refused)


class _Sources:
    """Sources that codings are of, asked for once."""

    def __init__(self, lines: Mapping[str, SourceLine], standing: Mapping[str, Text | None]) -> None:
        self.lines = lines
        self.standing = standing

    @classmethod
    def of(cls, keys: Sequence[str]) -> _Sources:
        wanted = list(dict.fromkeys(keys))
        return cls(source_lines(wanted), in_force(wanted))

    def check(self, study: str, passage: Passage) -> None:
        """Refuse a passage outside a source of the study that is in force."""
        line = self.lines.get(passage.source)
        why = self.standing.get(passage.source)
        if why is not None:
            raise NotFoundError(why.template, "", **why.params)
        if line is None or line.study != study:
            raise NotFoundError(_("The study has no such source."))
        check_passage(passage, line.length)


def _check_coding(row: NewCoding, sources: _Sources, codes: set[str]) -> None:
    _check_key(row.key)
    sources.check(row.study, Passage(row.source, row.start, row.end))
    if row.code not in codes:
        raise NotFoundError(_("There is no code “{code}”."), code=row.code)
    check_memo(row.memo)


def _check_memo(row: NewMemo, sources: _Sources) -> None:
    _check_key(row.key)
    check_memo(row.text)
    if row.about in {About.SOURCE, About.PASSAGE}:
        start, end = (row.start, row.end) if row.about is About.PASSAGE else (0, 1)
        if start is None or end is None:
            raise NotFoundError(_("The memo names no passage."))
        sources.check(row.study, Passage(row.source, start, end))


def _check_key(key: str) -> None:
    if not KEY.fullmatch(key):
        raise NotFoundError(NO_KEY, key=key[:80])


def _coding(row: NewCoding, moment: datetime) -> Coding:
    return Coding(
        key=row.key,
        study=row.study,
        source=row.source,
        start=row.start,
        end=row.end,
        code=row.code,
        coder=row.coder,
        at=row.at or moment,
        memo=check_memo(row.memo),
        origin=Origin.IMPORT,
    )


def _memo(row: NewMemo, moment: datetime) -> Memo:
    passage = row.about is About.PASSAGE
    return Memo(
        key=row.key,
        study=row.study,
        about=row.about,
        source=row.source,
        start=row.start if passage else None,
        end=row.end if passage else None,
        code=row.code,
        text=check_memo(row.text),
        author=row.author,
        at=row.at or moment,
        changed_at=row.at or moment,
    )


def _known_keys(table: type[Coding] | type[Memo], keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        found |= set(table.objects.filter(key__in=keys[start : start + CHUNK]).values_list("key", flat=True))
    return found


def _twins(sources: set[str]) -> set[tuple[str, int, int, str, str]]:
    found: set[tuple[str, int, int, str, str]] = set()
    wanted = sorted(sources)
    for start in range(0, len(wanted), CHUNK):
        rows = Coding.objects.filter(source__in=wanted[start : start + CHUNK], round__isnull=True)
        found |= set(rows.values_list("source", "start", "end", "code", "coder"))
    return found


def _note_import(rows: Sequence[Coding | Memo], by: str, verb: str, template: str, now: datetime) -> None:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.study] = counts.get(row.study, 0) + 1
    for study, count in sorted(counts.items()):
        note(
            actor=by,
            verb=verb,
            subject=subject_of(study),
            text=say(template, count=count),
            details={"study": study, "count": count},
            now=now,
        )
