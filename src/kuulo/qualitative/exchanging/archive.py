"""ZIP files from outside: bounded, never unpacked to a disk, looked into by name only."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _

SCHEMES: Final = ("internal://", "relative://", "file://")
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file from outside may be, in bytes and in number.

    Attributes:
        content: The file as it comes.
        unpacked: All it holds, unpacked.
        entries: Files within.
        ratio: Unpacked to packed, of files over a megabyte: what packs better is a bomb.
        markup: The XML within, and any text.
    """

    content: int = 300 * MEGABYTE
    unpacked: int = 600 * MEGABYTE
    entries: int = 20_000
    ratio: int = 200
    markup: int = 64 * MEGABYTE


LIMITS: Final = Limits()


def check_size(content: bytes, limits: Limits) -> None:
    """Refuse a file that is larger than Kuulo takes.

    Raises:
        FileError: It is empty, or too large.
    """
    if not content:
        raise FileError(_("The file is empty."), _("Choose another file."))
    if len(content) > limits.content:
        raise too_large()


def too_large() -> FileError:
    """Return the error that a file is larger than Kuulo takes."""
    return FileError(
        _("The file, or what it holds, is larger than Kuulo takes."), _("Split the project, or leave its media out.")
    )


class Archive:
    """A ZIP file in memory whose files are found by the paths other programs wrote."""

    def __init__(self, content: bytes, limits: Limits = LIMITS) -> None:
        """Open and check the file; nothing is unpacked yet.

        Raises:
            FileError: It is no ZIP, broken, encrypted, too large, packs suspiciously well, or names a path outside.
        """
        check_size(content, limits)
        self._limits = limits
        self._left = limits.unpacked
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise FileError(_("This is not a whole ZIP file."), _("Export it again.")) from error
        self._entries = self._checked()
        self._by_lower = {name.lower(): name for name in reversed(self._entries)}
        self._by_base: dict[str, list[str]] = {}
        for name in self._entries:
            self._by_base.setdefault(PurePosixPath(name).name.lower(), []).append(name)

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        """Return the files by their tidy paths."""
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > self._limits.entries or sum(info.file_size for info in infos) > self._limits.unpacked:
            raise too_large()
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._check_entry(info)
            entries[inner_path(info.filename)] = info
        return entries

    def _check_entry(self, info: zipfile.ZipInfo) -> None:
        """Refuse a file that is encrypted or a bomb."""
        if info.flag_bits & 1:
            raise FileError(_("The file is protected by a password."), _("Export it without one."))
        if info.file_size > MEGABYTE and info.file_size > self._limits.ratio * max(info.compress_size, 1):
            raise FileError(
                _("“{name}” in the ZIP file unpacks to far more than is credible."),
                _("Export it again from the program that made it."),
                name=PurePosixPath(info.filename).name,
            )

    def names(self) -> tuple[str, ...]:
        """Return the paths of all files."""
        return tuple(self._entries)

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return a file's bytes.

        Raises:
            FileError: It is too large or broken.
        """
        info = self._entries[name]
        most = min(self._left, most if most is not None else self._left)
        try:
            with self._zip.open(info) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise FileError(
                _("“{name}” in the ZIP file is broken."), _("Export it again."), name=PurePosixPath(name).name
            ) from error
        if len(content) > most:
            raise too_large()
        self._left -= len(content)
        return content

    def find(self, path: str, folder: str) -> str | None:
        """Return the file that a path of a source means: nothing outside the ZIP is ever looked at.

        Args:
            path: ``internal://x.txt``, ``relative:///media/x.mp4``, or an absolute path on somebody's machine.
            folder: Where the project's own file lies in the ZIP.
        """
        rest = bare_path(path)
        if not rest:
            return None
        for guess in (f"{folder}sources/{rest}", f"{folder}{rest}", rest):
            if guess.lower() in self._by_lower:
                return self._by_lower[guess.lower()]
        same = self._by_base.get(PurePosixPath(rest).name.lower(), [])
        return same[0] if same else None


def inner_path(name: str) -> str:
    """Return a path in a ZIP with forward slashes.

    Raises:
        FileError: It leads out of the ZIP.
    """
    tidy = name.replace("\\", "/")
    if tidy.startswith("/") or ".." in tidy.split("/") or tidy[1:2] == ":":
        raise FileError(
            _("The ZIP file holds a path that leads out of it: “{path}”."), _("Export it again."), path=name[:80]
        )
    return tidy.removeprefix("./")


def bare_path(path: str) -> str:
    """Return the path of a source without its scheme, drive and leading slashes."""
    tidy = path.strip()
    for scheme in SCHEMES:
        if tidy.lower().startswith(scheme):
            tidy = unquote(tidy[len(scheme) :])
            break
    tidy = tidy.replace("\\", "/").lstrip("/")
    return tidy[2:].lstrip("/") if tidy[1:2] == ":" else tidy.removeprefix("./")
