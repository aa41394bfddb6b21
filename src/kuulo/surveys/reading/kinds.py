"""Telling kinds of file apart: by the end of the name, checked against the first bytes."""

from __future__ import annotations

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.surveys.reading.encodings import wide_encoding
from kuulo.surveys.reading.inputs import InputFile

TEXT_KINDS = ("csv", "jsonl")
KIND_OF_SUFFIX = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".sav": "sav",
    ".zsav": "sav",
    ".parquet": "parquet",
}
SIGNATURES = (
    (b"PK\x03\x04", "xlsx", _("a ZIP file or a workbook")),
    (b"PK\x05\x06", "", _("an empty ZIP file")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", _("an old or password-protected Office file")),
    (b"\x1f\x8b", "gz", _("a gzip file")),
    (b"PAR1", "parquet", _("a Parquet file")),
    (b"$FL2", "sav", _("an SPSS file")),
    (b"$FL3", "sav", _("an SPSS file")),
    (b"%PDF", "", _("a PDF document")),
    (b"\x89PNG", "", _("an image")),
    (b"GIF8", "", _("an image")),
    (b"\xff\xd8\xff", "", _("an image")),
    (b"\x7fELF", "", _("a program")),
    (b"MZ\x90", "", _("a program")),
    (b"SQLite format 3\x00", "", _("a database")),
    (b"BZh", "", _("a bzip2 file")),
    (b"7z\xbc\xaf", "", _("a 7z file")),
    (b"\xfd7zXZ\x00", "", _("an xz file")),
    (b"\x28\xb5\x2f\xfd", "", _("a Zstandard file")),
)
KNOWN = ", ".join(KIND_OF_SUFFIX)


def kind_of_name(file: InputFile) -> tuple[str, str]:
    """Return the kind of file a name claims and its packing (``gz`` or nothing).

    Raises:
        FileError: The name ends in nothing Kuulo can read.
    """
    suffixes = [suffix.lower() for suffix in file.path.suffixes]
    packing = "gz" if suffixes and suffixes[-1] == ".gz" else ""
    ending = suffixes[-2] if packing and len(suffixes) > 1 else suffixes[-1] if suffixes else ""
    kind = KIND_OF_SUFFIX.get(ending, "")
    if not kind:
        mend = _("Export the answers as one of these: {known}; text files may be packed as .gz.")
        raise FileError(_("{file}: its name ends in nothing Kuulo can read."), mend, file=file.name, known=KNOWN)
    if packing and kind not in TEXT_KINDS:
        found = _("{file}: only text files may be packed as .gz.")
        raise FileError(found, _("Unpack the file and try again."), file=file.name)
    return kind, packing


def check_signature(name: str, start: bytes, expected: str) -> None:
    """Refuse a file whose first bytes say that it is something else than expected (a kind, or ``gz``).

    Raises:
        FileError: The bytes belong to another kind of file, or are no text where text was expected.
    """
    for signature, kind, words in SIGNATURES:
        if start.startswith(signature):
            if kind == expected:
                return
            found = _("{file}: the name says {expected}, but the file is {words}.")
            mend = _("Export the answers again from the tool they come from, or give the file its right ending.")
            raise FileError(found, mend, file=name, expected=expected, words=say(words))
    if expected in TEXT_KINDS:
        _check_text(name, start)
    else:
        found = _("{file}: the file is not what its name says ({expected}).")
        raise FileError(found, _("Export it again; it may be damaged."), file=name, expected=expected)


def _check_text(name: str, start: bytes) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    controls = sum(start.count(byte) for byte in (*range(9), *range(14, 27)))
    if controls > len(start) // 50 + 1 and not wide_encoding(start):
        found = _("{file}: the file is not text (line 1 holds bytes no text has).")
        raise FileError(found, _("Export the answers as CSV, and check that the right file was chosen."), file=name)
