"""Fragments as one reader sees them: the words fetched from where they were said, masked where they must be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from kuulo.base.errors import NotFoundError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.models import Fragment
from kuulo.claims.queries.answers import words_of
from kuulo.claims.queries.force import GONE, fallen_of
from kuulo.claims.queries.reader import Reader
from kuulo.claims.rules import FragmentKind, FragmentView
from kuulo.sources import queries as sources
from kuulo.words.queries import mask_now

NOTES: Final = "notes"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of fragments by their numbers, and why those of others are not shown."""

    shown: Mapping[int, str] = field(default_factory=dict)
    hidden: Mapping[int, Text] = field(default_factory=dict)
    gone: Mapping[int, Text] = field(default_factory=dict)


def fragment_views(rows: Sequence[Fragment], reader: Reader, *, with_words: bool = True) -> dict[int, FragmentView]:
    """Return fragments by their numbers as a reader sees them.

    Args:
        rows: The fragments.
        reader: Who reads.
        with_words: Whether the words are fetched; lists do without.
    """
    reader.look_at({row.study for row in rows if row.study})
    fallen = fallen_of(rows)
    standing = [row for row in rows if row.pk not in fallen]
    words = _words_of(standing, reader) if with_words else Words()
    gone = fallen | dict(words.gone)
    return {row.pk: _view(row, reader, words, gone.get(row.pk)) for row in rows}


def fragment(number: int, user: object = None) -> FragmentView:
    """Return one fragment as a person sees it.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Fragment.objects.filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no fragment {number}."), number=number)
    return fragment_views([row], Reader(user))[number]


def draft_view(row: Fragment, user: object = None) -> FragmentView:
    """Return a fragment that is not kept yet as a person sees it."""
    row.pk = 0
    return fragment_views([row], Reader(user))[0]


def estimate_of(view: FragmentView) -> Estimate | None:
    """Return the figure of a fragment as it was frozen; None for words."""
    if view.estimate is None:
        return None
    kept = dict(view.estimate)
    kept[NOTES] = tuple(Text(note) for note in _escaped(kept.get(NOTES, ())))
    kept["trust"] = None if kept.get("trust") is None else Text(_escape(str(kept["trust"])))
    return Estimate(**kept)


def _escaped(notes: Collection[str]) -> list[str]:
    return [_escape(note) for note in notes]


def _escape(words: str) -> str:
    """Return words as a template without places."""
    return words.replace("{", "{{").replace("}", "}}")


def _words_of(rows: Sequence[Fragment], reader: Reader) -> Words:
    hidden = {row.pk: why for row in rows if (why := reader.hides(row)) is not None}
    seen = [row for row in rows if row.pk not in hidden]
    shown, gone = _passages([row for row in seen if row.kind == FragmentKind.PASSAGE], reader)
    answers = [row for row in seen if row.kind == FragmentKind.ANSWER]
    wanted = {row.signal_id: (row.signal_kind, row.signal_month) for row in answers}
    said = words_of(wanted, unmasked=reader.sees_unmasked)
    gone |= {row.pk: GONE for row in answers if row.signal_id not in said}
    shown |= {row.pk: said[row.signal_id] for row in answers if row.signal_id in said}
    return Words(shown, hidden, gone)


def _passages(rows: Sequence[Fragment], reader: Reader) -> tuple[dict[int, str], dict[int, Text]]:
    found = sources.source_views({row.source for row in rows}) if rows else {}
    gone = {row.pk: GONE for row in rows if row.source not in found}
    said = {row.pk: found[row.source].text[row.start or 0 : row.end or 0] for row in rows if row.source in found}
    hidden = {
        str(row.pk): (said[row.pk], found[row.source].language) for row in rows if row.pk in said and reader.masks(row)
    }
    return said | {int(number): words for number, words in mask_now(hidden).items()}, gone


def _view(row: Fragment, reader: Reader, words: Words, gone: Text | None) -> FragmentView:
    known = reader.knows(row)
    return FragmentView(
        id=row.pk,
        kind=FragmentKind(row.kind),
        where=_where(row) if known and gone is None else "",
        words=words.shown.get(row.pk, "") if gone is None else "",
        hidden=words.hidden.get(row.pk) if gone is None else None,
        masked=reader.masks(row) if row.kind != FragmentKind.FIGURE else False,
        speaker=row.speaker if known else "",
        is_customer=row.is_customer,
        study=row.study if known else "",
        method=row.method,
        occurred_at=None if row.promised else row.occurred_at,
        language=row.language,
        title=Text(row.title) if row.title else None,
        about=row.about,
        estimate=row.estimate,
        data_version=row.data_version,
        address=row.address,
        shared=row.shared,
        made_by=row.made_by,
        made_at=row.made_at,
        in_force=gone,
    )


def _where(row: Fragment) -> str:
    """Return the address of the page a fragment comes from; answers have none of their own."""
    if row.kind == FragmentKind.FIGURE:
        return row.address
    if row.kind == FragmentKind.PASSAGE:
        place = urlencode({"start": row.start, "end": row.end})
        return f"{reverse('sources:source', args=[row.study, row.source])}?{place}"
    return ""


def figure_words(row: FragmentView) -> Text:
    """Return what a figure is called: its measure and its filters."""
    title = row.title or Text("")
    return say(_("{measure}: {about}"), measure=title, about=row.about) if row.about else title
