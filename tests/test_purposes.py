"""Persons' data are read for a purpose, which every call names: no read without one."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from kuulo.customers import queries
from kuulo.customers.rules import Purpose
from tests.house import HOUSE, ROOMS, ROOT, files_of

pytestmark = pytest.mark.pure
PACKAGE: Final = "kuulo.customers.queries"
PURPOSE: Final = "purpose"
# Queries that need no purpose, and why.
WITHOUT_PURPOSE: Final[Mapping[str, str]] = {
    "address_identifier": "another way to write an address the asker has",
    "attribute_definitions": "what the organisation wants to know, of nobody in particular",
    "attribute_names": "names of columns, of nobody in particular",
    "attributes_in_use": "names of attributes and how many have them",
    "attributes_table": "figures join it to signals; what leaves them is of groups no smaller than the anonymity floor",
    "attributes_version": "a token",
    "chunks": "parts of a list of numbers, of nobody in particular",
    "consent_texts": "the words of consents, of nobody in particular",
    "consents_of": "what is read to know whether a purpose is allowed cannot ask for the purpose",
    "count_members": "a number",
    "count_parties": "a number",
    "identifiers_of": "the names signals carry, for who has the party's number; what they lead to asks for its purpose",
    "kept_out_among": "which of the asker's own identifiers belong to erased persons; of them nothing else is kept",
    "keys_version": "a token",
    "list_names": "what saved searches are called",
    "list_segments": "names, filters and sizes of segments; who is in them asks for its purpose",
    "may_use": "it answers for the purpose that is asked about, which it takes by its place",
    "may_use_many": "as may_use",
    "customers_on": "figures are corrected towards it; what leaves them is of groups above the anonymity floor",
    "parties_known": "as for customers_on",
    "parties_at": "numbers of parties for who has their address",
    "parts_of": "numbers of parties for who has a number",
    "party_ids_of": "numbers of parties for who has their identifiers",
    "party_map": "numbers and identifiers, by which signals are joined at reading",
    "person_key": "by it a person's own data are found for export and erasure, a right whatever the purpose",
    "register_version": "a token",
    "require_use": "as may_use",
    "standing_words": "as may_use",
    "segment": "the name, filter and size of a segment; who is in it asks for its purpose",
    "sizes": "how large a segment was on each day",
    "stays_table": "numbers and days; what leaves figures is of groups no smaller than the anonymity floor",
    "values_of_attribute": "values to choose from in a filter, with no party beside them",
    "vocabulary": "what filters can speak of: names of attributes, measures and purposes",
    "whole_of": "numbers of parties for who has a number",
}


@cache
def exported() -> dict[str, object]:
    """Return the functions of the room's queries that other rooms may call, and those of single files that they do."""
    found = {name: getattr(queries, name) for name in queries.__all__}
    for path in python_files():
        if HOUSE / "customers" not in path.parents:
            for module, name in imported_from(path):
                found[name] = getattr(importlib.import_module(module), name)
    return {name: each for name, each in found.items() if inspect.isfunction(each)}


def python_files() -> Iterator[Path]:
    for room in ROOMS:
        yield from files_of(room)
    yield from sorted((ROOT / "tests").glob("*.py"))
    yield from sorted(ROOT.glob("*.py"))


def modules() -> dict[str, ModuleType]:
    """Return the package and its files by dotted name."""
    names = [PACKAGE, *(f"{PACKAGE}.{each.name}" for each in pkgutil.iter_modules(queries.__path__))]
    return {name: importlib.import_module(name) for name in names}


def imported_from(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of everything a file imports from the room's queries by name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE):
            for alias in node.names:
                yield node.module, alias.name


def asks_for_purpose(function: object) -> bool:
    """Return whether a function requires a keyword called purpose."""
    if not inspect.isfunction(function):
        return False
    parameter = inspect.signature(function).parameters.get(PURPOSE)
    return (
        parameter is not None
        and parameter.kind is inspect.Parameter.KEYWORD_ONLY
        and parameter.default is inspect.Parameter.empty
    )


@cache
def purposeful() -> frozenset[str]:
    """Return the dotted names of every function that asks for a purpose, wherever it can be imported from."""
    return frozenset(
        f"{module}.{name}"
        for module, content in modules().items()
        for name, each in vars(content).items()
        if asks_for_purpose(each)
    )


def offences(source: str, asking: frozenset[str]) -> list[str]:
    """Return what in a file's source uses a read of persons' data without naming a purpose."""
    tree = ast.parse(source)
    names = local_names(tree)
    found: list[str] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if dotted(call.func, names) in asking and not names_purpose(call):
            found.append(f"line {call.lineno}: {ast.unparse(call)[:80]} names no purpose")
        found.extend(
            f"line {call.lineno}: {ast.unparse(handed)} is handed on, so that no purpose can be seen"
            for handed in (*call.args, *(keyword.value for keyword in call.keywords))
            if dotted(handed, names) in asking and not is_bound(handed, tree)
        )
    return found


def is_bound(node: ast.expr, tree: ast.Module) -> bool:
    """Return whether a file uses the name for something of its own too, such as a parameter called like a query."""
    if not isinstance(node, ast.Name):
        return False
    own = {each.arg for each in ast.walk(tree) if isinstance(each, ast.arg)}
    own |= {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return node.id in own


def local_names(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
        elif isinstance(node, ast.Import):
            names.update({alias.asname: alias.name for alias in node.names if alias.asname})
    return names


def dotted(node: ast.expr, names: Mapping[str, str]) -> str:
    """Return what a name or attribute stands for, with its module; empty where it is something else."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    return ""


def names_purpose(call: ast.Call) -> bool:
    """Return whether a call names one of the purposes, or hands on the purpose its own caller named."""
    for keyword in call.keywords:
        if keyword.arg == PURPOSE:
            value = keyword.value
            if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "Purpose":
                return value.attr in Purpose.__members__
            return isinstance(value, ast.Name) and value.id == PURPOSE
    return False


@pytest.mark.parametrize("name", sorted(exported()))
def test_each_read_of_persons_asks_for_its_purpose(name: str) -> None:
    assert asks_for_purpose(exported()[name]) or name in WITHOUT_PURPOSE, (
        f"{name}() needs a required keyword `purpose: Purpose`, or a reason in WITHOUT_PURPOSE"
    )


def test_exceptions_are_there_and_needed() -> None:
    functions = exported()
    assert WITHOUT_PURPOSE.keys() - functions.keys() == set()
    assert [name for name in WITHOUT_PURPOSE if asks_for_purpose(functions[name])] == []


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_each_call_names_its_purpose(room: str) -> None:
    asking = purposeful()
    paths = sorted((ROOT / "tests").glob("*.py")) if room == "tests" else list(files_of(room))
    found = {
        f"{path.relative_to(ROOT)}, {offence}"
        for path in paths
        for offence in offences(path.read_text(encoding="utf-8"), asking)
    }
    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        "frame()",
        "frame(now=None)",
        "frame(**{'purpose': 1})",
        "frame(purpose='surveys')",
        "frame(purpose=Purpose.WHATEVER)",
        "queries.party(1)",
        "map(frame, [1])",
    ],
)
def test_a_read_without_a_purpose_is_found(line: str) -> None:
    head = "from kuulo.customers import queries\nfrom kuulo.customers.queries import frame\n"
    assert len(offences(head + line, purposeful())) == 1


@pytest.mark.parametrize("line", ["frame(purpose=Purpose.SURVEYS)", "queries.party(1, purpose=purpose)", "party(1)"])
def test_a_read_with_its_purpose_passes(line: str) -> None:
    head = "from kuulo.customers import queries\nfrom kuulo.customers.queries import frame\n"
    assert offences(head + line, purposeful()) == []
