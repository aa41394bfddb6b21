"""A file of a definition: how large it may be, how its text is decoded, which format it is; pure but for reading it."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.instruments.formats.imported import Format

LARGEST: Final = 10 * 1024 * 1024
DEEPEST: Final = 60
ZIP: Final = b"PK\x03\x04"
SPSS: Final = (b"$FL2", b"$FL3")
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(source: Path | bytes, name: str) -> bytes:
    """Return the file's bytes.

    Raises:
        FileError: It is missing, empty, larger than `LARGEST`, or a ZIP.
    """
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            data = b"" if size > LARGEST else source.read_bytes()
        except OSError as error:
            raise FileError(_("{name} cannot be read: {reason}."), name=name, reason=error.strerror) from error
    else:
        size, data = len(source), source
    if size > LARGEST:
        raise too_large(name, size)
    if not data.strip():
        raise FileError(_("{name} is empty."), _("Export the definition again."), name=name)
    if data.startswith(ZIP):
        raise FileError(_("{name} is a ZIP archive."), _("Unpack it and import the definition file inside."), name=name)
    if data.startswith(SPSS):
        raise FileError(
            _("{name} is an SPSS file of answers, no definition."),
            _("Bring it in on the page Import."),
            name=name,
        )
    return data


def too_large(name: str, size: int) -> FileError:
    """Return the error that a file is larger than `LARGEST`."""
    return FileError(
        _("{name} has {size} bytes; a definition may have {largest}."),
        _("Export the definition without pictures and answers."),
        name=name,
        size=size,
        largest=LARGEST,
    )


def read_json(data: bytes, name: str) -> dict[str, object]:
    """Return the object the JSON text holds.

    Raises:
        FileError: It is not UTF-8 or UTF-16, not JSON, nested too deep, or not an object.
    """
    text = decode(data, name)
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileError(
            _("{name} is not whole JSON: line {line}, column {column}: {reason}."),
            _("Export the definition again; the file may have been cut."),
            name=name,
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from error
    except RecursionError as error:
        raise FileError(_("{name} is nested deeper than any questionnaire."), name=name) from error
    if not isinstance(found, dict) or _depth(found) > DEEPEST:
        raise FileError(_("{name} is JSON, but no definition of a questionnaire."), KNOWN, name=name)
    return found


def decode(data: bytes, name: str) -> str:
    """Return the text, which is UTF-8 or has a mark of UTF-16 at its beginning."""
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError(
            _("{name} is not UTF-8: byte {place} does not fit."),
            _("Save it as UTF-8 and import again."),
            name=name,
            place=error.start,
        ) from error


def read_xml(data: bytes, name: str) -> Element:
    """Return the root of the XML.

    Raises:
        FileError: It is broken, or has a document type or entities, which could swell or read other files.
    """
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileError(
            _("{name} declares a document type or entities, which are not read for safety."),
            _("Export the definition again from the tool that made it."),
            name=name,
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise FileError(
            _("{name} is not whole XML: {reason}."),
            _("Export the definition again; the file may have been cut."),
            name=name,
            reason=error,
        ) from error


KNOWN: Final = _(
    "Kuulo reads SurveyJS JSON, Qualtrics .qsf, LimeSurvey .lss and its own JSON; export the definition as one of them."
)


def is_xml(data: bytes) -> bool:
    """Return whether the file begins as XML does."""
    start = data[:200].decode("utf-16" if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8", "ignore")
    return start.lstrip("\ufeff \t\r\n").startswith("<")


def format_of(definition: Mapping[str, object], name: str) -> Format:
    """Return which tool's JSON it is.

    Raises:
        FileError: It is none of the known ones.
    """
    if "SurveyElements" in definition:
        return Format.QUALTRICS
    if isinstance(definition.get("languages"), list) and isinstance(definition.get("title"), dict):
        return Format.KUULO
    if any(isinstance(definition.get(part), list) for part in ("pages", "elements", "questions")):
        return Format.SURVEYJS
    keys = ", ".join(list(definition)[:5])
    raise FileError(
        _("{name} is JSON, but no definition Kuulo knows; it begins with {keys}."), KNOWN, name=name, keys=keys or "{}"
    )


def _depth(found: object) -> int:
    level, depth = [found], 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth
