"""Writes of the room: lists of published figures come and go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import FileError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.growth.models import BenchmarkFile
from kuulo.measures.growth.benchmarks import read_benchmarks

LONGEST_NAME: Final = 120
KINDS: Final = (".toml", ".csv")
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {"growth.BenchmarkFile": "published figures of organisations and industries, of nobody in particular"}
)


@transaction.atomic
def add_benchmarks(*, name: str, content: bytes) -> int:
    """Keep a list of published figures and return how many it holds; a list of the same name gives way to it.

    Raises:
        FileError: It cannot be read; the message names the line, and nothing is kept.
    """
    shown = name.strip()[-LONGEST_NAME:]
    if not shown.lower().endswith(KINDS):
        raise FileError(
            _("{file} is neither TOML nor CSV."), _("Give its name the end .toml or .csv, by what it is."), file=shown
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            _("{file} is not written in UTF-8."), _("Save it as UTF-8 and bring it again."), file=shown
        ) from error
    figures = read_benchmarks(text, name=shown)
    BenchmarkFile.objects.update_or_create(name=shown, defaults={"content": text, "added_at": timezone.now()})
    return len(figures)


@transaction.atomic
def remove_benchmarks(*, number: int) -> None:
    """Take a list away.

    Raises:
        NotFoundError: There is no such list.
    """
    gone, _tables = BenchmarkFile.objects.filter(pk=number).delete()
    if not gone:
        raise NotFoundError(_("There is no such list of figures."), _("See the page of published figures."))
