"""A source, a way to send to the collection API without a server, and a look at what came of it."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from kuulo.events import queries, services
from kuulo.events.collection.application import Collection, answer_request
from kuulo.events.collection.keys import Keys
from kuulo.events.collection.log import Log
from kuulo.events.collection.writer import Writer
from kuulo.events.queries import log_folder
from kuulo.events.rules.sources import SourceView
from kuulo.lake.queries import open_snapshot

NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Api:
    """The collection API without a server around it."""

    source: SourceView

    @property
    def basic(self) -> dict[str, str]:
        """The header by which servers show their write key."""
        return basic(self.source.working_keys[0])

    def send(self, path: str, body: object, headers: Mapping[str, str] | None = None, *, method: str = "POST") -> Reply:
        """Send one request, with the source's key unless other headers are given."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        keys = KnownKeys()
        shown = self.basic if headers is None else headers
        # In a thread of its own: a test with a browser has an event loop in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(_send(keys, method, path, raw, shown))).result()

    def track(self, *events: Mapping[str, object], **beside: object) -> Reply:
        """Send a batch."""
        return self.send("/v1/batch", {"batch": events, **beside})


class KnownKeys(Keys):
    """The keys as they are when it is made: the test's database belongs to the test's thread."""

    def __init__(self) -> None:
        super().__init__()
        self._sources = {key: source for source in queries.sources() if source.open for key in source.working_keys}

    async def source(self, key: str) -> SourceView | None:
        """Return the source of the key."""
        return self._sources.get(key)


def basic(key: str) -> dict[str, str]:
    """Return the header of Basic authorization with the key as user name."""
    return {"authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


async def _send(keys: Keys, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    log = Log(log_folder())
    collecting = Collection(Writer(log.write, log.close), keys)
    parts: list[Mapping[str, Any]] = []
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [*raw, (b"content-length", str(len(body)).encode())],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        parts.append(message)

    await answer_request(collecting, scope, receive, send)
    await collecting.writer.drain()
    told = {name.decode(): value.decode() for name, value in parts[0]["headers"]}
    return Reply(parts[0]["status"], told, parts[1]["body"])


@pytest.fixture
def api(db: None) -> Api:
    """Return the API with a source of a server."""
    del db
    return Api(services.create_source(name="Shop server", channel="server"))


@pytest.fixture
def web(db: None) -> Api:
    """Return the API with a source of a website."""
    del db
    return Api(services.create_source(name="Web shop", channel="web", origins=["https://shop.example"]))


@pytest.fixture
def stored(transactional_db: None) -> Callable[[], list[dict[str, Any]]]:
    """Return a function that moves the log and returns the signals in the store, oldest first."""
    del transactional_db

    def look() -> list[dict[str, Any]]:
        services.move_events()
        return signals()

    return look


def signals() -> list[dict[str, Any]]:
    """Return every signal in the store, the oldest first."""
    with open_snapshot() as snapshot:
        rows = snapshot.run("SELECT * FROM signals ORDER BY occurred_at, signal_id").to_pylist()
    return [{**row, "attributes": dict(row["attributes"])} for row in rows]
