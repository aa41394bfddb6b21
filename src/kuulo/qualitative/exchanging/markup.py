"""XML from outside, read without entities, types of documents or network; XML of Kuulo's own, held against a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from lxml import etree

from kuulo.base.errors import DefinitionError, FileError
from kuulo.base.texts import mark as _

PROJECT_SPACE: Final = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE: Final = "urn:QDA-XML:codebook:1.0"
Element = etree._Element
UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold."""


def parse(content: bytes) -> Element:
    """Return the root of an XML file.

    Raises:
        FileError: It is no XML, nests or holds more than is credible, or declares a document type (entities).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileError(
            _("The XML of the file cannot be read: {why}"), _("Export it again."), why=str(error)[:200]
        ) from error
    about: Any = root.getroottree().docinfo  # lxml-stubs know no doctype
    if about.doctype:
        raise FileError(_("The XML of the file declares entities, which Kuulo does not read."), _("Export it again."))
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace: tools write several."""
    return etree.QName(element).localname


def inside(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names; none of nothing."""
    for child in element if element is not None else ():
        if isinstance(child.tag, str) and local(child) in names:
            yield child


def first(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name."""
    return next(inside(element, name), None)


def words_of(element: Element | None, name: str) -> str:
    """Return the text of the first child of a name; empty where there is none."""
    found = first(element, name)
    return "" if found is None else text_of(found)


def text_of(element: Element) -> str:
    """Return all text within an element."""
    return "".join(str(part) for part in element.itertext())


def speakable(text: str) -> str:
    """Return a text with a mark in place of what XML cannot hold."""
    return UNSPEAKABLE.sub("\ufffd", text)


def element_of(space: str, tag: str, attributes: Mapping[str, str]) -> Element:
    """Return the root of what is to be written, whose namespace needs no prefix."""
    spaces: dict[Any, str] = {None: space}  # lxml's stubs want names of prefixes, the format wants none
    return etree.Element(f"{{{space}}}{tag}", dict(attributes), nsmap=spaces)


@cache
def schema(name: str) -> etree.XMLSchema:
    """Return a schema that lies beside the code."""
    content = (files("kuulo.qualitative.exchanging") / "schema" / name).read_bytes()
    return etree.XMLSchema(etree.fromstring(content))


def strays(root: Element, name: str) -> str:
    """Return what first strays from the schema; empty for what is valid."""
    held = schema(name)
    if held.validate(root):
        return ""
    log: Any = held.error_log  # lxml-stubs know no iterating
    return next((str(entry.message) for entry in log), "?")


def written(root: Element, name: str) -> bytes:
    """Return XML that follows its schema.

    Raises:
        DefinitionError: It does not; what was to be written is wrong.
    """
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    wrong = strays(etree.fromstring(content), name)
    if wrong:
        raise DefinitionError(_("What was to be written does not follow the format: {why}"), why=wrong[:300])
    return content
