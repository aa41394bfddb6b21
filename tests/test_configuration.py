"""Settings are documented, locks are pinned and name no host, what was taken from others is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from kuulo.web.config import SETTINGS, read_config
from tests.house import DOCS, HOUSE, ROOMS, ROOT, files_of

pytestmark = pytest.mark.pure
LOCKS: Final = sorted((ROOT / "requirements").glob("*.txt"))
SETTING: Final = re.compile(r"^### `([A-Z_]+)`$", re.MULTILINE)


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = SETTING.findall((DOCS / "settings.md").read_text(encoding="utf-8"))
    assert sorted(documented) == sorted(SETTINGS)


def test_every_setting_is_read_and_no_other() -> None:
    source = (HOUSE / "web" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))
    assert read == set(SETTINGS)


def test_nothing_else_reads_a_setting_from_the_environment() -> None:
    for room in ROOMS:
        for path in files_of(room, tests="without"):
            if path != HOUSE / "web" / "config.py":
                read = re.findall(r'environ\b[^"\n]{0,12}"(\w+)"', path.read_text(encoding="utf-8"))
                assert set(read) <= {"DJANGO_SETTINGS_MODULE"}, path


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
