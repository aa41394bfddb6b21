"""A browser in which a member of the study's team has signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def risto(cast: dict[Role, User]) -> Client:
    """Return the browser of the researcher, who leads the study of the tests."""
    client = Client()
    client.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    return client
