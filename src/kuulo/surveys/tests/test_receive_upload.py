"""Taking a file in: streamed to the disk, or refused without a trace."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuulo.base.errors import FileError, GuardError
from kuulo.surveys import services
from kuulo.surveys.models import AnswerImport
from kuulo.surveys.queries import import_path, imported_before
from kuulo.surveys.tests.desk import bring, import_now, settle_and_check, visits

pytestmark = pytest.mark.django_db

MEGABYTE = b"x" * 1024**2


@pytest.fixture
def uploads(settings: object, tmp_path: Path) -> Path:
    settings.KUULO_UPLOAD_LIMIT_MB = 2  # type: ignore[attr-defined] # pytest-django's settings take any name
    return tmp_path / "uploads"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_chunks_are_written_as_they_come(uploads: Path) -> None:
    uploader = services.Uploader(user_id="7", name="Ilona Insight")
    import_id = services.receive_upload(name="answers.csv", chunks=[b"a;b\n", b"1;2\n"], uploader=uploader)
    row = AnswerImport.objects.get(pk=import_id)
    assert import_path(row).read_bytes() == b"a;b\n1;2\n"
    assert import_path(row).is_relative_to(uploads)
    assert (row.name, row.size, row.state, row.uploaded_by) == ("answers.csv", 8, "uploaded", "7")
    assert row.sha256 == hashlib.sha256(b"a;b\n1;2\n").hexdigest()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ilona\\vastaukset kevät.csv", "vastaukset kevät.csv"),
        ("/", "file"),
        ("..", ".."),
    ],
)
def test_a_name_leads_nowhere_but_into_the_upload_folder(uploads: Path, name: str, shown: str) -> None:
    row = AnswerImport.objects.get(pk=services.receive_upload(name=name, chunks=[b"a"]))
    assert row.name == shown
    assert import_path(row).resolve().parent.parent == (uploads / "imports").resolve()


def test_an_upload_over_the_limit_is_refused_as_soon_as_it_is_over(uploads: Path) -> None:
    read = []

    def chunks() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield MEGABYTE

    with pytest.raises(FileError, match=r"large\.csv is larger than the 2 MB"):
        services.receive_upload(name="large.csv", chunks=chunks())
    assert read == [0, 1, 2]
    assert files_in(uploads) == []
    assert not AnswerImport.objects.exists()


def test_an_upload_that_breaks_off_leaves_nothing(uploads: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a;b\n"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.receive_upload(name="answers.csv", chunks=chunks())
    assert files_in(uploads) == []
    assert not AnswerImport.objects.exists()


def test_the_same_file_again_is_known_once_it_was_imported() -> None:
    first = settle_and_check(bring(visits(60)))
    assert imported_before(bring(visits(60))) is None
    import_now(first)
    again = imported_before(bring(visits(60), name="renamed.csv"))
    assert again is not None
    assert again[0] == first.pk
    assert imported_before(bring(visits(61))) is None


def test_a_file_of_which_nothing_is_stored_can_be_discarded(uploads: Path) -> None:
    row = settle_and_check(bring(visits(60)))
    services.discard_import(import_id=row.pk)
    assert files_in(uploads) == []
    assert not AnswerImport.objects.exists()


def test_an_imported_file_cannot_be_discarded() -> None:
    row = import_now(settle_and_check(bring(visits(60))))
    with pytest.raises(GuardError, match="responses of it are stored"):
        services.discard_import(import_id=row.pk)
    assert import_path(row).is_file()
