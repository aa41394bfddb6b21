"""The doors: a room is entered through its services, queries and rules alone.

Pure rooms (base, measures) have no such doors: their public modules may be imported, and so may the pure packages
inside Django rooms that `PURE_PACKAGES` names. Floors are import-linter's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.house import DJANGO_ROOMS, HOUSE, ROOMS, files_of, imports_of, module_of

pytestmark = pytest.mark.pure
DOORS: Final = frozenset({"services", "queries", "rules"})
# Tests also look at what was left behind in other rooms, and ask with what the tests of others ask with.
TEST_DOORS: Final = DOORS | {"models", "tests"}
# Packages of Django rooms that know no Django themselves, and what others want them for.
PURE_PACKAGES: Final[Mapping[str, str]] = {
    "kuulo.figures.charts": "charts as frozen models: pages, reports and the command line draw the same ones",
    "kuulo.instruments.library": "ready-made instruments: tests ask with them",
    "kuulo.surveys.reading": "files of answers: the command line reads them without a database",
    "kuulo.surveys.rejects": "the file of rejected rows, written beside the input",
    "kuulo.surveys.report": "the report as one page: made without a database",
}
# (importer or its package, what it imports past the doors) → why.
EXCEPTIONS: Final[Mapping[tuple[str, str], str]] = {
    ("kuulo.bench", "kuulo.accounts.models"): "signs a person in without the cost of hashing, which is not measured",
    ("kuulo.bench", "kuulo.lake.engines"): "runs hand-written SQL on the very engine that Kuulo's figures run on",
    ("kuulo.bench", "kuulo.lake.schema"): "makes ten million signals as Arrow tables",
    ("kuulo.bench.events", "kuulo.events.collection"): "the bare server beside Kuulo's commits in the same groups",
    ("kuulo.bench.events", "kuulo.events.models"): "lets the lease of a killed mover run out",
    ("kuulo.bench.events", "kuulo.web.wsgi"): "makes Django's apps ready in a program of its own",
    ("kuulo.bench.intake", "kuulo.responses.intake"): "lifts the rate limits, which one client would meet at once",
    ("kuulo.bench.intake", "kuulo.responses.models"): "counts what was stored, and stores a row a request beside it",
    ("kuulo.bench.intake", "kuulo.web.front"): "serves what is measured",
    ("kuulo.bench.intake", "kuulo.web.wsgi"): "makes Django's apps ready in a server process",
    ("kuulo.bench.profile", "kuulo.profiles.api"): "asks for the service profile as the API does",
    ("kuulo.cli.worker", "kuulo.web.workers"): "the handlers of all rooms are wired in web, which alone knows them all",
    ("kuulo.decisions", "kuulo.figures.templatetags"): "figures are written on its pages as on those of Explore",
    ("kuulo.diaries", "kuulo.invitations.channels"): "prompts are sent as invitations are",
    ("kuulo.discussions", "kuulo.invitations.channels"): "what is new is told as invitations are sent",
    ("kuulo.drivers", "kuulo.figures.exports"): "downloads and twins in JSON are written as those of Explore",
    ("kuulo.drivers", "kuulo.figures.templatetags"): "figures are written on its pages as on those of Explore",
    ("kuulo.growth", "kuulo.figures.exports"): "twins in JSON are written as those of Explore",
    ("kuulo.growth", "kuulo.figures.templatetags"): "figures are written on its pages as on those of Explore",
    ("kuulo.journeys", "kuulo.figures.exports"): "downloads are written as those of Explore",
    ("kuulo.journeys", "kuulo.figures.templatetags"): "figures are written on its pages as on those of Explore",
    (
        "kuulo.journeys.tests",
        "kuulo.lake.engines",
    ): "runs a journey's question on a million signals that are in no lake",
    ("kuulo.journeys.tests", "kuulo.lake.schema"): "as above",
    ("kuulo.passages", "kuulo.figures.exports"): "downloads are written as those of Explore",
    ("kuulo.passages", "kuulo.jobs.wording"): "keeps texts of what the machine said as jobs do",
    ("kuulo.quiet", "kuulo.figures.exports"): "its twin in JSON is written as those of Explore",
    ("kuulo.rights", "kuulo.invitations.channels"): "a link to the own page is sent as invitations are",
    ("kuulo.codebooks.services.learning", "kuulo.jobs.wording"): "keeps texts of its figures as jobs do",
    ("kuulo.rights.services.erasing", "kuulo.jobs.wording"): "a receipt keeps texts as jobs do",
    ("kuulo.sample.story", "kuulo.lake.schema"): "makes purchases and traces as one Arrow table",
    ("kuulo.scales", "kuulo.figures.templatetags"): "texts are said in its forms as on the pages of Explore",
    ("kuulo.searches", "kuulo.figures.templatetags"): "texts are said on its pages as on those of Explore",
    ("kuulo.studies", "kuulo.figures.templatetags"): "texts are said in its forms as on the pages of Explore",
    ("kuulo.studies", "kuulo.invitations.channels"): "participants are asked as invitations are sent",
    ("kuulo.themes", "kuulo.figures.forms"): "what a reader narrows by is named as on Explore",
    ("kuulo.themes", "kuulo.figures.templatetags"): "figures are written on its pages as on those of Explore",
    ("kuulo.web.front", "kuulo.events.collection"): "the server's outermost layer hands it what clients send",
    ("kuulo.web.front", "kuulo.responses.intake"): "the server's outermost layer hands it what customers send",
    ("kuulo.web.views.home", "kuulo.figures.exports"): "its twin in JSON is written as those of Explore",
}
# What a pure package may use of Django: its templates, which need no database.
PURE_DJANGO: Final = ("django.template", "django.utils")


def crossings(path: Path) -> set[str]:
    """Return what a file imports from other Django rooms past their doors, as ``kuulo.room.module``."""
    own = module_of(path).split(".")[1]
    doors = TEST_DOORS if "tests" in module_of(path).split(".") else DOORS
    past: set[str] = set()
    for name in imports_of(path):
        parts = name.split(".")
        if parts[1] in DJANGO_ROOMS and parts[1] != own and len(parts) > 2 and parts[2] not in doors:
            past.add(".".join(parts[:3]))
    return past - PURE_PACKAGES.keys()


def excused(importer: str, imported: str) -> set[tuple[str, str]]:
    """Return the exceptions that excuse an import."""
    return {
        (who, what)
        for who, what in EXCEPTIONS
        if (importer == who or importer.startswith(f"{who}.")) and imported == what
    }


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_entered_through_their_doors(room: str) -> None:
    wrong = [
        f"{module_of(path)} imports {name}"
        for path in files_of(room)
        for name in sorted(crossings(path))
        if not excused(module_of(path), name)
    ]
    assert wrong == []


def test_every_exception_is_still_needed() -> None:
    used = {
        exception
        for room in ROOMS
        for path in files_of(room)
        for name in crossings(path)
        for exception in excused(module_of(path), name)
    }
    assert set(EXCEPTIONS) - used == set()


def test_what_lies_behind_a_door_exists() -> None:
    for room in DJANGO_ROOMS:
        doors = [door for door in DOORS if (HOUSE / room / f"{door}.py").exists() or (HOUSE / room / door).is_dir()]
        assert doors or room == "web", f"nobody can use the room {room}"


@pytest.mark.parametrize("package", PURE_PACKAGES)
def test_pure_packages_know_no_tables_and_no_pages(package: str) -> None:
    inside = HOUSE.parent / package.replace(".", "/")
    files = sorted(inside.rglob("*.py")) if inside.is_dir() else [inside.with_suffix(".py")]
    wrong = [
        f"{module_of(path)} imports {name}"
        for path in files
        if "tests" not in path.parts
        for name in sorted(imports_of(path, of=("django.", "kuulo.")))
        if (name.startswith("django.") and not name.startswith(PURE_DJANGO)) or name.endswith((".models", ".views"))
    ]
    assert files
    assert wrong == []
