"""Use case: a researcher asks which passages have this and that code, and finds exactly these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import InputError, NotFoundError
from kuulo.qualitative.querying import (
    Both,
    Coded,
    Either,
    Has,
    Material,
    Near,
    Nowhere,
    Piece,
    Unit,
    Without,
    cross,
    find,
    parse,
    under,
)

pytestmark = pytest.mark.pure

PARENTS = {"b/price": "", "b/raise": "b/price", "b/wait": "", "b/staff": ""}
TURNS = {"s": [(0, 100), (101, 200), (201, 300), (301, 400)]}
CODINGS = (
    Coded("s", 0, 50, "b/price", "aino"),
    Coded("s", 40, 80, "b/wait", "aino"),
    Coded("s", 120, 150, "b/raise", "aino"),
    Coded("s", 220, 240, "b/wait", "aino"),
    Coded("s", 240, 260, "b/staff", "aino"),
)
MATERIAL = Material(codings=CODINGS, parents=PARENTS, turns=TURNS)


def known(name: str) -> str:
    """Return the code of a key; refuse others."""
    if f"b/{name}" not in PARENTS:
        raise NotFoundError("There is no {name}.", name=name)
    return f"b/{name}"


def asked(question: str) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in find(parse(question, known), MATERIAL)]


def test_a_code_finds_what_has_it_or_one_under_it() -> None:
    assert asked("price") == [(0, 50), (120, 150)]
    assert asked("raise") == [(120, 150)]
    assert under("b/price", PARENTS) == {"b/price", "b/raise"}


def test_and_or_not() -> None:
    assert asked("price and wait") == [(40, 50)]
    assert asked("price or staff") == [(0, 50), (120, 150), (240, 260)]
    assert asked("price and not wait") == [(120, 150)]
    assert asked("price not wait") == [(120, 150)]
    assert asked("not wait") == [(101, 200), (301, 400)]
    assert asked("not (wait or price)") == [(301, 400)]


def test_near_in_characters_and_turns() -> None:
    assert asked("wait near 0 staff") == [(220, 260)]
    assert asked("raise near 50 wait") == [(40, 150)]
    assert asked("raise near 39 wait") == []
    assert asked("raise near 1 turn staff") == [(120, 260)]
    assert asked("raise near 0 turns staff") == []
    assert asked("price near staff") == [(0, 260), (120, 260)]


def test_finnish_and_swedish_words_and_quoted_names() -> None:
    assert parse("price ja ei wait", known) == Without(Has("b/price"), Has("b/wait"))
    assert parse("price lähellä 2 vuoroa staff", known) == Near(Has("b/price"), Has("b/staff"), 2, Unit.TURNS)
    assert parse("price nära 3 repliker staff", known) == Near(Has("b/price"), Has("b/staff"), 3, Unit.TURNS)
    assert parse("price eller “wait”", known) == Either((Has("b/price"), Has("b/wait")))
    assert parse('inte ("price")', known) == Nowhere(Has("b/price"))
    assert parse("price AND wait OR staff", known) == Either((Both(Has("b/price"), Has("b/wait")), Has("b/staff")))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "There is no question."),
        ("price wait", "“wait” stands where"),
        ("price and", "A code is missing."),
        ("or price", "A code is missing."),
        ("(price", "A bracket is not closed."),
        ("price)", "“)” stands where"),
        ("“price", "is not closed"),
        ("price near 200000 wait", "too far"),
        ("nothing", "There is no nothing."),
        ("(" * 30 + "price" + ")" * 30, "deeper than"),
        ("price or " * 200, "longer than"),
    ],
)
def test_what_is_no_question_is_refused_with_its_reason(question: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(question, known)
    assert told in str(refused.value)


PLACES = st.tuples(st.sampled_from(["s", "t"]), st.integers(0, 40), st.integers(1, 12))
SETS = st.lists(PLACES, max_size=12)


def material(first: list[tuple[str, int, int]], second: list[tuple[str, int, int]]) -> Material:
    codings = [
        Coded(source, start, start + size, code)
        for code, places in (("a", first), ("b", second))
        for source, start, size in places
    ]
    turns = {source: [(start, start + 10) for start in range(0, 60, 10)] for source in ("s", "t")}
    return Material(codings=tuple(codings), parents={"a": "", "b": ""}, turns=turns)


def touch(one: Piece, other: Piece) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end


@given(SETS, SETS, st.integers(0, 15))
def test_every_answer_is_that_of_comparing_each_with_each(
    first: list[tuple[str, int, int]], second: list[tuple[str, int, int]], within: int
) -> None:
    coded = material(first, second)
    ones, others = coded.pieces_of("a"), coded.pieces_of("b")
    both = {
        Piece(one.source, max(one.start, other.start), min(one.end, other.end))
        for one in ones
        for other in others
        if touch(one, other)
    }
    assert set(find(Both(Has("a"), Has("b")), coded)) == both
    free = {one for one in ones if not any(touch(one, other) for other in others)}
    assert set(find(Without(Has("a"), Has("b")), coded)) == free
    turns = {Piece(source, *turn) for source, each in coded.turns.items() for turn in each}
    silent = {turn for turn in turns if not any(touch(turn, one) for one in ones)}
    assert set(find(Nowhere(Has("a")), coded)) == silent
    near = find(Near(Has("a"), Has("b"), within), coded)

    def gap(one: Piece, other: Piece) -> int:
        return max(0, other.start - one.end, one.start - other.end)

    for one in ones:
        close = [other for other in others if other.source == one.source and gap(one, other) <= within]
        hulls = {Piece(one.source, min(one.start, each.start), max(one.end, each.end)) for each in close}
        assert bool(close) == bool(hulls & set(near)), "each that has one near is found with one of those near it"
    for found in near:
        assert any(
            found == Piece(one.source, min(one.start, other.start), max(one.end, other.end))
            and gap(one, other) <= within
            for one in ones
            for other in others
            if one.source == other.source
        )


def test_codes_by_cases_count_passages_once_and_codes_above_too() -> None:
    codings = [*CODINGS, Coded("s", 0, 50, "b/price", "berit"), Coded("t", 1, 5, "b/raise", "aino")]
    crossed = cross(codings, {"s": "P01", "t": "P02"}, PARENTS)
    assert crossed.passages["P01", "b/price"] == 2
    assert crossed.passages["P02", "b/price"] == 1
    assert crossed.passages["P02", "b/raise"] == 1
    assert crossed.having("b/wait", ["P01", "P02"]) == 1
    assert crossed.having("b/price", ["P01", "P02"]) == 2
    assert cross(codings, {"s": "P01"}, PARENTS).having("b/price", ["P01", "P02"]) == 1


def test_a_hundred_thousand_codings_are_asked_without_comparing_each_with_each() -> None:
    codings = tuple(
        Coded(f"s{number % 200}", number // 200 * 40, number // 200 * 40 + 60, "a" if number % 3 else "b")
        for number in range(100_000)
    )
    many = Material(codings=codings, parents={"a": "", "b": ""})
    assert find(Both(Has("a"), Has("b")), many)
    assert find(Near(Has("a"), Has("b"), 10), many)
