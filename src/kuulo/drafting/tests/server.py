"""A model's server on this machine that answers as it is told, lies included; and a cast of comments."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kuulo.drafting.rules import Source
from kuulo.language.personal import Masked

LATE = "Toimitus myöhästyi viikon eikä kukaan ilmoittanut mitään."
KIND = "Kundtjänsten svarade snabbt och vänligt."
NOT_GOOD = "The sofa is not good value for money at all."
SOURCES = tuple(
    Source(name, Masked(text, ())) for name, text in (("s-late", LATE), ("s-kind", KIND), ("s-not-good", NOT_GOOD))
)


@dataclass(frozen=True, slots=True)
class Named:
    """A model's server as the settings name it."""

    url: str
    name: str
    key: str = ""


@dataclass(slots=True)
class Answer:
    """What the server sends back: status, body, further headers, and how slowly."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    pieces: int = 1


@dataclass(slots=True)
class StandIn:
    """A server that stands in for a model's.

    Attributes:
        answers: What it answers, in order; the last one again and again.
        asked: What it was asked: path, headers, body.
    """

    answers: list[Callable[[Mapping[str, Any]], Answer]]
    asked: list[tuple[str, Mapping[str, str], Mapping[str, Any]]] = field(default_factory=list)
    url: str = ""

    def next_answer(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer to a question; its turn is over unless it is the last."""
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        return answer(body)


def says(text: str) -> Callable[[Mapping[str, Any]], Answer]:
    """Answer as a language model that wrote a text."""
    body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()
    return lambda _question: Answer(body)


def gives(body: bytes, status: int = 200, **headers: str) -> Callable[[Mapping[str, Any]], Answer]:
    """Answer with these bytes."""
    return lambda _question: Answer(body, status, {name.replace("_", "-"): value for name, value in headers.items()})


def drips(pieces: int, pause: float, size: int = 1) -> Callable[[Mapping[str, Any]], Answer]:
    """Answer in pieces, with a pause after each."""
    return lambda _question: Answer(b" " * size, pause=pause, pieces=pieces)


@contextmanager
def standing_in(*answers: Callable[[Mapping[str, Any]], Answer]) -> Iterator[StandIn]:
    """Yield a server that answers so."""
    stand_in = StandIn(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            body = json.loads(asked)
            stand_in.asked.append((self.path, dict(self.headers), body))
            answer = stand_in.next_answer(body)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) * answer.pieces))
            self.end_headers()
            try:
                for _piece in range(answer.pieces):
                    self.wfile.write(answer.body)
                    self.wfile.flush()
                    time.sleep(answer.pause)
            except OSError:
                self.close_connection = True  # whoever asked has left

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
