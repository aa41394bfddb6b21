"""Mappings as TOML: kept beside the files they describe, read and edited by people."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from kuulo.base.errors import FileError, KuuloError
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.columns import Role
from kuulo.surveys.rules.labels import is_catalogue, normalise
from kuulo.surveys.rules.said import DATE_ORDERS, DIRECTIONS, ColumnMapping, FileMapping, answer_question

VERSION = 1
PLAIN = ("timezone", "sheet", "encoding", "delimiter")
COLUMN_KEYS = frozenset({"role", "range", "direction", "definition", "dates", "labels"})
LARGEST = 1_000_000


def load_mapping(path: Path) -> FileMapping:
    """Return the mapping a TOML file holds.

    Raises:
        FileError: The file is missing, no TOML, or says something that cannot be understood.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:
        found = _("{file}: there is no mapping file here.")
        raise FileError(found, _("Check the name; --write-mapping makes one."), file=str(path))
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise FileError(_("{file}: the file is not UTF-8."), _("Save it as UTF-8."), file=path.name) from error


def parse_mapping(text: str, name: str = "mapping") -> FileMapping:
    """Return the mapping a TOML text holds; ``name`` is its name in messages.

    Raises:
        FileError: The text is no TOML, or says something that cannot be understood.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _("{file}: this is no TOML: {error}.")
        raise FileError(
            found, _("Correct the line, or write the mapping anew."), file=name, error=str(error)
        ) from error
    _check_keys(name, document, {*PLAIN, "version", "columns"})
    if document.get("version", VERSION) != VERSION or not isinstance(document.get("columns", {}), dict):
        found = _("{file}: this is no mapping of version {version}.")
        raise FileError(found, _("Write the mapping anew with --write-mapping."), file=name, version=VERSION)
    plain: dict[str, Any] = {key: str(document[key]) for key in PLAIN if key in document}
    if plain.get("timezone", "UTC") not in available_timezones():
        found = _("{file}: “{zone}” is no time zone.")
        raise FileError(found, _("Say one such as Europe/Helsinki."), file=name, zone=plain["timezone"])
    mapping = FileMapping(**plain)
    for column, said in document.get("columns", {}).items():
        mapping = _lay_in(name, mapping, column, said)
    return mapping


def _lay_in(name: str, mapping: FileMapping, column: str, said: object) -> FileMapping:
    if not isinstance(said, dict):
        found = _("{file}: “{column}” must be a table.")
        raise FileError(found, _('Write it as [columns."{column}"].'), file=name, column=column)
    _check_keys(name, said, COLUMN_KEYS)
    try:
        for key in ("role", "range", "direction", "definition", "dates"):
            if key in said:
                mapping = answer_question(mapping, column, key, str(said[key]))
    except KuuloError as error:
        raise FileError(_("{file}: {what}"), _("{how}"), file=name, what=error.found, how=error.mend) from error
    if "labels" in said:
        before = mapping.columns.get(column, ColumnMapping())
        labels = _labels(name, column, said["labels"])
        mapping = _with_column(mapping, column, before, labels)
    return mapping


def _with_column(mapping: FileMapping, column: str, before: ColumnMapping, labels: Mapping[str, float]) -> FileMapping:
    after = ColumnMapping(
        role=before.role,
        minimum=before.minimum,
        maximum=before.maximum,
        direction=before.direction,
        definition=before.definition,
        date_order=before.date_order,
        labels=labels,
    )
    plain = {key: getattr(mapping, key) for key in PLAIN}
    return FileMapping(columns={**mapping.columns, column: after}, **plain)


def _labels(name: str, column: str, said: object) -> dict[str, float]:
    if isinstance(said, dict) and all(isinstance(value, int | float) for value in said.values()):
        return {normalise(label): float(value) for label, value in said.items()}
    found = _("{file}: the labels of “{column}” must be a table of numbers.")
    raise FileError(found, _('Write them as labels = {{ "Very good" = 5 }}.'), file=name, column=column)


def _check_keys(name: str, table: Mapping[str, object], known: set[str] | frozenset[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        found = _("{file}: “{key}” means nothing in a mapping.")
        raise FileError(found, _("Known are {known}."), file=name, key=unknown[0], known=", ".join(sorted(known)))


def dump_mapping(mapping: FileMapping) -> str:
    """Return the mapping as TOML that `parse_mapping` reads back to the same mapping."""
    lines = ["# How Kuulo reads files like this one; give it with --mapping.", f"version = {VERSION}"]
    lines += [f"{key} = {_quoted(getattr(mapping, key))}" for key in PLAIN if getattr(mapping, key)]
    for column, said in mapping.columns.items():
        lines += ["", f"[columns.{_quoted(column)}]", *_column_lines(said)]
    return "\n".join(lines) + "\n"


def _column_lines(said: ColumnMapping) -> list[str]:
    lines = [f"role = {_quoted(Role(said.role).value)}"] if said.role else []
    if said.minimum is not None and said.maximum is not None:
        lines.append(f"range = {_quoted(f'{said.minimum:g}-{said.maximum:g}')}")
    if said.direction is not None:
        lines.append(f"direction = {_quoted(_word_of(DIRECTIONS, said.direction))}")
    if said.definition:
        lines.append(f"definition = {_quoted(said.definition)}")
    if said.date_order:
        lines.append(f"dates = {_quoted(_word_of(DATE_ORDERS, said.date_order))}")
    if said.labels and not is_catalogue(said.labels):
        pairs = ", ".join(f"{_quoted(label)} = {value:g}" for label, value in said.labels.items())
        lines.append(f"labels = {{ {pairs} }}")
    return lines


def _word_of(words: Mapping[str, object], value: object) -> str:
    return next(word for word, meaning in words.items() if meaning == value)


def _quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's too, but for the one control character JSON leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
