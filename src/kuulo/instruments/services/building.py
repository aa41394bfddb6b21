"""Building: an instrument is made, its draft saved as it grows, its name, touchpoint and promise set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import ConflictError, GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.instruments.library import READY_MADE, blank
from kuulo.instruments.models import Instrument
from kuulo.instruments.queries.instruments import InstrumentView, view_of
from kuulo.instruments.rules.checks import Finding, check
from kuulo.instruments.rules.lifecycle import InstrumentState, guard_promise, guard_removal
from kuulo.instruments.rules.questionnaire import LANGUAGES, Promise, Questionnaire, to_json
from kuulo.instruments.rules.translations import in_languages
from kuulo.lake.services import leave_source_name, take_source_name

# Addresses of pages, which an instrument's address must not cover.
RESERVED_SLUGS = frozenset({"new", "import"})
LONGEST_SLUG = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft was saved: the revision it has now, and what the check says about it."""

    revision: int
    findings: tuple[Finding, ...]


@transaction.atomic
def create_instrument(
    *,
    name: str,
    languages: Sequence[str] = LANGUAGES,
    ready_made: str = "",
    questionnaire: Questionnaire | None = None,
    promise: Promise | None = None,
    touchpoint: str = "",
) -> InstrumentView:
    """Make an instrument with a draft: the questionnaire given, else the ready-made one, else an empty one.

    ``languages`` are the languages of a ready-made or empty one, the first the one it is written in. Without a promise,
    it is the ready-made one's, else *confidential*; without a touchpoint, the ready-made one's, else none.

    Raises:
        InputError: The name is empty, a language is unknown or missing, or there is no such ready-made instrument.
    """
    shown = settled_name(name)
    chosen = settled_languages(languages)
    if ready_made and ready_made not in READY_MADE:
        raise InputError(_("There is no ready-made instrument “{name}”."), name=ready_made)
    ready = READY_MADE.get(ready_made)
    if questionnaire is None:
        questionnaire = in_languages(ready.questionnaire, chosen) if ready else blank(shown, chosen)
    if promise is None:
        promise = ready.promise if ready else Promise.CONFIDENTIAL
    row = Instrument.objects.create(
        slug=_free_slug(shown),
        name=shown,
        promise=Promise(promise).value,
        touchpoint=touchpoint.strip() or (ready.touchpoint if ready else ""),
        draft=to_json(questionnaire),
    )
    return view_of(row)


@transaction.atomic
def save_draft(*, slug: str, questionnaire: Questionnaire, revision: int) -> Saved:
    """Keep the draft and return its new revision and what the check says; a draft may be saved with errors.

    Raises:
        ConflictError: Somebody else has saved since ``revision`` was read; nothing is saved.
        NotFoundError: There is no such instrument.
    """
    mine = Instrument.objects.filter(slug=slug, revision=revision)
    if not mine.update(draft=to_json(questionnaire), revision=F("revision") + 1, updated_at=timezone.now()):
        now = locked(slug).revision
        raise ConflictError(
            _("Somebody else has saved this instrument: revision {now} is in place, yours began from {revision}."),
            _("Load the page again, and make your change there."),
            now=now,
            revision=revision,
        )
    return Saved(revision + 1, check(questionnaire))


@transaction.atomic
def rename_instrument(*, slug: str, name: str) -> InstrumentView:
    """Give the instrument another name; its address stays.

    Raises:
        InputError: The name is empty, or there is no such instrument.
    """
    row = locked(slug)
    row.name = settled_name(name)
    row.save(update_fields=["name", "updated_at"])
    return view_of(row)


@transaction.atomic
def set_touchpoint(*, slug: str, touchpoint: str) -> InstrumentView:
    """Say at which touchpoint the instrument is answered; answers given before keep theirs.

    Raises:
        NotFoundError: There is no such instrument.
    """
    row = locked(slug)
    row.touchpoint = touchpoint.strip()
    row.save(update_fields=["touchpoint", "updated_at"])
    return view_of(row)


@transaction.atomic
def set_promise(*, slug: str, promise: Promise) -> InstrumentView:
    """Say what the respondents are promised.

    Raises:
        GuardError: The instrument has been published.
        NotFoundError: There is no such instrument.
    """
    row = locked(slug)
    if row.promise != Promise(promise).value:
        guard_promise(InstrumentState(row.state))
    row.promise = Promise(promise).value
    row.save(update_fields=["promise", "updated_at"])
    return view_of(row)


@transaction.atomic
def remove_draft(*, slug: str) -> None:
    """Remove an instrument that was never published.

    Raises:
        GuardError: It has been published, or something belongs to it.
        NotFoundError: There is no such instrument.
    """
    row = locked(slug)
    guard_removal(InstrumentState(row.state))
    try:
        row.delete()
    except ProtectedError as error:
        raise GuardError(
            _("The instrument is in use: rounds, triggers or answers belong to it."), _("Remove those first.")
        ) from error
    leave_source_name(slug)


def locked(slug: str) -> Instrument:
    """Return the instrument's row, held until the transaction ends.

    Raises:
        NotFoundError: There is no such instrument.
    """
    row = Instrument.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no instrument “{slug}”."), _("See the list of instruments."), slug=slug)
    return row


def settled_name(name: str) -> str:
    """Return the name with single spaces.

    Raises:
        InputError: It is empty or longer than the table takes.
    """
    shown = " ".join(name.split())
    if not shown:
        raise InputError(_("The instrument has no name."), _("Give it a name."))
    if len(shown) > (longest := 120):
        raise InputError(_("The name is longer than {longest} characters."), _("Shorten it."), longest=longest)
    return shown


def settled_languages(languages: Sequence[str]) -> tuple[str, ...]:
    """Return the languages, each once.

    Raises:
        InputError: There is none, or one Kuulo does not speak.
    """
    chosen = tuple(dict.fromkeys(languages))
    strange = [language for language in chosen if language not in LANGUAGES]
    if strange:
        raise InputError(_("Kuulo does not speak the language “{language}”."), language=strange[0])
    if not chosen:
        raise InputError(_("The instrument has no language."), _("Choose at least one."))
    return chosen


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "instrument"
    return take_source_name(base, reserved=RESERVED_SLUGS)
