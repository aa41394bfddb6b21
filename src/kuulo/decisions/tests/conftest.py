"""Claims that decisions rest on, and decisions at every step of their life."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.claims.services import ClaimWishes, make_claim
from kuulo.decisions.rules import Effect, Verdict
from kuulo.decisions.rules.views import DecisionView, Option
from kuulo.decisions.services import (
    Deciding,
    Proposing,
    compute_check,
    confirm_verdict,
    decide,
    propose,
    put_in_effect,
)
from kuulo.decisions.tests.worlds import DUE, START, effect

LEAD = "ilona@example.org"
BEFORE = datetime.combine(START - timedelta(days=10), time(9), UTC)
"""When decisions are made here."""
LATER = datetime.combine(DUE + timedelta(days=10), time(9), UTC)
"""When they are checked."""
CHECK_ON = DUE + timedelta(days=5)


@pytest.fixture
def claim(db: None) -> str:
    """Return the number of a claim without evidence."""
    del db
    return new_claim("Asiakkaat jäävät, kun heille soitetaan takaisin.")


def new_claim(words: str) -> str:
    """Return the number of a new claim."""
    return make_claim(wishes=ClaimWishes(text={"fi": words}), by=LEAD, now=BEFORE)


def proposed(*claims: str, question: str = "Otammeko käyttöön soittopyynnön?") -> DecisionView:
    """Return a proposal with two options."""
    wishes = Proposing(
        question=question,
        background="Pohjoisessa moni odottaa vastausta.",
        options=(Option(key="", title="Otetaan"), Option(key="", title="Ei oteta", text="Jatketaan entiseen tapaan.")),
        claims=claims,
        owner=LEAD,
        decide_by=START,
    )
    return propose(wishes=wishes, by=LEAD, now=BEFORE)


def settled(*, expected: Effect | None = None, certainty: int = 80) -> Deciding:
    """Return what is decided of a proposal."""
    return Deciding(
        chosen="1", why="Se on halpaa.", effect=expected or effect(), check_on=CHECK_ON, owner=LEAD, certainty=certainty
    )


def in_effect(*claims: str, expected: Effect | None = None, certainty: int = 80) -> DecisionView:
    """Return a decision in effect."""
    made = proposed(*claims)
    decide(number=made.number, settled=settled(expected=expected, certainty=certainty), by=LEAD, now=BEFORE)
    begun = datetime.combine(START, time(9), UTC)
    return put_in_effect(number=made.number, on=START, by=LEAD, now=begun)


def checked(*claims: str, verdict: Verdict = Verdict.FAILED, certainty: int = 80) -> DecisionView:
    """Return a decision with a confirmed verdict."""
    made = in_effect(*claims, certainty=certainty)
    compute_check(number=made.number, now=LATER)
    return confirm_verdict(number=made.number, verdict=verdict, why="Niin kävi.", by=LEAD, now=LATER)


@pytest.fixture
def researcher(cast: dict[Role, User]) -> Client:
    """Return a browser in which the researcher has signed in, who proposes but does not decide."""
    client = Client()
    client.force_login(cast[Role.RESEARCHER], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
