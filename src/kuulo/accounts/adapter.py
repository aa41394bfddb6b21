"""How django-allauth behaves here: nobody signs themselves up; an owner adds people."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Closes self-service sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an owner adds people."""
        del request
        return False
