"""A WSGI application answers through ASGI, and a client who leaves holds nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kuulo.web.bridge import Bridge

Message = MutableMapping[str, Any]
SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/pää",
    "query_string": b"a=1",
    "http_version": "1.1",
    "scheme": "https",
    "server": ("kuulo.example", 443),
    "client": ("192.0.2.7", 5000),
    "headers": [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"content-type", b"text/plain"),
        (b"x-two", b"1"),
        (b"x-two", b"2"),
    ],
}


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("201 Created", [("Content-Type", "text/plain"), ("X-Cookie", environ["HTTP_COOKIE"])])
    yield environ["PATH_INFO"].encode("latin-1")
    yield b"|" + environ["wsgi.input"].read() + b"|"
    yield f"{environ['HTTP_X_TWO']} {environ['wsgi.url_scheme']} {environ['REMOTE_ADDR']}".encode()


def run(talking: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: the browser tests may keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, talking).result()


def talk(application: Bridge, incoming: list[Message]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    run(application(SCOPE, receive, send))
    return sent


def test_answers_with_status_headers_and_the_whole_body() -> None:
    parts: list[Message] = [
        {"type": "http.request", "body": b"hei ", "more_body": True},
        {"type": "http.request", "body": b"vaan"},
    ]
    sent = talk(Bridge(echo, threads=1), parts)
    assert sent[0]["status"] == 201
    assert (b"x-cookie", b"a=1; b=2") in sent[0]["headers"]
    assert b"".join(message["body"] for message in sent[1:]).decode() == "/pää|hei vaan|1,2 https 192.0.2.7"
    assert not sent[-1].get("more_body", False)


def test_closes_the_body_even_when_the_reader_has_gone() -> None:
    closed = []

    class Body:
        def __iter__(self) -> Iterable[bytes]:
            return iter([b"one", b"two"])

        def close(self) -> None:
            closed.append(True)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        start_response("200 OK", [])
        return Body()

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def gone(message: Message) -> None:
        if message["type"] == "http.response.body":
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        run(Bridge(application, threads=1)(SCOPE, receive, gone))
    assert closed == [True]


def test_a_request_that_breaks_off_is_never_run() -> None:
    asked = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked.append(environ)
        return []

    half: list[Message] = [{"type": "http.request", "body": b"hal", "more_body": True}, {"type": "http.disconnect"}]
    assert talk(Bridge(application, threads=1), half) == []
    assert asked == []
