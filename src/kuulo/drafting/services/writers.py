"""Who writes: a model's server, or a twin that quotes what it was given and sends nothing anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TextIO

from django.conf import settings

from kuulo.drafting.queries.servers import CONSOLE
from kuulo.drafting.rules.orders import instructions, numbered
from kuulo.drafting.rules.port import Task, Writer
from kuulo.drafting.services.asking import MISSHAPEN, AskingError, Server
from kuulo.language.personal import Masked

MOST_WORDS: Final = 900
LONGEST_TEXT: Final = 20_000
QUOTED: Final = 5
QUOTE_WORDS: Final = 12


class RemoteWriter:
    """A language model behind ``/chat/completions``."""

    def __init__(self, server: Server, model: str) -> None:
        self._server = server
        self._model = model

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._model

    @property
    def host(self) -> str:
        """Return where the words go."""
        return self._server.host

    def write(self, task: Task, sources: Sequence[Masked], *, language: str, subject: str = "") -> str:
        """Return what the model wrote; see `Writer`."""
        question = {
            "model": self._model,
            "temperature": 0,
            "max_tokens": MOST_WORDS,
            "messages": [
                {"role": "system", "content": instructions(task, language=language, subject=subject)},
                {"role": "user", "content": numbered(sources)},
            ],
        }
        answer, _size = self._server.ask("/chat/completions", question)
        try:
            written = answer["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise AskingError(self.host, MISSHAPEN) from error
        if not isinstance(written, str) or not written.strip():
            raise AskingError(self.host, MISSHAPEN)
        return written[:LONGEST_TEXT]


class ConsoleWriter:
    """The twin: shows what would be sent, and writes the comments' own words with what they cite.

    Args:
        console: Where the question is shown; None shows it nowhere.
    """

    name = "console"
    host = ""

    def __init__(self, console: TextIO | None = None) -> None:
        self._console = console

    def write(self, task: Task, sources: Sequence[Masked], *, language: str, subject: str = "") -> str:
        """Return the first words of the first comments, each citing itself; see `Writer`."""
        if self._console is not None:
            self._console.write(f"{instructions(task, language=language, subject=subject)}\n{numbered(sources)}\n")
        lines = []
        for number, masked in enumerate(sources[:QUOTED], 1):
            words = " ".join(masked.text.split()[:QUOTE_WORDS]).rstrip(" .,;:!?")
            lines.append(words + "." if task is Task.REPLY else f'{words}. [{number}: "{words}"]')
        return "\n".join(lines)


def open_writer(sleep: Callable[[float], None] | None = None) -> Writer | None:
    """Return who writes, as the settings say; None while drafting is off."""
    server = settings.KUULO_MODEL
    if server is None:
        return None
    if server.url == CONSOLE:
        return ConsoleWriter()
    behind = Server(server.url, server.key) if sleep is None else Server(server.url, server.key, sleep=sleep)
    return RemoteWriter(behind, server.name)
