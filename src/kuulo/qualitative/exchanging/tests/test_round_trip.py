"""A project comes back as it went: every word, place, code, note, value and file."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from lxml import etree

from kuulo.qualitative.exchanging import (
    Code,
    Coding,
    Project,
    Selection,
    Source,
    TextPlace,
    canonical,
    read_qdc,
    read_qdpx,
    write_qdc,
    write_qdpx,
)
from kuulo.qualitative.exchanging.markup import schema
from kuulo.qualitative.exchanging.tests.projects import projects

pytestmark = pytest.mark.pure
CODE = Code(guid=canonical("code"), name="odotus")


@settings(max_examples=60)
@given(project=projects())
def test_what_goes_out_comes_back_equal_and_follows_the_schema(project: Project) -> None:
    written = write_qdpx(project)
    assert written.left_out == ()
    with zipfile.ZipFile(BytesIO(written.content)) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    schema("Project.xsd").assertValid(root)
    read = read_qdpx(written.content)
    assert read.project == project
    assert read.told == ()


@settings(max_examples=25)
@given(project=projects().filter(lambda project: bool(project.codes)))
def test_a_codebook_comes_back_equal(project: Project) -> None:
    written = write_qdc(project.codes)
    schema("Codebook.xsd").assertValid(etree.fromstring(written.content))
    assert [bare(code) for code in project.codes] == list(read_qdc(written.content).codes)


def bare(code: Code) -> Code:
    """Return a code without what a codebook has no place for."""
    return Code(
        guid=code.guid,
        name=code.name,
        codable=code.codable,
        color=code.color,
        description=code.description,
        codes=tuple(bare(one) for one in code.codes),
    )


def test_the_same_project_gives_the_same_bytes() -> None:
    project = Project(name="Kotikäynnit", codes=(CODE,), sources=(Source(guid=canonical("a"), text="Hei 👩‍🔧!"),))
    assert write_qdpx(project).content == write_qdpx(project).content


def test_positions_after_an_emoji_count_code_points() -> None:
    text = "👨‍👩‍👧 odotti\nkaksi tuntia"
    start = text.index("kaksi")
    passage = Selection(
        guid=canonical("p"),
        place=TextPlace(start, len(text)),
        codings=(Coding(guid=canonical("c"), code=CODE.guid),),
    )
    source = Source(guid=canonical("s"), name="Käynti", text=text, selections=(passage,))
    content = write_qdpx(Project(name="P", codes=(CODE,), sources=(source,))).content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert f'startPosition="{start}"' in archive.read("project.qde").decode()
        assert archive.read(f"sources/{source.guid}.txt").decode() == text


def test_what_does_not_fit_is_left_out_and_told() -> None:
    outside = Selection(guid=canonical("p"), place=TextPlace(3, 99))
    source = Source(
        guid=canonical("s"),
        text="lyhyt",
        selections=(outside,),
        codings=(Coding(guid=canonical("c"), code=canonical("nobody's")),),
    )
    written = write_qdpx(Project(name="a\x01b", sources=(source,)))
    assert len(written.left_out) == 3
    read = read_qdpx(written.content).project
    assert read.name == "a\ufffdb"
    assert read.sources[0].selections == ()
    assert read.sources[0].codings == ()
