"""Settings are documented, locks are pinned and name no host, what was taken from others is named."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, metadata, version
from pathlib import Path
from typing import Final

import django_htmx
import pytest
from django_htmx.jinja import htmx_script

from kuulo.web.config import SETTINGS, read_config
from tests.house import DOCS, HOUSE, ROOMS, ROOT, files_of

pytestmark = pytest.mark.pure
LOCKS: Final = sorted((ROOT / "requirements").glob("*.txt"))
# Licences whose terms would reach Kuulo's own code; the lesser GPL, as a library, does not.
FORBIDDEN: Final = re.compile(r"(?<!L)(?<!Lesser )\b(AGPL|GPL|SSPL|BUSL)", re.IGNORECASE)
# Variables of Django and Spark, which these read themselves.
OTHERS: Final = ("DJANGO_SETTINGS_MODULE", "SPARK_LOCAL_IP")
SETTING: Final = re.compile(r"^### `([A-Z_]+)`$", re.MULTILINE)


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = SETTING.findall((DOCS / "settings.md").read_text(encoding="utf-8"))
    assert sorted(documented) == sorted(SETTINGS)


def test_every_setting_is_read_and_no_other() -> None:
    source = (HOUSE / "web" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))
    assert read == set(SETTINGS)


def test_nothing_undocumented_is_read_from_the_environment() -> None:
    for room in ROOMS:
        for path in files_of(room, tests="without"):
            if path != HOUSE / "web" / "config.py":
                read = re.findall(r'environ\b[^"\n]{0,12}"(\w+)"', path.read_text(encoding="utf-8"))
                assert set(read) <= {*OTHERS, *SETTINGS}, path


def test_settings_say_what_they_take() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    for part in SETTING.split(text)[2::2]:
        assert "Default:" in part


def test_the_defaults_need_no_environment(tmp_path: Path) -> None:
    assert read_config({"KUULO_DATA": str(tmp_path)}).language == "en"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_pin_everything_with_hashes(lock: Path) -> None:
    text = "\n".join(line for line in lock.read_text().splitlines() if not line.strip().startswith("#"))
    pinned = [part for part in re.split(r"\n(?=\S)", text) if part.strip()]
    assert pinned
    for part in pinned:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==", part), part.splitlines()[0]
        assert "--hash=sha256:" in part, part.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_name_no_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def third_party() -> dict[str, list[str]]:
    """Return the rows of docs/third-party.md by file: package, version, licence, what it comes with."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (DOCS / "third-party.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_copied_files_are_named_with_their_licence() -> None:
    copied = {
        path.name
        for path in HOUSE.rglob("*")
        if path.suffix in {".woff", ".woff2", ".ttf", ".map"} or path.name.endswith((".min.js", ".min.css", ".mjs"))
    }
    assert copied - third_party().keys() == set()
    assert all(all(row) for row in third_party().values())


def test_htmx_is_the_version_that_is_named() -> None:
    _package, named, _licence, carrier = third_party()["htmx-2.min.js"]
    carried = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    assert f'version:"{named}"' in carried.read_text(encoding="utf-8")
    assert f"django-htmx {version('django-htmx')}" in carrier
    assert "htmx-2.min.js" in htmx_script()


def test_what_is_installed_has_a_licence_that_lets_it_be_used_with_ours() -> None:
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE)
    refused = [name for name in pinned if is_installed(name) and FORBIDDEN.search(licence_of(name))]
    assert refused == []


def is_installed(name: str) -> bool:
    """Return whether the package is installed; some are pinned for other systems only."""
    return any(distribution.name == name for distribution in Distribution.discover(name=name))


def licence_of(name: str) -> str:
    """Return what a package's metadata says about its licence."""
    about = metadata(name).json
    said = [str(about.get("license_expression", "")), *about.get("classifier", [])]
    return " ".join(one for one in said if not one.startswith(("Topic", "Programming")))
