"""A .qdpx file (or a bare .qde) read into a project, tolerant of what other programs write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.archive import LIMITS, Archive, Limits, check_size, too_large
from kuulo.qualitative.exchanging.guids import Guids, canonical
from kuulo.qualitative.exchanging.markup import Element, first, inside, local, parse, strays, words_of
from kuulo.qualitative.exchanging.model import (
    ORIGIN,
    Case,
    Code,
    Graph,
    GraphPart,
    Link,
    Project,
    Read,
    Set,
    Source,
    User,
    Variable,
    VariableKind,
)
from kuulo.qualitative.exchanging.nesting import Node, nested
from kuulo.qualitative.exchanging.reading_parts import Reading, RichReader, reference, references, stamp_of, values_of
from kuulo.qualitative.exchanging.reading_sources import KINDS, source_of, text_of
from kuulo.qualitative.exchanging.telling import Telling

ZIP_MARK: Final = b"PK"
BESIDE: Final = "kuulo.json"
PATH_MARK: Final = "::"
TRUE: Final = frozenset({"true", "1", ""})


def read_qdpx(content: bytes, *, rich: RichReader | None = None, limits: Limits = LIMITS) -> Read:
    """Return the project of a .qdpx file, and what there is to tell about the reading.

    Args:
        content: The bytes of the file; a bare .qde is read too, without the files beside it.
        rich: Reads words out of rich texts that come without plain text.
        limits: How large it may be.

    Raises:
        FileError: It is no such file, broken, too large, encrypted, leads out of the ZIP or declares entities.
    """
    check_size(content, limits)
    telling = Telling()
    archive = Archive(content, limits) if content.startswith(ZIP_MARK) else None
    name = project_name(archive.names()) if archive else ""
    if archive is None and len(content) > limits.markup:
        raise too_large()
    root = parse(archive.read(name, limits.markup) if archive else content)
    if local(root) != "Project":
        raise FileError(_("This is no REFI-QDA project."), _("Choose a .qdpx file; a codebook is read as .qdc."))
    reading = Reading(
        telling=telling,
        guids=Guids(telling),
        archive=archive,
        folder=name[: len(name) - len(PurePosixPath(name).name)],
        own=(root.get("origin") or "").startswith(ORIGIN),
        rich=rich,
        markup=limits.markup,
    )
    wrong = strays(root, "Project.xsd")
    if wrong:
        telling.note(_("The file strays from the standard and was read as far as it goes: {why}"), why=wrong[:200])
    return Read(project=project_of(root, reading), told=telling.texts())


def project_name(names: Sequence[str]) -> str:
    """Return which file of the ZIP is the project: ``project.qde`` in any spelling and folder, or the one .qde.

    Raises:
        FileError: There is none.
    """
    found = [name for name in names if name.lower().endswith(".qde") and not PurePosixPath(name).name.startswith("._")]
    if not found:
        raise FileError(_("The ZIP file holds no REFI-QDA project."), _("Choose a .qdpx file."))
    return min(found, key=lambda name: (PurePosixPath(name).name.lower() != "project.qde", name.count("/"), name))


def project_of(root: Element, reading: Reading) -> Project:
    """Return the whole project."""
    codes = codes_of(first(first(root, "CodeBook"), "Codes"), reading)
    return Project(
        name=root.get("name") or "",
        origin=root.get("origin") or "",
        description=words_of(root, "Description"),
        users=users_of(root, reading),
        codes=codes,
        variables=variables_of(root, reading),
        cases=tuple(case_of(child, reading) for child in inside(first(root, "Cases"), "Case")),
        sources=tuple(source_of(child, reading) for child in inside(first(root, "Sources"), *KINDS)),
        notes=notes_of(root, reading),
        links=tuple(link_of(child, reading) for child in inside(first(root, "Links"), "Link")),
        sets=sets_of(root, reading),
        graphs=tuple(graph_of(child, reading) for child in inside(first(root, "Graphs"), "Graph")),
        about=references(root, "NoteRef"),
        stamp=stamp_of(root, reading),
        beside=beside_of(reading),
    )


def users_of(root: Element, reading: Reading) -> tuple[User, ...]:
    """Return who coded."""
    return tuple(
        User(
            guid=reading.guids.define("user", child.get("guid"), child.get("name") or ""),
            name=child.get("name") or "",
            id=child.get("id") or "",
        )
        for child in inside(first(root, "Users"), "User")
    )


def codes_of(parent: Element | None, reading: Reading) -> tuple[Code, ...]:
    """Return the tree of codes; a code listed twice is one, and paths in names (``a::b``) become places in the tree."""
    nodes = nodes_of(parent, reading, {})
    if not reading.own and any(PATH_MARK in node.name for node in nodes):
        reading.telling.note(_("Codes with “::” in their names were put under one another."))
        nodes = nested(nodes, PATH_MARK)
    return tuple(node.code() for node in nodes)


def nodes_of(parent: Element | None, reading: Reading, known: dict[str, Node]) -> list[Node]:
    """Return the codes of one level, with those under them."""
    level = []
    for child in inside(parent, "Code"):
        name = child.get("name") or ""
        seen = known.get(canonical(child.get("guid") or ""))
        if seen is not None and seen.name == name:
            reading.telling.note(_("Codes listed more than once, kept once: {count} (first: “{name}”)."), name=name)
            seen.under += nodes_of(child, reading, known)
            continue
        node = Node(
            guid=reading.guids.define("code", child.get("guid"), name),
            name=name,
            codable=(child.get("isCodable") or "").strip().lower() in TRUE,
            color=(child.get("color") or "").strip(),
            description=words_of(child, "Description"),
            notes=references(child, "NoteRef"),
        )
        known.setdefault(node.guid, node)
        level.append(node)
        node.under = [*nodes_of(child, reading, known), *node.under]
    return level


def variables_of(root: Element, reading: Reading) -> tuple[Variable, ...]:
    """Return the variables; one of an unknown kind is text."""
    kinds = {kind.value: kind for kind in VariableKind}
    return tuple(
        Variable(
            guid=reading.guids.define("variable", child.get("guid"), child.get("name") or ""),
            name=child.get("name") or "",
            kind=kinds.get(child.get("typeOfVariable") or "", VariableKind.TEXT),
            description=words_of(child, "Description"),
        )
        for child in inside(first(root, "Variables"), "Variable")
    )


def case_of(element: Element, reading: Reading) -> Case:
    """Return a case."""
    name = element.get("name") or ""
    return Case(
        guid=reading.guids.define("case", element.get("guid"), name),
        name=name,
        description=words_of(element, "Description"),
        codes=references(element, "CodeRef"),
        values=values_of(element, reading),
        sources=references(element, "SourceRef"),
        selections=references(element, "SelectionRef"),
    )


def notes_of(root: Element, reading: Reading) -> tuple[Source, ...]:
    """Return the notes (memos)."""
    return tuple(text_of(child, reading, "note") for child in inside(first(root, "Notes"), "Note"))


def link_of(element: Element, reading: Reading) -> Link:
    """Return a link."""
    return Link(
        guid=reading.guids.define("link", element.get("guid"), element.get("name") or ""),
        name=element.get("name") or "",
        direction=element.get("direction") or "",
        color=element.get("color") or "",
        origin=reference(element.get("originGUID")),
        target=reference(element.get("targetGUID")),
        notes=references(element, "NoteRef"),
    )


def sets_of(root: Element, reading: Reading) -> tuple[Set, ...]:
    """Return the sets of a project or codebook; the two name their members differently."""
    return tuple(
        Set(
            guid=reading.guids.define("set", child.get("guid"), child.get("name") or ""),
            name=child.get("name") or "",
            description=words_of(child, "Description"),
            codes=members_of(child, "MemberCode"),
            sources=members_of(child, "MemberSource"),
            notes=members_of(child, "MemberNote"),
        )
        for child in inside(first(root, "Sets"), "Set")
    )


def members_of(element: Element, name: str) -> tuple[str, ...]:
    """Return the members of a set."""
    told = (reference(child.get("targetGUID") or child.get("guid")) for child in inside(element, name))
    return tuple(guid for guid in told if guid)


def graph_of(element: Element, reading: Reading) -> Graph:
    """Return a drawing."""
    return Graph(
        guid=reading.guids.define("graph", element.get("guid"), element.get("name") or ""),
        name=element.get("name") or "",
        vertices=tuple(GraphPart(attributes=part_of(child)) for child in inside(element, "Vertex")),
        edges=tuple(GraphPart(attributes=part_of(child)) for child in inside(element, "Edge")),
    )


def part_of(element: Element) -> dict[str, str]:
    """Return the attributes of a vertex or edge, GUIDs as Kuulo writes them."""
    pointing = {"guid", "representedGUID", "sourceVertex", "targetVertex"}
    return {str(key): canonical(str(value)) if key in pointing else str(value) for key, value in element.attrib.items()}


def beside_of(reading: Reading) -> dict[str, object]:
    """Return what Kuulo wrote beside the project; nothing where it is not there or not Kuulo's."""
    found = reading.archive.find(BESIDE, reading.folder) if reading.archive else None
    if found is None or reading.archive is None:
        return {}
    try:
        told = json.loads(reading.archive.read(found, reading.markup))
    except (ValueError, RecursionError):
        reading.telling.note(_("What Kuulo wrote beside the project cannot be read and was left out."))
        return {}
    return told if isinstance(told, dict) else {}
