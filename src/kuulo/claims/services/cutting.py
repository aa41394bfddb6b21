"""Cutting fragments: a passage of a source, an answer of a customer, a figure of Explore as it is now."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims.models import Fragment
from kuulo.claims.queries.answers import Said, said
from kuulo.claims.queries.force import fallen_of
from kuulo.claims.rules import FRAGMENT_NAMES, FragmentKind
from kuulo.customers.queries import may_use, party_ids_of
from kuulo.customers.rules import Purpose
from kuulo.figures.queries import now_and_before, open_reading, settle
from kuulo.figures.rules import Filter, Selection, parse_selection
from kuulo.sources import queries as sources
from kuulo.sources.rules import Origin, SourceView
from kuulo.sources.rules.speaking import origin_of, speaker_of
from kuulo.studies import queries as studies

LONGEST_PASSAGE: Final = 5_000
LONGEST_ADDRESS: Final = 1_500
FIGURE_METHOD: Final = "figure"
FIGURE_PATH: Final = "/explore/"


@transaction.atomic
def cut_passage(*, source: str, start: int, end: int, by: str, now: datetime | None = None) -> int:
    """Cut a passage out of a source and return the fragment's number; the same passage again is the same fragment.

    Only where it was said is kept, never the words: when the source goes, nothing of them is left here.

    Args:
        source: Key of the source.
        start: First character, in code points.
        end: The character after the last one.
        by: Who cuts.
        now: The moment.

    Raises:
        GuardError: The source's legal basis is not in force.
        InputError: The passage is empty, too long, or lies outside the text.
        NotFoundError: There is no such source.
    """
    return _keep(draft_passage(source=source, start=start, end=end), by, now)


@transaction.atomic
def cut_answer(*, signal_id: str, by: str, now: datetime | None = None) -> int:
    """Make a fragment of what a customer wrote or said to the company, and return its number.

    Raises:
        GuardError: The customer lets neither answers to surveys nor research be used.
        NotFoundError: There is no such answer.
    """
    return _keep(draft_answer(signal_id=signal_id, now=now), by, now)


def cut_figure(*, address: str, by: str, now: datetime | None = None) -> int:
    """Freeze the figure of an address of Explore with the version of its data, and return the fragment's number.

    Raises:
        GuardError: The figure is withheld, or there is none.
        InputError: The address is none of a figure.
        DefinitionError: No answer feeds the measure.
    """
    draft = draft_figure(address=address, now=now)
    with transaction.atomic():
        return _keep(draft, by, now)


def draft_passage(*, source: str, start: int, end: int) -> Fragment:
    """Return the fragment a passage would be, not kept; raises as `cut_passage` does."""
    found = sources.source(source)
    start, end = _trimmed(found, start, end)
    why = sources.in_force([source])[source]
    if why is not None:
        raise GuardError(_("Guard “a legal basis in force”: {why}"), _("Use what others have said."), why=why)
    told = _who_said(found, start, whole=_is_customers(found, start, end))
    anchor = f"passage:{source}:{start}:{end}"
    return Fragment(anchor=anchor, kind=FragmentKind.PASSAGE.value, source=source, start=start, end=end, **told)


def draft_answer(*, signal_id: str, now: datetime | None = None) -> Fragment:
    """Return the fragment an answer would be, not kept; raises as `cut_answer` does."""
    found = said(signal_id)
    if found is None:
        raise NotFoundError(_("There is no such answer, or it has been erased."), _("Look for it again."))
    party = party_ids_of([found.party]).get(found.party) if found.party else None
    return Fragment(
        anchor=f"answer:{found.signal_id}",
        kind=FragmentKind.ANSWER.value,
        signal_id=found.signal_id,
        signal_kind=found.kind,
        signal_month=found.month,
        party_id=party,
        purpose="" if party is None else _purpose_of(party, now),
        voice=f"party:{party}" if party is not None else f"response:{found.response_id or found.signal_id}",
        batch=f"answers:{found.source}",
        is_customer=True,
        method=found.kind,
        occurred_at=_told_day(found),
        promised=not found.is_identified,
        language=found.language,
    )


def draft_figure(*, address: str, now: datetime | None = None) -> Fragment:
    """Return the fragment a figure would be as it is now, not kept; raises as `cut_figure` does."""
    wanted = selection_of(address)
    with open_reading() as reading:
        scope = settle(reading, wanted)
        figure = now_and_before(reading, scope)[0]
        version = reading.data_version
    if figure.value is None:
        raise GuardError(
            _("Guard “a figure that is told”: too few people stand behind it, or there is none."),
            _("Choose a wider group or a longer time."),
        )
    query = urlencode(wanted.to_params())
    told = hashlib.blake2b(f"{query}|{version}".encode(), digest_size=16).hexdigest()
    return Fragment(
        anchor=f"figure:{told}",
        kind=FragmentKind.FIGURE.value,
        address=f"{FIGURE_PATH}?{query}" if query else FIGURE_PATH,
        title=scope.definition.title,
        about=_about(scope.selection.filters),
        estimate=figure.to_dict(),
        data_version=version,
        voice=f"figure:{told}",
        batch="figure:" + ",".join(sorted({name for name, _question in scope.questions})),
        is_customer=False,
        method=FIGURE_METHOD,
        occurred_at=now or timezone.now(),
    )


@transaction.atomic
def share_fragment(*, fragment: int, by: str, shared: bool, now: datetime | None = None) -> None:
    """Let others than the team of a confidential study see the words of a fragment masked, or no longer.

    Raises:
        GuardError: The person is not in the study's team.
        NotFoundError: There is no such fragment.
    """
    row = Fragment.objects.select_for_update().filter(pk=fragment).first()
    if row is None:
        raise NotFoundError(_("There is no fragment {number}."), number=fragment)
    team = {email for email, _role in studies.study(row.study).team} if row.study else set()
    if by not in team:
        raise GuardError(
            _("Guard “the study’s team”: only its team shares what was said in it."), _("Ask somebody of the team.")
        )
    row.shared = shared
    row.save(update_fields=["shared"])
    words = say(_("A fragment is shared masked.")) if shared else say(_("A fragment is no longer shared."))
    subject = Subject("fragment", str(row.pk))
    note(actor=by, verb="share" if shared else "unshare", subject=subject, text=words, now=now)


def selection_of(address: str) -> Selection:
    """Return what an address of Explore asks for.

    Raises:
        InputError: It is no address of a figure.
    """
    parts = urlsplit(address.strip())
    if parts.scheme or parts.netloc or len(address) > LONGEST_ADDRESS or not parts.path.startswith(FIGURE_PATH):
        raise InputError(
            _("“{address}” is no address of a figure."),
            _("Open the figure in Explore and cut it there."),
            address=address[:200],
        )
    return parse_selection(parse_qs(parts.query)).split_by(None)


def speaks_itself(row: Fragment) -> bool:
    """Return whether a fragment is still what a customer said, and nothing else; who speaks in a source may be mended.

    Answers are. A passage is where every turn it touches is a customer's.
    """
    if row.kind != FragmentKind.PASSAGE:
        return row.kind == FragmentKind.ANSWER
    found = sources.source_views([row.source]).get(row.source)
    return found is not None and _is_customers(found, row.start or 0, row.end or 0)


def _trimmed(found: SourceView, start: int, end: int) -> tuple[int, int]:
    """Return a passage without blanks at its ends."""
    if not 0 <= start < end <= len(found.text):
        raise InputError(_("The passage {start}–{end} lies outside the text."), start=start, end=end)
    words = found.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start >= end:
        raise InputError(_("The passage holds no words."), _("Select what was said."))
    if end - start > LONGEST_PASSAGE:
        raise InputError(
            _("The passage has {count} characters."),
            _("Cut at most {most}: a fragment says one thing."),
            count=end - start,
            most=LONGEST_PASSAGE,
        )
    return start, end


def _is_customers(found: SourceView, start: int, end: int) -> bool:
    touched = [turn for turn in found.turns if turn.start < end and start < turn.end]
    if not touched:
        return speaker_of(found, start).is_customer
    return all(origin_of(turn, found.speakers, found.origin) is Origin.CUSTOMER for turn in touched)


def _who_said(found: SourceView, start: int, *, whole: bool) -> dict[str, Any]:
    """Return what is kept of who said a passage: labels and numbers, never names."""
    about = studies.study(found.study)
    person = studies.participant(found.participant_id) if found.participant_id is not None else None
    speaker = speaker_of(found, start).name
    key = hashlib.blake2b(speaker.encode(), digest_size=8).hexdigest() if speaker else ""
    voice = f"source:{found.key}:{key}"
    if person is not None and whole:
        voice = f"party:{person.party_id}" if person.party_id is not None else f"participant:{person.id}"
    return {
        "study": found.study,
        "participant_id": found.participant_id,
        "party_id": person.party_id if person is not None else None,
        "voice": voice,
        "batch": f"study:{found.study}",
        "speaker": person.label if person is not None and whole else "",
        "is_customer": whole,
        "method": about.method.value,
        "occurred_at": found.occurred_at,
        "language": found.language or "",
    }


def _purpose_of(party: int, now: datetime | None) -> str:
    """Return the purpose an answer rests on: research where it was agreed to, else that of surveys."""
    for purpose in (Purpose.RESEARCH, Purpose.SURVEYS):
        if may_use(party, purpose, now=now).allowed:
            return purpose.value
    raise GuardError(
        _("Guard “a legal basis in force”: the customer lets answers be used neither for research nor for surveys."),
        _("Use what others have said."),
    )


def _told_day(found: Said) -> datetime:
    """Return when it was said; where confidence was promised, the month alone."""
    at = found.occurred_at
    return at if found.is_identified else at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _about(filters: tuple[Filter, ...]) -> str:
    return "; ".join(f"{one.dimension.key}: {', '.join(one.values)}" for one in filters)[:1000]


def _keep(draft: Fragment, by: str, now: datetime | None) -> int:
    """Write a fragment that is not there yet, and return its number; one that had fallen stands again.

    Whoever agrees anew is heard anew: what the fragment was attached to was taken away when it fell.
    """
    moment = now or timezone.now()
    row = Fragment.objects.select_for_update().filter(anchor=draft.anchor).first()
    if row is not None:
        _stand_again(row)
        return row.pk
    draft.made_by, draft.made_at = by, moment
    draft.save()
    words = say(_("A fragment was cut: {kind}."), kind=say(FRAGMENT_NAMES[FragmentKind(draft.kind)]))
    details = {"kind": draft.kind, "study": draft.study}
    note(actor=by, verb="cut", subject=Subject("fragment", str(draft.pk)), text=words, details=details, now=moment)
    return draft.pk


def _stand_again(row: Fragment) -> None:
    if row.fallen_at is None:
        return
    row.fallen_at, row.fallen_why = None, None
    if fallen_of([row]):
        raise GuardError(
            _("Guard “a legal basis in force”: the fragment may not be evidence any more."),
            _("Use what others have said."),
        )
    row.save(update_fields=["fallen_at", "fallen_why"])
