"""Finding the column somebody means by a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import AnswerFile


def find_column(answer_file: AnswerFile, name: str) -> str:
    """Return the name of the column that somebody means: the name itself, the header as it stood, or one spelt alike.

    Raises:
        ColumnError: No column has this name, or several do.
    """
    return find_name(answer_file.headers, name, answer_file.name)


def find_name(headers: Mapping[str, str], name: str, file: str) -> str:
    """Return the column that a name means among columns and their headers; see `find_column`."""
    if name in headers:
        return name
    exact = [column for column, header in headers.items() if header == name]
    alike = exact or [column for column in headers if _plain(column) == _plain(name)]
    alike = alike or [column for column, header in headers.items() if _plain(header) == _plain(name)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        found = _("{file}: several columns are called “{name}”.")
        raise ColumnError(found, _("Name one of them: {columns}."), file=file, name=name, columns=_listed(alike))
    found = _("{file}: there is no column “{name}”.")
    plain = {column.casefold(): column for column in headers}
    near = get_close_matches(name.casefold(), list(plain), n=3, cutoff=0.5)
    nearest = [plain[column] for column in near] or list(headers)[:10]
    raise ColumnError(found, _("Did you mean one of these: {columns}?"), file=file, name=name, columns=_listed(nearest))


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f"“{column}”" for column in columns)
