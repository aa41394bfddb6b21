"""Files that could do harm, or are none, are refused with what was found and what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from kuulo.base.errors import FileError, NotFoundError
from kuulo.qualitative.exchanging import Limits, read_qdc, read_qdpx, read_taguette, write_qdc
from kuulo.qualitative.exchanging.tests.files import TEXT, project, taguette, text_source, zipped

pytestmark = pytest.mark.pure
ENTITY = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("declared", [ENTITY, LAUGHS, "<!DOCTYPE Project SYSTEM 'http://example.org/x.dtd'>"])
def test_declared_entities_are_refused(declared: str) -> None:
    xml = project().replace("?>", "?>" + declared, 1)
    with pytest.raises(FileError, match="entities"):
        read_qdpx(zipped({"project.qde": xml}))
    with pytest.raises(FileError, match="entities"):
        read_qdc(f"{declared.replace('Project', 'CodeBook')}<CodeBook><Codes/></CodeBook>".encode())


def test_entities_are_refused_in_other_encodings_too() -> None:
    xml = project().replace('encoding="utf-8"', 'encoding="utf-16"').replace("?>", "?>" + ENTITY, 1)
    with pytest.raises(FileError, match="entities"):
        read_qdpx(zipped({"project.qde": xml.encode("utf-16")}))


@pytest.mark.parametrize("name", ["../out.txt", "sources/../../out.txt", "/etc/out.txt", "C:\\out.txt", "..\\out.txt"])
def test_paths_that_lead_out_of_the_zip_are_refused(name: str) -> None:
    with pytest.raises(FileError, match="leads out"):
        read_qdpx(zipped({"project.qde": project(), name: "x"}))


def test_a_path_of_a_source_never_leads_out_of_the_zip() -> None:
    source = text_source("", path="internal://../../../../etc/passwd")
    assert read_qdpx(zipped({"project.qde": project(sources=source)})).project.sources[0].text == ""


def test_a_file_that_packs_too_well_is_refused() -> None:
    with pytest.raises(FileError, match="more than is credible"):
        read_qdpx(zipped({"project.qde": project(), f"sources/{TEXT}.txt": b"\0" * 3_000_000}))


@pytest.mark.parametrize(
    "limits", [Limits(content=100), Limits(unpacked=100), Limits(entries=1), Limits(markup=100)], ids=str
)
def test_files_over_the_limits_are_refused(limits: Limits) -> None:
    content = zipped({"project.qde": project(), "sources/a.txt": "abc"})
    with pytest.raises(FileError, match="larger than Kuulo takes"):
        read_qdpx(content, limits=limits)


def test_many_readings_of_one_file_count_too() -> None:
    sources = "".join(text_source("", guid=str(number), path="internal://a.txt") for number in range(30))
    content = zipped({"project.qde": project(sources=sources), "sources/a.txt": "abc" * 1000})
    with pytest.raises(FileError, match="larger than Kuulo takes"):
        read_qdpx(content, limits=Limits(unpacked=40_000))


def test_a_zip_within_a_zip_is_not_opened() -> None:
    inner = zipped({"project.qde": project()})
    with pytest.raises(FileError, match="no REFI-QDA project"):
        read_qdpx(zipped({"inner.qdpx": inner}))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not really", "not a whole ZIP"),
        (b"plain words", "cannot be read"),
        (zipped({"project.qde": "<Project"}), "cannot be read"),
        (zipped({"project.qde": "<CodeBook/>"}), "no REFI-QDA project"),
        (zipped({"other.xml": "<Project/>"}), "no REFI-QDA project"),
        (project().encode()[:60], "cannot be read"),
    ],
)
def test_what_is_no_project_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(FileError, match=why):
        read_qdpx(content)


def test_a_broken_file_within_the_zip_is_refused() -> None:
    content = bytearray(zipped({"project.qde": project(sources=text_source("")), f"sources/{TEXT}.txt": "abcdef" * 50}))
    place = content.index(b"sources/") + len(f"sources/{TEXT}.txt")
    content[place + 2 : place + 6] = b"\xff\xff\xff\xff"
    with pytest.raises(FileError, match="broken"):
        read_qdpx(bytes(content))


def test_a_protected_file_is_refused() -> None:
    content = bytearray(zipped({"project.qde": project()}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FileError, match="password"):
        read_qdpx(bytes(content))


def test_nesting_beyond_reason_is_refused() -> None:
    depth = 5000
    xml = project(codes='<Code guid="x" name="x" isCodable="true">' * depth + "</Code>" * depth)
    with pytest.raises(FileError, match="cannot be read"):
        read_qdpx(zipped({"project.qde": xml}))


def test_what_is_no_codebook_is_refused() -> None:
    with pytest.raises(FileError, match="no REFI-QDA codebook"):
        read_qdc(b"<Other/>")
    with pytest.raises(FileError, match="larger than"):
        read_qdc(b"<CodeBook/>", limits=Limits(markup=3))
    with pytest.raises(FileError, match="no codes"):
        write_qdc([])


def test_what_is_no_project_of_taguette_is_refused() -> None:
    with pytest.raises(FileError, match="no Taguette project"):
        read_taguette(b"PK\x03\x04")
    with pytest.raises(FileError, match="cannot be read"):
        read_taguette(b"SQLite format 3\x00" + b"\x01" * 5000)
    whole = taguette("<p>Hei</p>", [], ["a"])
    with pytest.raises(FileError):
        read_taguette(whole[: len(whole) // 2])
    with pytest.raises(NotFoundError, match="no such project"):
        read_taguette(whole, project=99)


def test_a_view_in_the_place_of_a_table_is_refused() -> None:
    whole = taguette("<p>Hei</p>", [], ["a"])
    import_name = whole.replace(b"CREATE TABLE tags ", b"CREATE TABLE tagz ")
    with pytest.raises(FileError):
        read_taguette(import_name)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", project(sources=text_source("")))
        archive.writestr(f"sources/{TEXT}.txt", "a" * 900_000)
    content = bytearray(buffer.getvalue())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    with pytest.raises(FileError, match="broken"):
        read_qdpx(bytes(content))
