"""Writes of people and the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kuulo.accounts.models import ApiKey, Organisation, User
from kuulo.accounts.rules import KEY_SHOWN, LANGUAGES, Role, hash_secret, new_secret
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _

WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "accounts.User": "People of the organisation who sign in; owners add and remove them; no customers.",
    "accounts.ApiKey": "Keys of other programs: digests, and what the organisation calls them.",
    "accounts.Organisation": "The organisation itself.",
}


USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def set_up_organisation(*, name: str, is_invented: str | bool = False) -> None:
    """Name the organisation and say whether it is an invented one."""
    row = Organisation.objects.first() or Organisation()
    row.name, row.is_invented = name, bool(is_invented)
    row.save()


@transaction.atomic
def add_person(*, email: str, password: str, role: Role, name: str = "", language: str = "") -> int:
    """Add a person who can sign in and return their id.

    Raises:
        InputError: The address is taken or the password is too weak.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise InputError(
            _("{email} can already sign in."), _("Use another address, or change that person."), email=email
        )
    user = User(email=email.lower(), name=name, role=role, language=language)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError("{reasons}", reasons=" ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    return user.pk


@transaction.atomic
def change_role(*, user_id: int, role: Role) -> None:
    """Give a person another role.

    Raises:
        GuardError: Nobody would be left as owner.
    """
    user = User.objects.get(pk=user_id)
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=user_id)
    if user.role == Role.OWNER and role != Role.OWNER and not others.exists():
        raise GuardError(_("{person} is the only owner."), _("Make somebody else an owner first."), person=str(user))
    user.role = role
    user.save(update_fields=["role"])


@transaction.atomic
def choose_language(*, user_id: int, language: str) -> None:
    """Keep the language a person chose for the interface."""
    if language not in LANGUAGES:
        raise InputError(
            _("Kuulo has no language “{language}”."), _("Choose Finnish, Swedish or English."), language=language
        )
    User.objects.filter(pk=user_id).update(language=language)


@transaction.atomic
def make_key(*, name: str, by: str, now: datetime) -> str:
    """Make a key for another program and return its secret, which nothing can show again.

    Raises:
        InputError: It has no name: nobody could tell later what it opens for.
    """
    if not name.strip():
        raise InputError(_("The key has no name."), _("Name the program that will use it."))
    secret = new_secret()
    ApiKey.objects.create(
        name=name.strip()[:120],
        shown=secret[:KEY_SHOWN],
        secret_hash=hash_secret(secret),
        made_at=now,
        made_by=by[:254],
    )
    return secret


@transaction.atomic
def revoke_key(*, key_id: int, by: str, now: datetime) -> bool:
    """Let a key open nothing from now on; return whether it still did.

    Raises:
        NotFoundError: There is no such key.
    """
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=now, revoked_by=by[:254]):
        return True
    if not ApiKey.objects.filter(pk=key_id).exists():
        raise NotFoundError(_("There is no key {number}."), _("See the list of keys."), number=key_id)
    return False


def note_use(*, key_id: int, now: datetime) -> None:
    """Note that a key was used, at most once a minute: a read should not cost a write each time."""
    due = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    ApiKey.objects.filter(due, pk=key_id).update(last_used_at=now)
