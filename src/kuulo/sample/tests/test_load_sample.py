"""Use case: load the sample company."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.queries import count_people, organisation
from kuulo.accounts.services import set_up_organisation
from kuulo.base.errors import GuardError
from kuulo.customers.queries import attribute_names, count_parties
from kuulo.lake.queries import open_snapshot, status
from kuulo.responses.queries import counts
from kuulo.sample.services import SAMPLE_PASSWORD, SAMPLE_PEOPLE, LoadReport, is_empty, is_loaded, load_sample

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
SMALL = 120


@pytest.fixture
def loaded(db: None, settings: Any) -> LoadReport:
    del db
    # Five people's passwords a test: the slow hashing that guards real ones is left out.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return load_sample(now=NOW, customers=SMALL, language="fi")


def test_customers_signals_and_truth_are_there(loaded: LoadReport) -> None:
    assert loaded.new
    assert count_parties() == loaded.customers
    assert status().rows == loaded.signals
    assert status().unsealed == 0
    assert loaded.truth.is_file()


def test_what_was_answered_stands_beside_its_instrument(loaded: LoadReport) -> None:
    del loaded
    standing = counts("kohtaamiskysely")
    with open_snapshot() as snapshot:
        found = snapshot.run(
            "SELECT state, count(DISTINCT response_id) AS n FROM signals"
            " WHERE source = 'kohtaamiskysely' AND question = 'satisfaction' GROUP BY state"
        )
    told = {row["state"]: row["n"] for row in found.to_pylist()}
    assert (standing["complete"], standing["dismissed"]) == (told["answered"], told["dismissed"])


def test_it_is_marked_as_invented(loaded: LoadReport) -> None:
    del loaded
    assert is_loaded()
    assert not is_empty()


def test_the_names_are_those_of_the_language(loaded: LoadReport) -> None:
    del loaded
    own = ("asiakas vuodesta", "asiakasryhmä", "maakunta", "sopimus")
    assert attribute_names() == (*own, "segment: Arvokkaat asiakkaat", "segment: Kauan hiljaa olleet")
    with open_snapshot() as snapshot:
        found = snapshot.run("SELECT DISTINCT touchpoint FROM signals WHERE touchpoint IS NOT NULL")
    assert "Kotikäynti" in found["touchpoint"].to_pylist()


def test_everybody_can_sign_in(loaded: LoadReport) -> None:
    del loaded
    for email, _role in SAMPLE_PEOPLE:
        assert Client().login(email=email, password=SAMPLE_PASSWORD)


def test_loading_again_another_day_changes_nothing(loaded: LoadReport) -> None:
    before = (status().rows, status().version, count_people(), loaded.truth.read_bytes())
    again = load_sample(now=NOW + timedelta(days=40), customers=SMALL + 1, language="sv")
    assert (again.new, again.customers, again.signals) == (False, 0, 0)
    assert (status().rows, status().version, count_people(), loaded.truth.read_bytes()) == before


def test_every_answer_refers_to_a_customer(loaded: LoadReport) -> None:
    del loaded
    with open_snapshot() as snapshot:
        counts = snapshot.run(
            "SELECT count(*) AS n, count(DISTINCT signal_id) AS ids, count(party) AS known FROM signals"
        )
    assert counts["n"] == counts["ids"] == counts["known"]


def test_states_tell_who_was_asked_and_did_not_answer(loaded: LoadReport) -> None:
    del loaded
    with open_snapshot() as snapshot:
        found = snapshot.run("SELECT DISTINCT state FROM signals")
    assert set(found["state"].to_pylist()) == {"not_shown", "shown", "dismissed", "skipped", "answered"}


def test_an_empty_installation_is_empty(db: None) -> None:
    del db
    assert is_empty()
    assert not is_loaded()


def test_an_installation_with_data_of_its_own_is_left_alone(db: None) -> None:
    del db
    set_up_organisation(name="Oikea Oy", is_invented=False)
    with pytest.raises(GuardError, match="data of its own"):
        load_sample(now=NOW, customers=SMALL)
    assert count_parties() == 0
    assert organisation().name == "Oikea Oy"
