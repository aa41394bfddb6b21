"""An instrument and a file of answers never come under one name: their answers would be taken for one survey's."""

from __future__ import annotations

import pytest

from kuulo.instruments.services import create_instrument, remove_draft
from kuulo.surveys.models import Dataset
from kuulo.surveys.services import receive_upload, recognise_import

pytestmark = pytest.mark.django_db
ANSWERS = b"id;Satisfaction (1-5)\n" + b"".join(b"%d;%d\n" % (row, 1 + row % 5) for row in range(20))


def take_in(name: str) -> str:
    """Bring a file of answers as far as having a data set, and return the data set's name in the store."""
    recognise_import(import_id=receive_upload(name=f"{name}.csv", chunks=[ANSWERS]))
    return Dataset.objects.get().slug


def test_a_file_called_as_an_instrument_gets_a_name_of_its_own() -> None:
    assert create_instrument(name="Home visits").slug == "home-visits"
    assert take_in("Home visits") == "home-visits-2"


def test_an_instrument_called_as_a_file_gets_a_name_of_its_own() -> None:
    assert take_in("Home visits") == "home-visits"
    assert create_instrument(name="Home visits").slug == "home-visits-2"


def test_a_draft_that_was_removed_leaves_its_name() -> None:
    remove_draft(slug=create_instrument(name="Home visits").slug)
    assert create_instrument(name="Home visits").slug == "home-visits"
