"""Tells django-rules the table of roles; loaded by its autodiscovery."""

from __future__ import annotations

from rules.permissions import add_perm
from rules.predicates import Predicate

from kuulo.accounts.rules import Role
from kuulo.web.roles import ROLES_BY_PERMISSION


def has_role_in(allowed: frozenset[Role]) -> Predicate:
    """Return a predicate that holds for people with one of the roles."""
    return Predicate(lambda user: getattr(user, "role", None) in allowed)


for permission, allowed_roles in ROLES_BY_PERMISSION.items():
    add_perm(permission, has_role_in(allowed_roles))
