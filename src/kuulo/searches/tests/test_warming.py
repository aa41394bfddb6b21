"""A process is made ready to search when somebody opens the page, once, and answers the same as before."""

from __future__ import annotations

import threading

import pytest

from kuulo.searches.queries.index import open_index
from kuulo.searches.queries.warming import WARMED, make_ready, warm_up
from kuulo.searches.tests.conftest import Search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexed")]


@pytest.fixture(autouse=True)
def cold() -> None:
    """Let the test begin with a process that was not made ready."""
    WARMED.begun = False


def test_a_process_is_made_ready_once(search: Search) -> None:
    warm_up()
    begun = [one for one in threading.enumerate() if one.name == "search-warm-up"]
    for one in begun:
        one.join()
    assert WARMED.begun
    warm_up()
    assert not [one for one in threading.enumerate() if one.name == "search-warm-up"]
    assert search("toimituksen").hits


def test_what_makes_ready_opens_files_alone() -> None:
    opened = open_index()
    assert opened is not None
    make_ready(opened)
