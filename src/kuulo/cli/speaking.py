"""What a command says on standard error, in the language it was asked to speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.figures.charts.localise import say_in


class Language(StrEnum):
    """The languages of the interface."""

    FI = "fi"
    SV = "sv"
    EN = "en"


@contextmanager
def speaking(language: Language | None) -> Iterator[str]:
    """Speak a language inside the block, the configured one where none was asked for; errors end the command.

    Yields:
        The language's code.

    Raises:
        typer.Exit: An error was said; carries the error's exit code.
    """
    code = str(language or settings.LANGUAGE_CODE)
    with translation.override(code):
        try:
            yield code
        except KuuloError as error:
            typer.echo(f"kuulo: {said(error.found)} {said(error.mend)}".rstrip(), err=True)
            raise typer.Exit(error.exit_code) from error


def tell_lines(texts: Iterable[Text]) -> None:
    """Write texts on standard error, each on a line of its own."""
    for text in texts:
        typer.echo(said(text), err=True)


def said(text: Text) -> str:
    """Return a text in the language spoken now."""
    return say_in(translation.get_language() or "en", text, gettext)
