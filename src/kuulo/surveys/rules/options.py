"""Options of the command line that settle questions: ``--score "Recommend=1-10"`` and its like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, available_timezones

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.columns import Recognition
from kuulo.surveys.rules.names import find_name
from kuulo.surveys.rules.said import FileMapping, answer_question


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingOptions:
    """Options of the command line, each ``COLUMN=VALUE``.

    Attributes:
        score: Scales of scores: ``Recommend=1-10``.
        direction: ``FFT answer=lower`` or ``=higher``.
        definition: ``LikelyToRecommend=recommend.1to10.top2@1``.
        role: ``UniqueID=party``; any value of `kuulo.surveys.rules.columns.Role`.
        dates: ``Date=day-first``, ``=month-first`` or ``=year-first``.
        timezone: IANA name; empty leaves the mapping's.
    """

    score: Iterable[str] = ()
    direction: Iterable[str] = ()
    definition: Iterable[str] = ()
    role: Iterable[str] = ()
    dates: Iterable[str] = ()
    timezone: str = ""


def apply_options(mapping: FileMapping, recognition: Recognition, options: MappingOptions) -> FileMapping:
    """Return the mapping with the options of a command line laid over it; scales come before definitions.

    Raises:
        ColumnError: An option is not ``COLUMN=VALUE``, names no column, or says nothing that can be understood.
        DefinitionError: A definition is unknown or does not fit the scale that was said.
    """
    headers = {guess.column: guess.header for guess in recognition.columns}
    given = (
        ("role", options.role),
        ("range", options.score),
        ("direction", options.direction),
        ("definition", options.definition),
        ("dates", options.dates),
    )
    for key, texts in given:
        for text in texts:
            column, value = split_option(text, headers)
            mapping = answer_question(mapping, column, key, value)
    return replace(mapping, timezone=_check_timezone(options.timezone)) if options.timezone else mapping


def split_option(text: str, headers: Mapping[str, str]) -> tuple[str, str]:
    """Return the column and the value of one ``COLUMN=VALUE``; the column's own name may hold equals signs.

    Raises:
        ColumnError: There is no equals sign, or no such column.
    """
    name, sign, value = text.rpartition("=")
    if not sign or not name:
        found = _("“{text}” is not of the form COLUMN=VALUE.")
        raise ColumnError(found, _('Write it as in --score "Recommend=0-10".'), text=text)
    return find_name(headers, name.strip(), f"“{text}”"), value


def _check_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ColumnError(_("“{name}” is no time zone."), _("Say one such as Europe/Helsinki."), name=name)
    return ZoneInfo(name).key
