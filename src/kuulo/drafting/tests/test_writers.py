"""The port to a language model: both who write through it pass the same; a server that lies or fails is told of."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from kuulo.drafting.rules import Task, Writer
from kuulo.drafting.services.asking import LARGEST_ANSWER, AskingError, Patience, Server
from kuulo.drafting.services.writers import ConsoleWriter, RemoteWriter
from kuulo.drafting.tests.server import LATE, SOURCES, Answer, drips, gives, says, standing_in
from kuulo.language.summarising import check_written

pytestmark = pytest.mark.pure
MASKED = [source.masked for source in SOURCES]
QUICK = Patience(connect=2.0, whole=5.0, attempts=3, pause=0.0)


def quoting(question: Mapping[str, Any]) -> Answer:
    """Answer as an honest model: the first words of each comment, citing it."""
    comments = json.loads(question["messages"][1]["content"])
    lines = [f'{each["text"]} [{each["n"]}: "{each["text"]}"]' for each in comments]
    return says("\n".join(lines))(question)


@contextmanager
def remote() -> Iterator[Writer]:
    with standing_in(quoting) as server:
        yield RemoteWriter(Server(server.url, "key-of-the-server", patience=QUICK), "large")


@contextmanager
def console() -> Iterator[Writer]:
    yield ConsoleWriter()


@pytest.mark.parametrize("opened", [remote, console], ids=["server", "twin"])
def test_whoever_writes_cites_what_holds(opened: Callable[[], Any]) -> None:
    with opened() as writer:
        written = writer.write(Task.SUMMARY, MASKED, language="fi", subject="Toimitus")
    checked = check_written(written, {number: masked.text for number, masked in enumerate(MASKED, 1)})
    assert [sentence.cites[0].number for sentence in checked.kept] == [1, 2, 3]
    assert not checked.thrown


@pytest.mark.parametrize("opened", [remote, console], ids=["server", "twin"])
@pytest.mark.parametrize("task", [Task.SUMMARY, Task.DEFINITION, Task.REPLY])
def test_whoever_writes_does_every_task(opened: Callable[[], Any], task: Task) -> None:
    with opened() as writer:
        assert writer.write(task, MASKED[:1], language="en", subject="Delivery").strip()
        assert isinstance(writer.name, str)
        assert isinstance(writer.host, str)


def test_the_server_is_asked_with_its_key_and_the_masked_words_as_data() -> None:
    with standing_in(quoting) as server:
        writer = RemoteWriter(Server(server.url, "key-of-the-server", patience=QUICK), "large")
        writer.write(Task.DEFINITION, MASKED, language="sv", subject="Leverans")
    ((path, headers, body),) = server.asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer key-of-the-server"
    assert body["model"] == "large"
    told, given = body["messages"]
    assert told["role"] == "system"
    assert "Swedish" in told["content"]
    assert "Leverans" in told["content"]
    assert json.loads(given["content"])[0] == {"n": 1, "text": LATE}


def test_the_twin_shows_what_would_be_sent() -> None:
    shown = io.StringIO()
    ConsoleWriter(shown).write(Task.SUMMARY, MASKED, language="en")
    assert LATE in shown.getvalue()


def test_a_server_that_is_busy_is_asked_again() -> None:
    waits: list[float] = []
    with standing_in(gives(b"{}", 429, Retry_After="7"), gives(b"{}", 503), says("Hello.")) as server:
        writer = RemoteWriter(Server(server.url, patience=QUICK, sleep=waits.append), "large")
        assert writer.write(Task.REPLY, MASKED[:1], language="en") == "Hello."
    assert len(server.asked) == 3
    assert waits[0] == 7.0
    assert "Authorization" not in server.asked[0][1]


REFUSED = {
    "wrong key": (gives(b'{"error": "no"}', 401), "status 401", 1),
    "elsewhere": (gives(b"", 302, Location="http://127.0.0.1:9/steal"), "status 302", 1),
    "down for long": (gives(b"{}", 503), "status 503", 3),
    "no JSON": (gives(b"<html>Sign in</html>"), "not JSON", 1),
    "a list": (gives(b"[]"), "misshapen", 1),
    "nested without end": (gives(b"[" * 100_000), "not JSON", 1),
    "no choices": (gives(b'{"choices": []}'), "misshapen", 1),
    "no text": (gives(b'{"choices": [{"message": {"content": null}}]}'), "misshapen", 1),
    "nothing said": (says("  "), "misshapen", 1),
    "endless": (drips(pieces=60, pause=0.0, size=LARGEST_ANSWER // 40), "too large", 1),
    "slow": (drips(pieces=40, pause=0.05), "too slow", 1),
}


@pytest.mark.parametrize("lie", REFUSED, ids=str)
def test_a_server_that_answers_nothing_useful_is_told_of_without_any_words(lie: str) -> None:
    answer, detail, asked = REFUSED[lie]
    patience = Patience(connect=2.0, whole=0.5 if lie == "slow" else 5.0, attempts=3, pause=0.0)
    with standing_in(answer) as server:
        writer = RemoteWriter(Server(server.url, patience=patience, sleep=lambda _wait: None), "large")
        with pytest.raises(AskingError) as refused:
            writer.write(Task.SUMMARY, MASKED, language="en")
    assert refused.value.detail == detail
    assert len(server.asked) == asked
    told = f"{refused.value} {refused.value.found.params}"
    assert server.url.removeprefix("http://").removesuffix("/v1") in told
    assert not any(word in told for masked in MASKED for word in masked.text.split() if len(word) > 6)


def test_a_server_that_is_not_there_is_told_of() -> None:
    with standing_in(says("Gone.")) as server:
        url = server.url
    with pytest.raises(AskingError) as refused:
        Server(url, patience=QUICK, sleep=lambda _wait: None).ask("/chat/completions", {})
    assert refused.value.detail == "unreachable"
