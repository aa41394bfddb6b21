"""Short ways to let studies go out and come in."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.exchange.queries import Media, UploadView, upload
from kuulo.exchange.rules import Reply
from kuulo.exchange.services import receive, take_in, write_study
from kuulo.passages.rules import About
from kuulo.passages.services import code_passage, note_coding, write_memo
from kuulo.passages.tests.studies import AINO, NOW, Scene
from kuulo.qualitative.exchanging import Project, read_qdpx


def coded(scene: Scene) -> Scene:
    """Return a scene in which passages are coded and memos written."""
    key = scene.sources[0].key
    start, end = scene.at("Jonotin puhelimessa pitkään")
    made = code_passage(source=key, start=start, end=end, code=scene.code("Waiting"), by=AINO, now=NOW)
    code_passage(source=key, start=start, end=end, code=scene.code("Staff"), by=AINO, now=NOW)
    start, end = scene.at("Hinta on noussut liikaa!")
    code_passage(source=key, start=start, end=end, code=scene.code("Price rises"), by=AINO, now=NOW)
    note_coding(coding_id=made.id, memo="Tästä kysytään lisää", by=AINO, now=NOW)
    for about in (About.STUDY, About.SOURCE, About.PASSAGE, About.CODE):
        write_memo(
            study=scene.study.slug,
            about=about,
            text=f"Muistio {about.value} 😀",
            by=AINO,
            source=key if about in {About.SOURCE, About.PASSAGE} else "",
            start=start if about is About.PASSAGE else None,
            end=end if about is About.PASSAGE else None,
            code=scene.code("Price") if about is About.CODE else "",
            now=NOW,
        )
    return scene


def sent(slug: str, media: Media = Media.WITHOUT) -> bytes:
    """Return a study as a file."""
    return write_study(slug=slug, by=AINO, language="en", media=media, now=NOW).content


def project_of(slug: str) -> Project:
    """Return a study as the project that goes out."""
    return read_qdpx(sent(slug)).project


def looked(slug: str, content: bytes, name: str = "p.qdpx") -> UploadView:
    """Return what a file would bring."""
    return upload(slug, receive(slug=slug, name=name, content=content, reply=reply(), now=NOW))


def taken(slug: str, content: bytes, name: str = "p.qdpx") -> Mapping[str, int]:
    """Take a file in and return what came."""
    number = receive(slug=slug, name=name, content=content, reply=reply(), now=NOW)
    return take_in(slug=slug, number=number, now=NOW)


def reply() -> Reply:
    """Return what is said about files."""
    return Reply(by=AINO, at=NOW, language="en")
