"""What a person decides about themes: accept, reject, rename, join, part."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.themes.models import NAME_LENGTH, Theme
from kuulo.themes.queries import list_themes
from kuulo.themes.rules import State, may_merge
from kuulo.themes.services.finding import name_themes

FIELDS: Final = ("decided_by", "decided_at")


@transaction.atomic
def decide_theme(*, key: str, state: State, by: str, now: datetime) -> bool:
    """Accept or reject a theme, or make it a proposal again; return whether comments must be put to themes anew.

    Raises:
        NotFoundError: There is no such theme.
    """
    row = _row(key)
    moved = (row.state == State.REJECTED.value) is not (state is State.REJECTED)
    row.state = state.value
    _decided(row, by, now, "state")
    return moved


@transaction.atomic
def rename_theme(*, key: str, name: str, by: str, now: datetime) -> None:
    """Give a theme a name, the same in all languages; an empty one gives it back to its words.

    Raises:
        NotFoundError: There is no such theme.
        InputError: The name is too long.
    """
    told = " ".join(name.split())
    if len(told) > NAME_LENGTH:
        raise InputError(
            _("The name has {length} characters."), _("Use at most {most}."), length=len(told), most=NAME_LENGTH
        )
    row = _row(key)
    row.name = told
    # Whoever names a theme has read it.
    row.state = State.ACCEPTED.value if told and row.state == State.PROPOSED.value else row.state
    _decided(row, by, now, "name", "state")
    name_themes()


@transaction.atomic
def merge_theme(*, key: str, into: str, by: str, now: datetime) -> None:
    """Make a theme part of another; its comments then belong to that one.

    Raises:
        NotFoundError: There is no such theme.
        GuardError: The other one is rejected, or part of this one.
    """
    row = _row(key)
    _row(into)
    if not may_merge(key, into, list_themes()):
        raise GuardError(
            _("A theme can become part of another that is not rejected and no part of itself."),
            _("Choose another theme."),
        )
    row.merged_into = into
    _decided(row, by, now, "merged_into")


@transaction.atomic
def part_theme(*, key: str, by: str, now: datetime) -> None:
    """Let a theme that is part of another stand by itself again.

    Raises:
        NotFoundError: There is no such theme.
    """
    row = _row(key)
    row.merged_into = ""
    _decided(row, by, now, "merged_into")


def _row(key: str) -> Theme:
    row = Theme.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no theme “{key}”."), _("Themes are listed on the page Words."), key=key[:40])
    return row


def _decided(row: Theme, by: str, now: datetime, *fields: str) -> None:
    row.decided_by, row.decided_at = by, now
    row.save(update_fields=[*fields, *FIELDS])
