"""A project written as a .qdpx file that follows the schema."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Final

from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.markup import PROJECT_SPACE, Element, element_of, written
from kuulo.qualitative.exchanging.model import ORIGIN, Case, Code, Graph, Link, Project, Set, User, Variable, Written
from kuulo.qualitative.exchanging.reading import BESIDE
from kuulo.qualitative.exchanging.telling import Telling
from kuulo.qualitative.exchanging.writing import (
    COLOR,
    Writing,
    add_code,
    add_values,
    add_words,
    child,
    refer,
    said,
    time_text,
)
from kuulo.qualitative.exchanging.writing_sources import add_source, add_text

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""Files in the ZIP all bear it, so that the same project gives the same bytes."""
DIRECTIONS: Final = frozenset({"", "Associative", "OneWay", "Bidirectional"})


def write_qdpx(project: Project) -> Written:
    """Return a .qdpx file of a project, and what had no place in it.

    Raises:
        DefinitionError: What was to be written does not follow the schema; the message says where.
    """
    writing = Writing(
        Telling(),
        PROJECT_SPACE,
        codes=frozenset(code.guid for code in all_codes(project.codes)),
        variables=frozenset(variable.guid for variable in project.variables),
    )
    root = root_of(project, writing)
    add_all(root, project, writing)
    markup = written(root, "Project.xsd")
    if project.beside:
        writing.files[BESIDE] = json.dumps(project.beside, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return Written(content=zipped({"project.qde": markup, **writing.files}), left_out=writing.telling.texts())


def all_codes(codes: Iterable[Code]) -> Iterable[Code]:
    """Yield codes and all those under them."""
    for code in codes:
        yield code
        yield from all_codes(code.codes)


def root_of(project: Project, writing: Writing) -> Element:
    """Return the element of the project itself."""
    attributes = {
        "origin": ORIGIN,
        "creatingUserGUID": project.stamp.by,
        "creationDateTime": time_text(project.stamp.at),
        "modifyingUserGUID": project.stamp.changed_by,
        "modifiedDateTime": time_text(project.stamp.changed_at),
    }
    told = {name: value for name, value in attributes.items() if value}
    root = element_of(PROJECT_SPACE, "Project", told)
    root.set("name", said(project.name, writing))
    return root


def add_all(root: Element, project: Project, writing: Writing) -> None:
    """Add everything in the order the schema wants."""
    listed(root, writing, ("Users",), project.users, add_user)
    listed(root, writing, ("CodeBook", "Codes"), project.codes, add_code)
    listed(root, writing, ("Variables",), project.variables, add_variable)
    listed(root, writing, ("Cases",), project.cases, add_case)
    listed(root, writing, ("Sources",), project.sources, add_source)
    listed(root, writing, ("Notes",), project.notes, lambda home, note, own: add_text(home, note, own, "Note"))
    listed(root, writing, ("Links",), project.links, add_link)
    listed(root, writing, ("Sets",), project.sets, add_set)
    listed(root, writing, ("Graphs",), project.graphs, add_graph)
    add_words(root, writing, "Description", project.description)
    refer(root, writing, "NoteRef", project.about)


def listed(
    root: Element,
    writing: Writing,
    homes: tuple[str, ...],
    things: tuple[Any, ...],
    add: Callable[[Element, Any, Writing], None],
) -> None:
    """Add things within the element that lists them; the schema wants none without any."""
    if not things:
        return
    home = root
    for name in homes:
        home = child(home, writing, name)
    for thing in things:
        add(home, thing, writing)


def add_user(home: Element, user: User, writing: Writing) -> None:
    """Add somebody who coded."""
    child(home, writing, "User", guid=user.guid, name=user.name, id=user.id)


def add_variable(home: Element, variable: Variable, writing: Writing) -> None:
    """Add a variable."""
    element = child(home, writing, "Variable", guid=variable.guid, typeOfVariable=variable.kind.value)
    element.set("name", said(variable.name, writing))
    add_words(element, writing, "Description", variable.description)


def add_case(home: Element, case: Case, writing: Writing) -> None:
    """Add a case."""
    element = child(home, writing, "Case", guid=case.guid, name=case.name)
    add_words(element, writing, "Description", case.description)
    refer(element, writing, "CodeRef", case.codes)
    add_values(element, case.values, writing)
    refer(element, writing, "SourceRef", case.sources)
    refer(element, writing, "SelectionRef", case.selections)


def add_link(home: Element, link: Link, writing: Writing) -> None:
    """Add a link."""
    if link.direction not in DIRECTIONS:
        writing.telling.note(_("Directions of links that the format does not know, left out: {count}."))
    element = child(
        home,
        writing,
        "Link",
        guid=link.guid,
        name=link.name,
        direction=link.direction if link.direction in DIRECTIONS else "",
        color=link.color if COLOR.fullmatch(link.color) else "",
        originGUID=link.origin,
        targetGUID=link.target,
    )
    refer(element, writing, "NoteRef", link.notes)


def add_set(home: Element, group: Set, writing: Writing) -> None:
    """Add a set."""
    element = child(home, writing, "Set", guid=group.guid)
    element.set("name", said(group.name, writing))
    add_words(element, writing, "Description", group.description)
    refer(element, writing, "MemberCode", group.codes)
    refer(element, writing, "MemberSource", group.sources)
    refer(element, writing, "MemberNote", group.notes)


def add_graph(home: Element, graph: Graph, writing: Writing) -> None:
    """Add a drawing."""
    element = child(home, writing, "Graph", guid=graph.guid, name=graph.name)
    for part in graph.vertices:
        child(element, writing, "Vertex", **part.attributes)
    for part in graph.edges:
        child(element, writing, "Edge", **part.attributes)


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of files, always the same bytes for the same files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
