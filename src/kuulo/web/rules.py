"""Tells django-rules the table of roles; loaded by its autodiscovery."""

from __future__ import annotations

import rules

from kuulo.accounts.rules import Role
from kuulo.web.roles import ROLES_BY_PERMISSION


def has_role_in(allowed: frozenset[Role]) -> rules.Predicate:
    """Return a predicate that holds for people with one of the roles."""

    @rules.predicate
    def predicate(user: object) -> bool:
        return getattr(user, "role", None) in allowed

    return predicate


for permission, allowed_roles in ROLES_BY_PERMISSION.items():
    rules.add_perm(permission, has_role_in(allowed_roles))
