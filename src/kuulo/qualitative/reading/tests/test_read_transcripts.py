"""Transcripts with speakers and times, as programs and people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import FileError, KuuloError
from kuulo.qualitative.reading import Read, ReadKind, read_file
from kuulo.qualitative.reading.speech import milliseconds
from kuulo.qualitative.reading.tests.files import SPOKEN, SRT, VTT

pytestmark = pytest.mark.pure


def said(read: Read) -> list[tuple[str, int | None, str]]:
    """Return who said what when."""
    return [(turn.speaker, turn.begins_ms, read.text[turn.start : turn.end]) for turn in read.turns]


def test_webvtt_gives_voices_and_times() -> None:
    read = read_file("visit.vtt", VTT.encode())
    assert read.kind is ReadKind.VTT
    assert read.text == "Risto: Hei & tervetuloa\nÄijö Öhman: No hei vaan jatkuu\nja vielä"
    assert said(read) == [
        ("Risto", 1_000, "Hei & tervetuloa"),
        ("Äijö Öhman", 5_250, "No hei vaan jatkuu"),
        ("Äijö Öhman", 60_000, "ja vielä"),
    ]
    assert read.turns[1].ends_ms == 6_500


def test_srt_takes_names_that_return_for_speakers() -> None:
    read = read_file("visit.srt", SRT.encode("utf-8-sig"))
    assert read.kind is ReadKind.SRT
    assert said(read)[:3] == [("Risto", 1_000, "Hei"), ("Äijö", 3_000, "Kyllä"), ("Äijö", 5_000, "kyllä vain")]
    assert read.text.split("\n")[:3] == ["Risto: Hei", "Äijö: Kyllä", "kyllä vain"]


def test_subtitles_are_known_whatever_they_are_called() -> None:
    assert read_file("visit.txt", VTT.encode()).kind is ReadKind.VTT
    assert read_file("visit.txt", SRT.encode()).kind is ReadKind.SRT


def test_a_plain_transcript_keeps_its_text_and_tells_its_speakers() -> None:
    read = read_file("visit.txt", SPOKEN.encode())
    assert read.text == SPOKEN
    assert said(read) == [
        ("Haastattelija", None, "Mitä tapahtui?"),
        ("Äijö", None, "No, ensin klo 12:30 soitin. Huom: se kesti 😀."),
        ("Äijö", 62_000, "Sitten jonotin."),
        ("Haastattelija", 120_000, "Entä sitten?"),
    ]
    assert read.turns[2].ends_ms == 120_000


def test_meeting_programs_write_a_name_and_a_time_on_a_line_of_their_own() -> None:
    text = "Maija Meikäläinen   0:12\nHei kaikki.\nJoo.\n\nRisto R 0:20\nMoi!\nMaija Meikäläinen   1:00:25\nJoo.\n"
    assert said(read_file("meeting.txt", text.encode())) == [
        ("Maija Meikäläinen", 12_000, "Hei kaikki.\nJoo."),
        ("Risto R", 20_000, "Moi!"),
        ("Maija Meikäläinen", 3_625_000, "Joo."),
    ]


def test_times_without_names_are_turns_too() -> None:
    assert said(read_file("notes.txt", b"[00:00:05] Ovi auki.\n[00:01:10] Jono.\n")) == [
        ("", 5_000, "Ovi auki."),
        ("", 70_000, "Jono."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Huomio: tämä on tärkeää.\nSe jatkuu.",
        "Kello oli 12:30 kun soitin.\nhttps://example.org oli auki.",
        "Hinta: 12\nKoko: 3",
        "Yksi rivi vain.",
    ],
)
def test_a_colon_alone_makes_no_speaker(text: str) -> None:
    assert read_file("text.txt", text.encode()).turns == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_unicode_reads_alike(encoding: str) -> None:
    read = read_file("visit.txt", SPOKEN.replace("\n", "\r\n").encode(encoding))
    assert read.text == SPOKEN
    assert read.told == ()


def test_windows_letters_are_read_and_told_of() -> None:
    text = SPOKEN.replace("😀", "€")
    read = read_file("visit.txt", text.encode("cp1252"))
    assert read.text == text
    assert "Look at ä, ö and å" in str(read.told[0])


def test_a_long_transcript_is_read_whole() -> None:
    text = "".join(f"Haastattelija: Kysymys {n}?\nÄijö: Vastaus {n} 😀 jatkuu pitkään ja ä.\n" for n in range(4_000))
    read = read_file("long.txt", text.replace("\n", "\r\n").encode())
    assert len(read.turns) == 8_000
    assert read.text[read.turns[-1].start : read.turns[-1].end] == "Vastaus 3999 😀 jatkuu pitkään ja ä."


@given(st.text(max_size=300))
def test_turns_lie_in_order_within_any_text(text: str) -> None:
    if not text.strip() or text.lstrip().startswith("WEBVTT"):
        return
    try:
        read = read_file("any.txt", text.encode())
    except FileError:
        return
    before = 0
    for turn in read.turns:
        assert before <= turn.start <= turn.end <= len(read.text)
        before = turn.end


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.vtt", "a.srt", "a.docx", "a.pdf"]))
def test_any_bytes_are_read_or_refused_with_words(content: bytes, name: str) -> None:
    for beginning in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"WEBVTT\n\n"):
        try:
            read_file(name, beginning + content).text.encode()
        except KuuloError as error:
            assert str(error)  # noqa: PT017 -- either outcome is right


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"   \n \n", "no words"),
        (b"abc\x00\x01\x02def", "no text that can be read"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old form of Word"),
        (b"WEBVTT\n\nnothing here", "no cues"),
    ],
)
def test_what_is_no_text_is_refused_with_words(content: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words):
        read_file("visit.txt", content)


def test_subtitles_by_name_without_cues_are_refused() -> None:
    with pytest.raises(FileError, match="no cues that can be read as SRT"):
        read_file("visit.srt", b"Hello there")


def test_times_of_every_length() -> None:
    assert milliseconds("1:02:03.5") == 3_723_500
    assert milliseconds("02:03") == 123_000
    assert milliseconds("00:00:01,250") == 1_250
