"""Projects of Taguette, an SQLite database, read from memory: documents are HTML, highlights count bytes of UTF-8."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from kuulo.base.errors import FileError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.archive import LIMITS, Limits, check_size
from kuulo.qualitative.exchanging.counting import SPACE
from kuulo.qualitative.exchanging.guids import derived
from kuulo.qualitative.exchanging.html_words import HtmlWords
from kuulo.qualitative.exchanging.model import Code, Coding, Project, Read, Selection, Source, Stamp, TextPlace
from kuulo.qualitative.exchanging.nesting import Node, nested
from kuulo.qualitative.exchanging.telling import Telling

SQLITE_MARK: Final = b"SQLite format 3\x00"
TABLES: Final = frozenset({"projects", "documents", "highlights", "tags", "highlight_tags"})
MOST_STEPS: Final = 200_000
"""Callbacks of 10,000 steps of SQLite's machine that a query may take: a database from outside cannot hold Kuulo up."""
Row = sqlite3.Row


def read_taguette(content: bytes, *, project: int | None = None, limits: Limits = LIMITS) -> Read:
    """Return a project of a Taguette database, and what there is to tell about the reading.

    Args:
        content: The bytes of the SQLite file.
        project: The number of the project; the first where several are in the file.
        limits: How large it may be.

    Raises:
        FileError: It is no database of Taguette, broken or too large.
        NotFoundError: There is no such project in it.
    """
    check_size(content, limits)
    if not content.startswith(SQLITE_MARK):
        raise FileError(_("This is no Taguette project."), _("Choose the .sqlite3 file that Taguette exports."))
    telling = Telling()
    try:
        with opened(content) as database:
            return Read(project=project_of(database, project, telling), told=telling.texts())
    except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError, OverflowError) as error:
        raise FileError(
            _("The Taguette project cannot be read: {why}"), _("Export it again."), why=str(error)[:200]
        ) from error


@contextmanager
def opened(content: bytes) -> Iterator[sqlite3.Connection]:
    """Give the database in memory, where nothing of its own can be run."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        database.set_progress_handler(_Patience().step, 10_000)
        yield database


class _Patience:
    """Stops a query that takes unreasonably long."""

    def __init__(self) -> None:
        self._steps = 0

    def step(self) -> int:
        """Return 1 when it is enough."""
        self._steps += 1
        return int(self._steps > MOST_STEPS)


def project_of(database: sqlite3.Connection, number: int | None, telling: Telling) -> Project:
    """Return a project with its documents, tags and highlights."""
    row = chosen(database, number, telling)
    space = ("taguette", row["name"], str(row["created"]))
    codes, by_tag = codes_of(database, row["id"], space)
    sources = tuple(
        source_of(database, document, by_tag, space, telling)
        for document in rows(database, "SELECT * FROM documents WHERE project_id = ? ORDER BY id", row["id"])
    )
    return Project(
        name=row["name"],
        origin="Taguette",
        description=row["description"] or "",
        codes=codes,
        sources=sources,
        stamp=Stamp(at=time_of(row["created"])),
    )


def chosen(database: sqlite3.Connection, number: int | None, telling: Telling) -> Row:
    """Return the row of the project asked for, or of the first."""
    tables = {row["name"] for row in rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables < TABLES or not tables >= TABLES:
        raise FileError(_("This is no Taguette project."), _("Choose the .sqlite3 file that Taguette exports."))
    found = rows(database, "SELECT * FROM projects ORDER BY id")
    wanted = [row for row in found if number is None or row["id"] == number]
    if not wanted:
        raise NotFoundError(_("There is no such project in the file."), _("Choose a project that is in it."))
    if len(found) > 1 and number is None:
        names = ", ".join(f"{row['id']}: {row['name']}" for row in found[:20])
        telling.note(_("The file holds several projects; the first was read. All: {names}"), names=names)
    return wanted[0]


def rows(database: sqlite3.Connection, query: str, *values: Any) -> list[Row]:
    """Return the rows of a query."""
    return database.execute(query, values).fetchall()


def codes_of(
    database: sqlite3.Connection, project: int, space: tuple[str, ...]
) -> tuple[tuple[Code, ...], dict[int, str]]:
    """Return the tags as a tree, and the GUID of each by its number."""
    tags = rows(database, "SELECT * FROM tags WHERE project_id = ? ORDER BY id", project)
    paths = {tag["path"] for tag in tags}
    by_tag = {tag["id"]: derived(*space, "tag", tag["path"]) for tag in tags}
    nodes = [
        Node(guid=by_tag[tag["id"]], name=tree_path(tag["path"], paths), description=tag["description"] or "")
        for tag in tags
    ]
    return tuple(node.code() for node in nested(nodes, "\x00")), by_tag


def tree_path(path: str, paths: set[str]) -> str:
    """Return a tag's path with a mark for each dot that nests: what is before it is a tag, or others share it."""
    cuts = [place for place, letter in enumerate(path) if letter == "."]
    parts, start = [], 0
    for cut in cuts:
        before = path[: cut + 1]
        shared = path[:cut] in paths or sum(other.startswith(before) for other in paths) > 1
        if shared and path[start:cut].strip() and path[cut + 1 :].strip():
            parts.append(path[start:cut])
            start = cut + 1
    return "\x00".join([*parts, path[start:]])


def source_of(
    database: sqlite3.Connection, document: Row, by_tag: dict[int, str], space: tuple[str, ...], telling: Telling
) -> Source:
    """Return a document as a text with its highlights."""
    words = HtmlWords(document["contents"])
    own = (*space, "document", document["id"])
    found = rows(
        database,
        "SELECT h.*, (SELECT group_concat(t.tag_id) FROM highlight_tags t WHERE t.highlight_id = h.id) AS tagged"
        " FROM highlights h WHERE h.document_id = ? ORDER BY h.start_offset, h.id",
        document["id"],
    )
    selections = [selection_of(highlight, words, by_tag, own, telling) for highlight in found]
    return Source(
        guid=derived(*own),
        name=document["name"],
        description=document["description"] or "",
        text=words.text,
        selections=tuple(one for one in selections if one is not None),
        stamp=Stamp(at=time_of(document["created"])),
    )


def selection_of(
    highlight: Row, words: HtmlWords, by_tag: dict[int, str], own: tuple[object, ...], telling: Telling
) -> Selection | None:
    """Return a highlight as a selection; None, and told, for one outside its document."""
    place = place_of(highlight, words, telling)
    if place is None:
        telling.note(
            _("Passages outside their text, left out: {count} (first: {start}–{end} “{name}”)."),
            start=highlight["start_offset"],
            end=highlight["end_offset"],
            name=snippet_of(highlight)[:40],
        )
        return None
    guid = derived(*own, "highlight", highlight["id"])
    tags = [int(tag) for tag in (highlight["tagged"] or "").split(",") if tag]
    return Selection(
        guid=guid,
        place=place,
        codings=tuple(
            Coding(guid=derived(guid, by_tag[tag]), code=by_tag[tag]) for tag in sorted(tags) if tag in by_tag
        ),
    )


def place_of(highlight: Row, words: HtmlWords, telling: Telling) -> TextPlace | None:
    """Return where a highlight stands; where the bytes say otherwise than its snippet, by the snippet."""
    start, end = int(highlight["start_offset"]), int(highlight["end_offset"])
    told = SPACE.sub("", snippet_of(highlight))
    if 0 <= start < end <= words.size:
        place = TextPlace(words.point(start), words.point(end))
        if not told or SPACE.sub("", words.text[place.start : place.end]) == told:
            return place if place.start < place.end else None
    moved = sought(words.text, snippet_of(highlight))
    if moved is not None:
        telling.note(_("Passages found by their words, as their positions led elsewhere: {count}."))
    return moved if moved is not None or not 0 <= start < end <= words.size else place


def snippet_of(highlight: Row) -> str:
    """Return the words that Taguette kept with a highlight."""
    return HtmlWords(highlight["snippet"] or "").text.strip()


def sought(text: str, snippet: str) -> TextPlace | None:
    """Return the one place where a snippet's words stand; None for none or several."""
    start = text.find(snippet) if snippet else -1
    if start < 0 or text.find(snippet, start + 1) >= 0:
        return None
    return TextPlace(start, start + len(snippet))


def time_of(raw: object) -> datetime | None:
    """Return a time as SQLite keeps it, in UTC; None for none."""
    try:
        found = datetime.fromisoformat(str(raw))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
