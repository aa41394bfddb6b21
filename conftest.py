"""Fixtures every room's tests share: the standing cast of people, and the real data where it is at hand."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.audit.tests.emptying import empty_log

pytest_plugins = ("tests.browser",)
# How long an example takes tells of the machine's other work, not of what is tested.
hypothesis_settings.register_profile("kuulo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("kuulo")

SHARED = Path(__file__).resolve().parent.parent / "shared"
REAL_DATA = SHARED / "data"
REFERENCE = SHARED / "reference"
CAST = {
    Role.OWNER: ("outi@example.org", "Outi Omistaja"),
    Role.INSIGHT_LEAD: ("ilona@example.org", "Ilona Insight"),
    Role.RESEARCHER: ("risto@example.org", "Risto Researcher"),
    Role.SERVICE_PERSON: ("saara@example.org", "Saara Service"),
    Role.READER: ("reijo@example.org", "Reijo Reader"),
}


def pytest_configure() -> None:
    """Make the folder of static files, which whitenoise asks for at its start; `kuulo setup` would fill it."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out tests of the real data and R's output where those folders are not beside the project."""
    name = collection_path.name
    if name.startswith("test_real_") and not REAL_DATA.is_dir():
        return True
    if name.startswith("test_reference_") and not REFERENCE.is_dir():
        return True
    return None


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data; files that use it are named test_real_*.py."""
    return REAL_DATA


@pytest.fixture(scope="session")
def reference() -> Path:
    """Return the folder of R's output; files that use it are named test_reference_*.py."""
    return REFERENCE


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; elsewhere leave out what needs that server."""
    is_server = django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    chosen = [item for item in items if (_touches_database(item) if is_server else not _speaks_postgresql(item))]
    left_out = set(items) - set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = chosen


def _touches_database(item: pytest.Item) -> bool:
    # pytest-django lets nothing else near the database.
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None or _speaks_postgresql(item)


def _speaks_postgresql(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is not None


@pytest.fixture(autouse=True)
def own_data_folder(settings: object, tmp_path: Path) -> None:
    """Give every test a lake and an upload folder of its own."""
    settings.KUULO_DATA = tmp_path  # type: ignore[attr-defined] # pytest-django's settings take any name
    settings.KUULO_LAKE_URL = str(tmp_path / "lake")  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "uploads"  # type: ignore[attr-defined]
    settings.KUULO_INBOX = tmp_path / "inbox"  # type: ignore[attr-defined]
    # Real hashing takes its time on purpose; what is tested here is not the hash.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    # Names of static files are not looked up in a manifest that only `kuulo setup` makes.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def log_of_its_own(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Take out of the log what a test committed: the database's own emptying between tests may not touch it."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (marker is not None and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            empty_log()


@pytest.fixture
def cast(db: None) -> dict[Role, User]:
    """Return one person of each role."""
    del db
    return {role: User.objects.create(email=email, name=name, role=role) for role, (email, name) in CAST.items()}


@pytest.fixture
def lead(cast: dict[Role, User]) -> Client:
    """Return a browser in which the insight lead has signed in."""
    client = Client()
    client.force_login(cast[Role.INSIGHT_LEAD], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def reader(cast: dict[Role, User]) -> Client:
    """Return a browser in which the reader has signed in."""
    client = Client()
    client.force_login(cast[Role.READER], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def owner(cast: dict[Role, User]) -> Client:
    """Return a browser in which the owner has signed in."""
    client = Client()
    client.force_login(cast[Role.OWNER], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@contextmanager
def sqlite_file(path: Path) -> Iterator[None]:
    """Let this thread's database be the file for the length of the block."""
    kept = connections["default"]
    own = connections.create_connection("default")
    own.settings_dict = kept.settings_dict | {"NAME": path}
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = kept


@pytest.fixture(scope="session")
def migrated_file(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Path:
    """Return an SQLite file with every table and no rows, to be copied."""
    del django_db_setup
    path = tmp_path_factory.mktemp("migrated") / "kuulo.sqlite3"
    with django_db_blocker.unblock(), sqlite_file(path):
        call_command("migrate", verbosity=0)
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def open_database(
    request: pytest.FixtureRequest, tmp_path: Path, transactional_db: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """Give the test a database that other processes can open as well.

    Return the environment of such processes; OPEN_DATABASE in it is Django's settings of the database as JSON, so that
    a process can do with few applications and start fast.
    """
    del transactional_db
    if connection.vendor == "postgresql":
        yield process_environment(tmp_path)
        return
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "kuulo.sqlite3")
    with django_db_blocker.unblock(), sqlite_file(tmp_path / "kuulo.sqlite3"):
        yield process_environment(tmp_path)


@pytest.fixture(scope="module")
def module_house(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[dict[str, str]]:
    """Give the tests of one module one folder and one database, so that a server over them is started once.

    Return the environment of processes that share them, as `open_database` does. Tests take `shared_house` or what
    stands on it; each finds the database empty.
    """
    del django_db_setup
    folder = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            yield process_environment(folder)
            return
        shutil.copy(request.getfixturevalue("migrated_file"), folder / "kuulo.sqlite3")
        with sqlite_file(folder / "kuulo.sqlite3"):
            yield process_environment(folder)


@pytest.fixture
def shared_house(
    module_house: dict[str, str], own_data_folder: None, transactional_db: None, settings: object
) -> dict[str, str]:
    """Let the test read and write in the folder its module's server runs over; what tests before it left is gone."""
    del own_data_folder, transactional_db
    settings.KUULO_DATA = Path(module_house["KUULO_DATA"])  # type: ignore[attr-defined] # pytest-django's settings take any name
    settings.KUULO_LAKE_URL = module_house["KUULO_LAKE_URL"]  # type: ignore[attr-defined]
    shutil.rmtree(module_house["KUULO_LAKE_URL"], ignore_errors=True)
    return module_house


def process_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process that shares this thread's database and the folder's lake."""
    database = {name: value for name, value in connection.settings_dict.items() if name != "TEST"}
    return os.environ | {
        "KUULO_DATA": str(folder),
        "KUULO_LAKE_URL": str(folder / "lake"),
        "DATABASE_URL": database_url(),
        "OPEN_DATABASE": json.dumps(database, default=str),
    }


def database_url() -> str:
    """Return the address of the test's database where that is a PostgreSQL; empty for SQLite in the data folder."""
    if connection.vendor != "postgresql":
        return ""
    told = connection.settings_dict
    return f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
