"""Runs a WSGI application under ASGI: reads the request here, runs the application in a thread, sends its answer here.

The thread never waits for the network, neither for a slow sender nor for a reader who has gone, so a closed connection
cannot hold it. (a2wsgi lets it wait: one client that closed early kept the server from stopping.)
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SPOOL_BYTES = 1_048_576
END = object()


class GoneError(Exception):
    """The client closed the connection before its request was whole."""


@dataclass
class Answer:
    """Status and headers as the application gave them, and what is left of the body."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: Iterable[bytes] = ()
    chunks: Iterator[bytes] = field(default_factory=lambda: iter(()))

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        """Take the application's status and headers (WSGI's start_response)."""
        del exc_info
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


class Bridge:
    """An ASGI application that serves a WSGI one from a pool of threads."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        loop = asyncio.get_running_loop()
        with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as body:
            try:
                await _read_body(receive, body)
            except GoneError:
                return
            answer = await loop.run_in_executor(self.pool, self._run, _environ(scope, body))
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            try:
                chunk: Any = b""
                while (chunk := await loop.run_in_executor(self.pool, next, answer.chunks, END)) is not END:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            finally:
                close = getattr(answer.body, "close", None)
                if close is not None:
                    await loop.run_in_executor(self.pool, close)
            await send({"type": "http.response.body", "body": b""})

    def _run(self, environ: dict[str, Any]) -> Answer:
        answer = Answer()
        answer.body = self.application(environ, answer.start)
        chunks = iter(answer.body)
        # An application that is a generator says its status when its first piece is asked for.
        answer.chunks = chain(list(islice(chunks, 1)), chunks)
        return answer


async def _read_body(receive: Receive, body: IO[bytes]) -> None:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)


def _environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI scope (PEP 3333; ASGI HTTP 2.3)."""
    server = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        separator = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    return environ
