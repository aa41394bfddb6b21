"""Public clients, unchanged, send to a real server: their events are the right party's in the store."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rudderstack.analytics.client import Client as RudderClient  # type: ignore[import-untyped] # carries no types
from segment.analytics.client import Client as SegmentClient  # type: ignore[import-untyped] # carries no types

from kuulo.customers import queries as customers
from kuulo.customers.rules import Purpose
from kuulo.events import services
from kuulo.events.rules.sources import SourceView
from kuulo.events.tests.conftest import signals

pytestmark = pytest.mark.slow
START_SECONDS = 90
CLIENTS = Path(__file__).resolve().parents[4] / "tests" / "clients"
AGREED = {"consent": {"categoryPreferences": {"Profiling": True}}}
Send = Callable[[str, str], None]


@pytest.fixture
def source(open_database: dict[str, str]) -> SourceView:
    """Return a source in a database that a server shares."""
    del open_database
    return services.create_source(name="Shop", channel="server")


@pytest.fixture
def host(open_database: dict[str, str]) -> Iterator[str]:
    """Serve Kuulo as its operator does, without its worker; return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "kuulo.cli", "serve", "--port", str(port), "--no-worker", "--processes", "2"]
    environment = open_database | {"KUULO_HOSTS": "127.0.0.1"}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    wait_until_it_answers(port, process)
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the server does not start")


def send_by_segment(host: str, key: str) -> None:
    """Send with PyPI's segment-analytics-python."""
    send_by_python(SegmentClient(key, host=host, gzip=True, max_retries=1), "segment")


def send_by_rudder(host: str, key: str) -> None:
    """Send with PyPI's rudder-sdk-python."""
    send_by_python(RudderClient(key, host=host, gzip=True, max_retries=1), "rudder")


def send_by_python(client: Any, who: str) -> None:
    """Send one event of each type, and wait until all are acknowledged."""
    failed: list[Exception] = []
    client.on_error = lambda error, _items: failed.append(error)
    for consumer in client.consumers or ():
        consumer.on_error = client.on_error
    user, browser = f"{who}-1", f"browser-of-{who}-1"
    client.page(
        anonymous_id=browser, name="Front", properties={"url": "https://shop.example/front"}, context=dict(AGREED)
    )
    client.identify(user, {"name": "Sanna", "email": "sanna@example.org"}, anonymous_id=browser, context=dict(AGREED))
    client.track(user, "Order Completed", {"revenue": 12.5}, anonymous_id=browser, context=dict(AGREED))
    client.screen(user, None, "Basket", context=dict(AGREED))
    client.group(user, f"{who}-oy", {"name": f"{who} Oy"}, context=dict(AGREED))
    client.alias("older-browser", user, context=dict(AGREED))
    client.flush()
    client.join()
    assert failed == []


def send_by_node(host: str, key: str) -> None:
    """Send with npm's @segment/analytics-node."""
    assert (CLIENTS / "node_modules").is_dir(), "run scripts/install-clients first"
    subprocess.run(["node", "send.mjs", host, key], cwd=CLIENTS, check=True, timeout=60)


@pytest.mark.parametrize(
    ("send", "user"), [(send_by_segment, "segment-1"), (send_by_rudder, "rudder-1"), (send_by_node, "node-1")]
)
def test_a_public_clients_events_are_the_right_partys(send: Send, user: str, source: SourceView, host: str) -> None:
    send(host, source.working_keys[0])
    services.move_events()
    rows = {row["kind"]: row for row in signals()}
    assert {kind: row["party"] for kind, row in rows.items()} == {
        "page_view": f"anonymous_id:browser-of-{user}",
        "event": f"customer_id:{user}",
        "screen_view": f"customer_id:{user}",
    }
    assert (rows["event"]["question"], rows["event"]["value"]) == ("Order Completed", 12.5)
    assert rows["screen_view"]["question"] == "Basket"
    assert rows["page_view"]["question"] in {"/front", "Front"}
    numbers = customers.party_ids_of(
        [f"customer_id:{user}", f"anonymous_id:browser-of-{user}", "anonymous_id:older-browser"]
    )
    assert len(numbers) == 3
    (number,) = set(numbers.values())
    found = customers.party(number, purpose=Purpose.SERVICE)
    assert found.name in {"Sanna", "Nelli Node"}
    assert [contact.value for contact in found.contacts]
    assert [relation.other_name.split()[-1] for relation in found.relations] == ["Oy"]


def test_a_repeat_by_the_client_is_stored_once(source: SourceView, host: str) -> None:
    for _time in range(2):
        client = SegmentClient(source.working_keys[0], host=host, sync_mode=True)
        client.track("1", "Order Completed", message_id="same")
    services.move_events()
    assert len(signals()) == 1


def test_a_client_with_a_wrong_key_is_told(source: SourceView, host: str) -> None:
    del source
    for made in (SegmentClient, RudderClient):
        client = made("0" * 32, host=host, sync_mode=True)
        with pytest.raises(Exception, match="write key"):
            client.track("1", "Order Completed")
