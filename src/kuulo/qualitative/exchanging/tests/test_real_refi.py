"""The standard project that ATLAS.ti exported: the XML alone and the ZIP without its media."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from kuulo.qualitative.exchanging import TextPlace, read_qdpx, write_qdpx
from kuulo.qualitative.exchanging.markup import schema
from kuulo.qualitative.exchanging.tests.files import SPACE, zipped

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("name", ["Project.qde", "TestProject.qdpx"])
def test_the_standard_project_is_read_and_goes_out_again(real_data: Path, name: str) -> None:
    read = read_qdpx((real_data / "qualitative" / name).read_bytes())
    project = read.project
    assert project.name == "ATLAS.ti standard project"
    assert {user.name for user in project.users} >= {"Friedrich Markgraf"}
    coke = next(code for code in project.codes if code.name == "Coke")
    assert {code.name for code in coke.codes} == {"full-fat Coke", "diet Coke"}
    assert len(project.sources) == 12
    told = " ".join(str(text) for text in read.told)
    assert "Texts that are not in the file: 11" in told
    again = read_qdpx(write_qdpx(project).content)
    assert again.told == ()
    assert (again.project.codes, again.project.sources, again.project.sets) == (
        project.codes,
        project.sources,
        project.sets,
    )


def test_passages_of_the_standard_project_stand_where_its_names_say(real_data: Path) -> None:
    """The texts did not come with the project: each is made of the names of its passages, where those begin."""
    content = (real_data / "qualitative" / "Project.qde").read_bytes()
    files: dict[str, str | bytes] = {"Project.qde": content}
    for source in etree.fromstring(content).iter(f"{{{SPACE}}}TextSource"):
        path, text = source.get("plainTextPath") or "", ""
        for one in sorted(
            source.iter(f"{{{SPACE}}}PlainTextSelection"), key=lambda one: int(one.get("startPosition") or 0)
        ):
            name = (one.get("name") or "").removesuffix("…")
            text = text[: int(one.get("startPosition") or 0)].ljust(int(one.get("startPosition") or 0)) + name
            text = text.ljust(int(one.get("endPosition") or 0))
        files[path.replace("internal://", "sources/")] = text
    read = read_qdpx(zipped(files))
    seen = 0
    for held in read.project.sources:
        for selection in held.selections:
            if isinstance(selection.place, TextPlace) and held.text:
                words = held.text[selection.place.start : selection.place.end]
                seen += words.strip().startswith(selection.name.removesuffix("…")[:20])
    assert seen >= 6
    assert not any("not counted" in str(text) or "outside" in str(text) for text in read.told)


def test_our_copy_of_the_schema_is_the_published_one(real_data: Path) -> None:
    ours = Path(__file__).parents[1] / "schema" / "Project.xsd"
    assert ours.read_bytes() == (real_data / "qualitative" / "Project.xsd").read_bytes()
    schema("Project.xsd").assertValid(etree.parse(real_data / "qualitative" / "Project.qde"))
