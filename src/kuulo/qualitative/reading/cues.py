"""Subtitles read as a transcript: WebVTT and SRT, a line a cue, with who speaks and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.qualitative.reading.kinds import MOST_CUES, Read, ReadKind, check_length
from kuulo.qualitative.reading.turns import Turn

webvtt = Later("webvtt")
VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG: Final = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
LABEL: Final = re.compile(r"\s*(?:[-–>]+\s*)?([^\W\d_][^:\n]{0,39}):\s+(?=\S)")
SPACES: Final = re.compile(r"\s+")
UNREAD: Final = say(_("Cues without words were left out."))


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one cue: who, what, and when in milliseconds."""

    speaker: str
    words: str
    begins_ms: int
    ends_ms: int


def read_cues(text: str, kind: ReadKind, *, name: str) -> Read:
    """Return subtitles as a transcript: each cue a line, the speaker's name before it where the speaker changes.

    Raises:
        FileError: It is no such file, or holds no cues.
    """
    try:
        found = list(webvtt.from_buffer(text.strip().split("\n"), format=kind.value))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, ValueError, IndexError) as error:
        raise _broken(name, kind) from error
    if len(found) > MOST_CUES:
        raise FileError(_("There are more than {most} cues in {file}."), most=MOST_CUES, file=name)
    said = [one for cue in found for one in _said(cue.raw_text, _ms(cue.start_time), _ms(cue.end_time))]
    if not said:
        raise _broken(name, kind)
    told: tuple[Text, ...] = (UNREAD,) if any(not TAG.sub("", cue.raw_text).strip() for cue in found) else ()
    whole, turns = _laid_out(_with_labels(said))
    return Read(text=check_length(whole, name), turns=turns, kind=kind, told=told)


def _said(raw: str, begins: int, ends: int) -> Iterable[Said]:
    """Yield what each voice of a cue says; words before the first voice are nobody's."""
    pieces = VOICE.split(raw)
    voices = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    for speaker, words in voices:
        plain = SPACES.sub(" ", unescape(TAG.sub("", words))).strip()
        if plain:
            yield Said(SPACES.sub(" ", unescape(speaker)).strip(), plain, begins, ends)


def _with_labels(said: list[Said]) -> list[Said]:
    """Return cues with speakers taken from “Name: …” where no voices are marked and the names return."""
    if any(one.speaker for one in said):
        return said
    labels = [found.group(1).strip() if (found := LABEL.match(one.words)) else "" for one in said]
    known = {label for label in labels if labels.count(label) > 1} - {""}
    if not known:
        return said
    speaker = ""
    named: list[Said] = []
    for one, label in zip(said, labels, strict=True):
        # Who goes on over several cues is named at the first.
        speaker = label if label in known else speaker
        words = LABEL.sub("", one.words, count=1) if label in known else one.words
        named.append(Said(speaker, words, one.begins_ms, one.ends_ms))
    return named


def _laid_out(said: Iterable[Said]) -> tuple[str, tuple[Turn, ...]]:
    """Return the text of cues and their turns."""
    lines: list[str] = []
    turns: list[Turn] = []
    place, before = 0, ""
    for one in said:
        label = f"{one.speaker}: " if one.speaker and one.speaker != before else ""
        before = one.speaker
        start = place + len(label)
        lines.append(label + one.words)
        turns.append(
            Turn(
                start=start,
                end=start + len(one.words),
                speaker=one.speaker,
                begins_ms=one.begins_ms,
                ends_ms=one.ends_ms,
            )
        )
        place = start + len(one.words) + 1
    return "\n".join(lines), tuple(turns)


def _ms(stamp: object) -> int:
    """Return a time of a cue in milliseconds."""
    parts = (getattr(stamp, name) for name in ("hours", "minutes", "seconds", "milliseconds"))
    hours, minutes, seconds, thousandths = (int(part) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + thousandths


def _broken(name: str, kind: ReadKind) -> FileError:
    return FileError(
        _("The file {file} holds no cues that can be read as {kind}."),
        _("Export it anew from the program that wrote it, or save it as plain text."),
        file=name,
        kind="WebVTT" if kind is ReadKind.VTT else "SRT",
    )
