"""Writes of people and the organisation."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kuulo.accounts.models import Organisation, User
from kuulo.accounts.rules import LANGUAGES, Role
from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _


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
