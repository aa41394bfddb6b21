"""Files that wait are found and erased with the person who stands in them."""

from __future__ import annotations

import pytest

from kuulo.customers.rules.person_data import PersonKey
from kuulo.exchange.models import Upload
from kuulo.exchange.queries import stored_path
from kuulo.exchange.services import PERSON_STORES, receive
from kuulo.exchange.tests.moving import reply
from kuulo.exchange.tests.test_projects_in import foreign
from kuulo.passages.tests.studies import NOW, study

pytestmark = pytest.mark.django_db
(STORE,) = PERSON_STORES


def test_a_file_that_names_a_person_is_handed_out_and_erased() -> None:
    words = "Haastattelija: Kuka olette?\nVastaaja: Zyrvax Korppoo 😀, odotin kaksi tuntia siellä.\n"
    slug = study().slug
    receive(slug=slug, name="p.qdpx", content=foreign(words), reply=reply(), now=NOW)
    receive(slug=slug, name="q.qdpx", content=foreign(), reply=reply(), now=NOW)
    key = PersonKey(party_ids=(1,), names=("Zyrvax Korppoo",))
    assert [row["file"] for row in STORE.export(key)] == ["p.qdpx"]
    stored = stored_path(Upload.objects.get(name="p.qdpx").stored)
    assert STORE.erase(key, NOW).files == 1
    assert not stored.exists()
    assert list(STORE.export(key)) == []
    assert Upload.objects.get(name="q.qdpx").stored
