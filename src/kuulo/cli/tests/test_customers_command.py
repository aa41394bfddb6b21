"""`kuulo customers`: a list of customers into the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuulo.cli.tests.conftest import Command
from kuulo.customers.queries import count_parties

pytestmark = pytest.mark.django_db
LIST = "Asiakasnumero;Nimi;Sähköposti;Suostumus\n1;Aino;aino@example.com;kyllä\n2;Bo;bo@example.com;ehkä\n"


def test_a_list_is_taken_in_and_what_it_could_not_use_is_told(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "asiakkaat.csv"
    path.write_text(LIST, encoding="utf-8")
    done = kuulo("customers", path)
    assert done.code == 0
    assert "2 rows, 1 taken." in done.out
    assert "Customers: 1 new, 0 changed, 0 as they were." in done.out
    assert "Line 3: “ehkä” does not say whether there is consent" in done.err
    assert "3,rejected," in (tmp_path / "asiakkaat.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert count_parties() == 1


def test_it_speaks_finnish(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "asiakkaat.csv"
    path.write_text(LIST, encoding="utf-8")
    assert "Asiakkaat: 1 uutta, 0 muuttunutta, 0 ennallaan." in kuulo("customers", path, "--language", "fi").out


def test_a_file_that_names_nobody_is_refused(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "colours.csv"
    path.write_text("colour,size\nred,3\n")
    done = kuulo("customers", path)
    assert done.code == 2
    assert "No column names the customers" in done.err
    missing = kuulo("customers", tmp_path / "none.csv")
    assert missing.code == 2
