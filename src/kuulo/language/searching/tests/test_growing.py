"""An index takes further comments in, lets comments go without a trace, and is kept in a folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kuulo.base.errors import FileError
from kuulo.language.meaning import pack, with_length_one
from kuulo.language.searching import SearchIndex
from kuulo.language.searching.tests.thrice import LANGUAGES, THRICE

pytestmark = pytest.mark.pure

TEXTS = [text for at in range(3) for text in (each[at] for each in THRICE)]
SPOKEN = [language for language in LANGUAGES for _each in THRICE]
IDS = [f"{language}{number}" for language in LANGUAGES for number in range(len(THRICE))]


@pytest.fixture(scope="module")
def floats() -> NDArray[np.float32]:
    return with_length_one(np.random.default_rng(1).normal(size=(len(IDS), 128)).astype(np.float32))


@pytest.fixture(scope="module")
def vectors(floats: NDArray[np.float32]) -> NDArray[np.int8]:
    return pack(floats)


def _grown(vectors: NDArray[np.int8], step: int) -> SearchIndex:
    index = SearchIndex.build(IDS[:step], TEXTS[:step], SPOKEN[:step], vectors[:step])
    for start in range(step, len(IDS), step):
        here = slice(start, start + step)
        index = index.add(IDS[here], TEXTS[here], SPOKEN[here], vectors[here])
    return index


@pytest.mark.parametrize("step", [4, 12, 40])
def test_an_index_that_grew_finds_what_one_built_at_once_does(vectors: NDArray[np.int8], step: int) -> None:
    grown, whole = _grown(vectors, step), SearchIndex.build(IDS, TEXTS, SPOKEN, vectors)
    assert grown.ids == whole.ids == IDS
    assert len(grown.parts) <= 8
    for query in ("lasku", "montör", "technician", "ystävälinnen"):
        assert {hit.id for hit in grown.search(query)} == {hit.id for hit in whole.search(query)}


def test_a_vector_finds_itself(vectors: NDArray[np.int8], floats: NDArray[np.float32]) -> None:
    index = _grown(vectors, 12)
    for place in (0, 30, 71):
        assert index.search("", floats[place], most=1)[0].id == IDS[place]


def test_a_comment_without_a_vector_is_found_by_its_words_alone(
    vectors: NDArray[np.int8], floats: NDArray[np.float32]
) -> None:
    index = _grown(vectors, 40).add(["new"], ["Lasku xylofonista"], ["fi"], None)
    assert not index.parts[-1].vectors.any()
    found = next(hit for hit in index.search("xylofoni", floats[0], most=len(IDS)) if hit.id == "new")
    assert (found.by_words, found.by_meaning) == (1, None)


def test_what_goes_leaves_no_trace(vectors: NDArray[np.int8], floats: NDArray[np.float32], tmp_path: Path) -> None:
    index = _grown(vectors, 12)
    index.save(tmp_path / "index")
    left = SearchIndex.open(tmp_path / "index").without(["fi0", "sv0", "not here"])
    left.save(tmp_path / "index")
    assert len(left) == len(IDS) - 2
    assert left.search("kahteen") == []
    assert left.search("faktura") == []
    assert "fi0" not in {hit.id for hit in left.search("", floats[0])}
    files = [file.read_bytes() for file in (tmp_path / "index").rglob("*") if file.is_file()]
    assert not any(b"faktura" in content or b"fi0\0" in content for content in files)
    assert any(b"technician" in content for content in files)
    assert left.search("technician")[0].id == "en1"


def test_everything_may_go(vectors: NDArray[np.int8], tmp_path: Path) -> None:
    empty = _grown(vectors, 40).without(IDS)
    empty.save(tmp_path / "index")
    opened = SearchIndex.open(tmp_path / "index")
    assert len(opened) == 0
    assert opened.add(IDS, TEXTS, SPOKEN, vectors).search("lasku")[0].id == "fi0"


def test_a_kept_index_is_the_same_and_is_not_written_again(vectors: NDArray[np.int8], tmp_path: Path) -> None:
    index = _grown(vectors, 40)
    index.save(tmp_path / "index")
    written = {file: file.stat().st_mtime_ns for file in (tmp_path / "index").rglob("*.npy")}
    opened = SearchIndex.open(tmp_path / "index")
    assert opened.ids == IDS
    assert opened.search("lasku") == index.search("lasku")
    opened.save(tmp_path / "index")
    assert written == {file: file.stat().st_mtime_ns for file in (tmp_path / "index").rglob("*.npy")}


def test_who_reads_an_index_reads_on_while_it_is_replaced(
    vectors: NDArray[np.int8], floats: NDArray[np.float32], tmp_path: Path
) -> None:
    _grown(vectors, 40).save(tmp_path / "index")
    opened = SearchIndex.open(tmp_path / "index")
    SearchIndex.build(["other"], ["something else"], ["en"], vectors[:1]).save(tmp_path / "index")
    assert opened.search("lasku", floats[0])[0].id == "fi0"
    assert SearchIndex.open(tmp_path / "index").ids == ["other"]


def test_where_no_index_is_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no search index"):
        SearchIndex.open(tmp_path / "index")


def test_an_index_of_another_version_is_refused(vectors: NDArray[np.int8], tmp_path: Path) -> None:
    _grown(vectors, 40).save(tmp_path / "index")
    file = tmp_path / "index" / "index.json"
    file.write_text(file.read_text().replace('"version": 1', '"version": 99'))
    with pytest.raises(FileError, match="another version"):
        SearchIndex.open(tmp_path / "index")
