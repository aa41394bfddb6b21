"""`kuulo identity dedupe` and `link`: any table of persons or companies, without configuration; and each refusal."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from kuulo.cli.tests.conftest import Command
from kuulo.identity.tests.registers import companies, f1, persons


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a CSV of persons under Finnish headers, some of whom stand twice."""
    path = tmp_path_factory.mktemp("register") / "asiakkaat.csv"
    persons(150, 50).drop("person").write_csv(path)
    return path


def test_doubles_under_finnish_headers_are_found(kuulo: Command, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "clusters.csv"
    done = kuulo("identity", "dedupe", register, "--id", "id", "--out", out)
    assert done.code == 0, done.err
    found = pl.read_csv(out)
    assert found.columns == ["id", "cluster"]
    assert found["id"].to_list() == list(range(1, 201))
    assert f1(found.to_arrow(), persons(150, 50), "person") > 0.95
    assert "200 records" in done.err


def test_two_files_are_linked(kuulo: Command, tmp_path: Path) -> None:
    whole = persons(150, 50)
    whole.head(150).drop("person").write_csv(tmp_path / "crm.csv")
    whole.tail(50).drop("person").write_csv(tmp_path / "shop.csv")
    out = tmp_path / "clusters.csv"
    done = kuulo("identity", "link", tmp_path / "crm.csv", tmp_path / "shop.csv", "--id", "id", "--out", out)
    assert done.code == 0, done.err
    found = pl.read_csv(out)
    assert found.columns == ["source", "id", "cluster"]
    assert set(found["source"]) == {"crm.csv", "shop.csv"}
    assert f1(found.to_arrow(), whole, "person") > 0.95


def test_companies_are_found(kuulo: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "yritykset.csv", tmp_path / "clusters.csv"
    companies().drop("company").write_csv(file)
    done = kuulo("identity", "dedupe", file, "--id", "id", "--out", out)
    assert done.code == 0, done.err
    assert f1(pl.read_csv(out).to_arrow(), companies(), "company") > 0.9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,etunimi,sukunimi\n1,Matti,Niemi\n1,Maija,Salo\n", "stands on more than one row"),
        ("id,etunimi,sukunimi\n1,Matti,Niemi\n", "one record, or none"),
        ("numero,etunimi,sukunimi\n1,Matti,Niemi\n2,Maija,Salo\n", "no column named id"),
        ("", ""),
    ],
)
def test_what_cannot_be_linked_is_refused_and_nothing_is_written(
    kuulo: Command, tmp_path: Path, text: str, words: str
) -> None:
    file, out = tmp_path / "people.csv", tmp_path / "clusters.csv"
    file.write_text(text, encoding="utf-8")
    out.write_text("what stood here before\n", encoding="utf-8")
    done = kuulo("identity", "dedupe", file, "--id", "id", "--out", out)
    assert done.code != 0
    assert words in done.err
    assert "Traceback" not in done.err
    assert out.read_text(encoding="utf-8") == "what stood here before\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clusters.csv", "people.csv"]


def test_a_file_that_is_not_there_is_refused(kuulo: Command, tmp_path: Path) -> None:
    done = kuulo("identity", "dedupe", tmp_path / "none.csv", "--id", "id", "--out", tmp_path / "clusters.csv")
    assert done.code != 0
    assert "none.csv" in done.err
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_read_is_refused(kuulo: Command, tmp_path: Path) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"no spreadsheet at all")
    done = kuulo("identity", "dedupe", tmp_path / "people.xlsx", "--id", "id", "--out", tmp_path / "clusters.csv")
    assert done.code != 0
    assert "Traceback" not in done.err
    assert not (tmp_path / "clusters.csv").exists()


def test_the_table_itself_is_not_overwritten(kuulo: Command, register: Path) -> None:
    before = register.read_bytes()
    done = kuulo("identity", "dedupe", register, "--id", "id", "--out", register)
    assert done.code != 0
    assert register.read_bytes() == before
