"""Recognising an upload: its data set, what is remembered, and files that cannot be read."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from kuulo.base.errors import InputError
from kuulo.surveys.models import AnswerImport, Dataset
from kuulo.surveys.queries import list_datasets, understanding_of
from kuulo.surveys.rules.columns import Role
from kuulo.surveys.tests.desk import EFFORT_IS_LOWER, NPS, bring, import_now, settle_and_check, visits

pytestmark = pytest.mark.django_db


def roles_of(row: AnswerImport) -> dict[str, Role]:
    understanding = understanding_of(row)
    assert understanding is not None
    return {view.guess.column: view.role for view in understanding.columns}


def test_columns_and_open_questions_are_kept() -> None:
    row = bring(visits(100))
    assert row.state == "recognised"
    assert roles_of(row) == {
        "Response ID": Role.ID,
        "Date": Role.TIME,
        "customer_id": Role.PARTY,
        "Region": Role.ATTRIBUTE,
        "Touchpoint": Role.TOUCHPOINT,
        NPS: Role.SCORE,
        "Effort": Role.SCORE,
        "Comment": Role.COMMENT,
    }
    understanding = understanding_of(row)
    assert understanding is not None
    assert [(each.column, each.key) for each in understanding.questions] == [("Effort", "direction")]
    assert understanding.summary.rows == 100
    assert understanding.columns[3].examples == ("Lappi", "Uusimaa")


def test_a_new_data_set_is_named_after_the_file() -> None:
    row = bring(visits(60), name="Käynnit_kevät 2026.csv.gz".removesuffix(".gz"))
    assert row.dataset is not None
    assert (row.dataset.name, row.dataset.slug) == ("Käynnit kevät 2026", "kaynnit-kevat-2026")


def test_a_named_data_set_is_used_whatever_its_case() -> None:
    first = bring(visits(60), dataset="Visits")
    second = bring(visits(61), name="other.csv", dataset="visits ")
    assert first.dataset == second.dataset
    assert [view.name for view in list_datasets()] == ["Visits"]


def test_two_names_with_one_slug_are_two_data_sets() -> None:
    bring(visits(60), dataset="Visits!")
    bring(visits(60), dataset="Visits?")
    assert sorted(Dataset.objects.values_list("slug", flat=True)) == ["visits", "visits-2"]


def test_what_was_said_about_one_file_holds_for_the_next_with_the_same_columns() -> None:
    import_now(settle_and_check(bring(visits(100)), EFFORT_IS_LOWER))
    row = bring(visits(120), name="april.csv")
    understanding = understanding_of(row)
    assert understanding is not None
    assert understanding.questions == ()
    scale = understanding.columns[6].scale
    assert scale is not None
    assert (scale.minimum, scale.maximum, scale.direction) == (1, 5, -1)
    assert row.dataset is not None
    assert row.dataset.name == "visits"


def test_what_was_said_does_not_hold_for_other_columns() -> None:
    import_now(settle_and_check(bring(visits(100)), EFFORT_IS_LOWER))
    understanding = understanding_of(bring(visits(100).replace("Region", "Area"), name="april.csv"))
    assert understanding is not None
    assert len(understanding.questions) == 1


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("empty.csv", b""),
        ("binary.csv", bytes(range(256)) * 40),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        ("bomb.xlsx", zip_bomb()),
        ("bomb.csv.gz", gzip.compress(b"a;b\n" * 8_000_000)),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("page.html", b"<html></html>"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing(settings: object, tmp_path: Path, name: str, raw: bytes) -> None:
    settings.KUULO_UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined] # pytest-django's settings take any name
    with pytest.raises(InputError) as caught:
        bring(raw, name=name)
    assert name in str(caught.value)
    assert not AnswerImport.objects.exists()
    assert not Dataset.objects.exists()
    assert [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()] == []
