"""A study goes out as a project other tools read; what has no place is told, and what must not leave does not."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, NotFoundError
from kuulo.exchange.queries import Media
from kuulo.exchange.services import write_codes, write_study
from kuulo.exchange.tests.moving import coded, project_of, sent
from kuulo.passages.tests.studies import AINO, NOW, interview, scene, study
from kuulo.qualitative.exchanging import SourceKind, TextPlace, all_codes, read_qdc, read_qdpx
from kuulo.sources.rules import Media as File
from kuulo.sources.rules import Origin
from kuulo.sources.rules import SourceKind as Kind
from kuulo.sources.services import add_source
from kuulo.sources.tests.desk import sound
from kuulo.studies.services import leave

pytestmark = pytest.mark.django_db


def test_texts_codes_passages_and_memos_go_out() -> None:
    made = coded(scene())
    project = project_of(made.study.slug)
    source = next(one for one in project.sources if one.selections)
    assert source.text == made.sources[0].text
    words = {
        source.text[one.place.start : one.place.end]: len(one.codings)
        for one in source.selections
        if isinstance(one.place, TextPlace)
    }
    assert words == {"Jonotin puhelimessa pitkään": 2, "Hinta on noussut liikaa!": 1}
    assert {code.name for code in all_codes(project.codes)} == {"Waiting", "Price", "Price rises", "Staff"}
    assert len(project.notes) == 5
    assert [case.name for case in project.cases] == ["P01", "P02"]
    assert {user.id for user in project.users} == {AINO}


def test_consents_and_speakers_travel_beside_and_names_do_not() -> None:
    made = scene()
    content = sent(made.study.slug)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        beside = json.loads(archive.read("kuulo.json"))
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert [consent["in_force"] for consent in beside["consents"]] == [True, True]
    first = beside["sources"][str(next(iter(beside["sources"])))]
    assert {turn["speaker"] for turn in first["turns"]} == {"Haastattelija", "Aino"}
    assert "Asiakas 1" not in everything
    assert all(who.token not in everything for who in made.people)


def test_who_withdrew_stays_here() -> None:
    made = coded(scene())
    leave(made.people[0].token, keep=False, now=NOW)
    written = write_study(slug=made.study.slug, by=AINO, language="en", now=NOW)
    project = read_qdpx(written.content).project
    assert [source.name for source in project.sources] == ["Interview P02"]
    assert "Sources whose consent is not in force: 1." in [str(text) for text in written.left_out]


def test_files_go_along_where_they_shall() -> None:
    made = study()
    add_source(
        study=made.slug,
        kind=Kind.TRANSCRIPT,
        name="Puhelu",
        by=AINO,
        text="Hei.",
        media=File(name="a.wav", content=sound()),
        occurred_at=NOW,
        origin=Origin.CUSTOMER,
        now=NOW,
    )
    kinds = [source.kind for source in read_qdpx(sent(made.slug, Media.WITH)).project.sources]
    assert kinds == [SourceKind.TEXT, SourceKind.AUDIO]
    written = write_study(slug=made.slug, by=AINO, language="en", now=NOW)
    assert "Files of sources that stay here: 1." in [str(text) for text in written.left_out]


def test_codes_alone_go_out() -> None:
    made = coded(scene())
    codes = read_qdc(write_codes(slug=made.study.slug, by=AINO, language="en", now=NOW).content).codes
    assert [code.name for code in codes] == ["Waiting", "Price", "Staff"]


def test_what_leaves_stands_in_the_log() -> None:
    made = scene()
    sent(made.study.slug)
    steps = steps_of(Subject("exchange", made.study.slug))
    assert steps[0].verb == "export"
    assert steps[0].details["sources"] == 2


def test_only_the_team_takes_material_out() -> None:
    made = study()
    interview(made.slug, None)
    with pytest.raises(GuardError, match="Only the team"):
        write_study(slug=made.slug, by="saara@example.org", language="en")
    with pytest.raises(NotFoundError):
        write_study(slug="nothing", by=AINO, language="en")
