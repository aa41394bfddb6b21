"""Acts of a coder: done once, taken back exactly, done again; with the step in the log."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.codebooks.queries import book, coded_so
from kuulo.codebooks.services import CodeWishes, add_code, remove_code
from kuulo.passages.models import Act, Coding, Memo, Proposal, Round
from kuulo.passages.queries.rows import act_view, plain_of
from kuulo.passages.rules import (
    NOTHING_DONE,
    NOTHING_UNDONE,
    ActView,
    Change,
    Kind,
    Passage,
    RoundState,
    Verb,
    book_of,
    check_unchanged,
    key_of,
    steps_back,
    verb_text,
)

MOST_ACTS: Final = 1_000
"""As many acts of a coder in a study can be taken back."""
TABLES: Final[dict[Kind, type[Coding] | type[Memo] | type[Proposal]]] = {
    Kind.CODING: Coding,
    Kind.MEMO: Memo,
    Kind.PROPOSAL: Proposal,
}
MOMENTS: Final = frozenset({"at", "changed_at", "decided_at"})
UNDONE: Final = _("Taken back: {act}")
REDONE: Final = _("Done again: {act}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does what where; ``passage`` is None for what is about no passage, ``source`` empty for no source."""

    study: str
    by: str
    verb: Verb
    source: str = ""
    passage: Passage | None = None
    now: datetime | None = None


def new_key() -> str:
    """Return a key nothing has yet."""
    return secrets.token_hex(16)


def keep_act(doing: Doing, changes: Sequence[Change]) -> None:
    """Keep what was just done, forget what was undone before it, and note the step in the log."""
    moment = doing.now or timezone.now()
    own = Act.objects.select_for_update().filter(study=doing.study, coder=doing.by)
    own.filter(undone=True).delete()
    last = own.order_by("-number").values_list("number", flat=True).first() or 0
    Act.objects.create(
        study=doing.study,
        coder=doing.by,
        number=last + 1,
        verb=doing.verb,
        source=doing.source,
        start=doing.passage.start if doing.passage else None,
        end=doing.passage.end if doing.passage else None,
        changes=[change.to_plain() for change in changes],
        at=moment,
    )
    own.filter(number__lte=last + 1 - MOST_ACTS).delete()
    note(
        actor=doing.by,
        verb=doing.verb,
        subject=subject_of(doing.study, doing.source),
        text=verb_text(doing.verb),
        details={"study": doing.study, "rows": len(changes)},
        now=moment,
    )


@transaction.atomic
def undo(*, by: str, study: str, now: datetime | None = None) -> ActView:
    """Take back what a coder did last in a study, so that everything is as before; return what it was.

    Raises:
        GuardError: There is nothing to undo, somebody has changed what the act left behind, or the coder has finished
            the source in a round.
    """
    row = Act.objects.select_for_update().filter(study=study, coder=by, undone=False).order_by("-number").first()
    if row is None:
        raise GuardError(NOTHING_DONE)
    for change in steps_back([Change.of_plain(plain) for plain in row.changes]):
        apply_change(change)
    row.undone = True
    row.save(update_fields=["undone"])
    _note_turn(row, "undo", UNDONE, now)
    return act_view(row)


@transaction.atomic
def redo(*, by: str, study: str, now: datetime | None = None) -> ActView:
    """Do again what a coder undid last in a study; return what it was.

    Raises:
        GuardError: There is nothing to redo, or somebody has changed what it would change.
    """
    row = Act.objects.select_for_update().filter(study=study, coder=by, undone=True).order_by("number").first()
    if row is None:
        raise GuardError(NOTHING_UNDONE)
    for plain in row.changes:
        apply_change(Change.of_plain(plain))
    row.undone = False
    row.save(update_fields=["undone"])
    _note_turn(row, "redo", REDONE, now)
    return act_view(row)


def apply_change(change: Change) -> None:
    """Bring one row to what the change says it holds after it.

    Raises:
        GuardError: The row does not hold what the change says it held before.
    """
    if change.kind is Kind.CODE:
        _apply_code(change)
        return
    table = TABLES[change.kind]
    rows = table.objects.select_for_update().filter(pk=int(change.key))
    row = rows.first()
    check_unchanged(change, None if row is None else plain_of(row))
    _check_round(change)
    if change.after is None:
        rows.delete()
    elif change.before is None:
        table(**_of_plain(change.after)).save(force_insert=True)
    else:
        rows.update(**_of_plain(change.after))


def subject_of(study: str, source: str = "") -> Subject:
    """Return what the log calls the coding of a source, or of a whole study."""
    return Subject("coding", f"{study}/{source}" if source else study)


def _apply_code(change: Change) -> None:
    """Make the code of an act, or remove it where nothing else has come to use it."""
    found = book(book_of(change.key))
    key = key_of(change.key)
    there = key in found.parents
    if change.after is None:
        used = (
            Coding.objects.filter(code=change.key).exists()
            or key in found.parents.values()
            or (there and bool(coded_so(found, key)))
        )
        if there and not used:
            remove_code(slug=found.slug, key=key)
    elif not there:
        parent = str(change.after["parent"])
        wishes = CodeWishes(names=change.after["names"], parent=parent if parent in found.parents else "")
        made = add_code(slug=found.slug, wishes=wishes)
        if key not in made.parents:
            raise GuardError(_("Its code cannot be made again: another one has its key."), _("Code the passage anew."))


def _check_round(change: Change) -> None:
    """Refuse to change a coding of a round that its coder has finished, or that is over."""
    held = change.after or change.before
    number = held.get("round_id") if change.kind is Kind.CODING and held else None
    if held is None or number is None:
        return
    row = Round.objects.filter(pk=number).first()
    if row is None or row.state != RoundState.CODING or held["source"] in row.done.get(held["coder"], ()):
        raise GuardError(
            _("The source is finished in its round of blind coding."), _("Settle differences on the page of the round.")
        )


def _of_plain(plain: Any) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value is not None else value
        for name, value in plain.items()
    }


def _note_turn(row: Act, verb: str, template: str, now: datetime | None) -> None:
    note(
        actor=row.coder,
        verb=verb,
        subject=subject_of(row.study, row.source),
        text=say(template, act=verb_text(Verb(row.verb))),
        details={"study": row.study, "number": row.number},
        now=now,
    )
