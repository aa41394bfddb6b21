"""One question to a server of somebody else's: short of patience, of retries and of room, and following no redirect."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kuulo.base.errors import EngineError
from kuulo.base.later import Later
from kuulo.base.texts import mark as _
from kuulo.drafting.queries.servers import host_of

httpx = Later("httpx2")

LARGEST_ANSWER: Final = 2_000_000
"""Bytes of an answer that are read; a server that goes on is left."""
TRIED_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
LONGEST_WAIT: Final = 20.0
UNREACHABLE: Final = "unreachable"
TOO_SLOW: Final = "too slow"
TOO_LARGE: Final = "too large"
NOT_JSON: Final = "not JSON"
MISSHAPEN: Final = "misshapen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long is waited, in seconds, and how often a question is put."""

    connect: float = 10.0
    whole: float = 120.0
    attempts: int = 3
    pause: float = 1.0


class AskingError(EngineError):
    """A server answered nothing that can be used; ``detail`` says why in a word or two, without any words sent."""

    def __init__(self, host: str, detail: str) -> None:
        super().__init__(
            _("The model’s server {host} answered nothing that can be used: {detail}."),
            _("See that the server works, and that the KUULO_MODEL_… or KUULO_EMBEDDING_… settings name it right."),
            host=host,
            detail=detail,
        )
        self.detail = detail


class _PassingError(Exception):
    """A failure that may have passed when the question is put again."""

    def __init__(self, detail: str, wait: float = 0.0) -> None:
        super().__init__(detail)
        self.detail = detail
        self.wait = wait


class Server:
    """A server with an OpenAI-compatible interface.

    Args:
        url: Address before ``/chat/completions`` or ``/embeddings``.
        key: Sent to this server alone; empty sends none.
        patience: How long is waited.
        sleep: Waits between attempts; tests give their own.
    """

    def __init__(
        self, url: str, key: str = "", *, patience: Patience | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.url = url
        self.host = host_of(url)
        self._key = key
        self._patience = patience or Patience()
        self._sleep = sleep

    def ask(self, path: str, question: Mapping[str, object]) -> tuple[Mapping[str, Any], int]:
        """Return the answer, a JSON object, and its size in bytes.

        Raises:
            AskingError: There is none after all attempts, or it is none.
        """
        body = json.dumps(question, ensure_ascii=False).encode()
        for attempt in range(1, self._patience.attempts + 1):
            try:
                content = self._answer(path, body)
            except _PassingError as error:
                if attempt == self._patience.attempts:
                    raise AskingError(self.host, error.detail) from error
                self._sleep(min(LONGEST_WAIT, max(error.wait, self._patience.pause * 3 ** (attempt - 1))))
            else:
                return self._read(content), len(content)
        raise AskingError(self.host, UNREACHABLE)

    def _answer(self, path: str, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        deadline = time.monotonic() + self._patience.whole
        limits = httpx.Timeout(self._patience.whole, connect=self._patience.connect)
        try:
            # No proxy or certificate of the environment, no redirect: the words go where the setting says.
            with (
                httpx.Client(timeout=limits, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", f"{self.url}{path}", content=body, headers=headers) as response,
            ):
                self._check(response)
                return self._taken(response, deadline)
        except httpx.TimeoutException as error:
            raise _PassingError(TOO_SLOW) from error
        except httpx.RequestError as error:
            raise _PassingError(UNREACHABLE) from error

    def _check(self, response: Any) -> None:
        status = int(response.status_code)
        if status in TRIED_AGAIN:
            after = response.headers.get("Retry-After", "")
            raise _PassingError(f"status {status}", float(after) if after.isascii() and after.isdigit() else 0.0)
        if status != 200:
            raise AskingError(self.host, f"status {status}")

    def _taken(self, response: Any, deadline: float) -> bytes:
        parts = bytearray()
        for part in response.iter_bytes():
            parts += part
            if len(parts) > LARGEST_ANSWER:
                raise AskingError(self.host, TOO_LARGE)
            if time.monotonic() > deadline:
                raise AskingError(self.host, TOO_SLOW)
        return bytes(parts)

    def _read(self, content: bytes) -> Mapping[str, Any]:
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise AskingError(self.host, NOT_JSON) from error
        if not isinstance(answer, dict):
            raise AskingError(self.host, MISSHAPEN)
        return answer
