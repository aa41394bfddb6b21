"""A selection is written in the address and read back the same, whatever its names and values."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import InputError
from kuulo.figures.rules import Dimension, DimensionKind, Filter, Period, Selection, parse_dimension, parse_selection
from kuulo.figures.rules.dimensions import COLUMNS, TIMES
from kuulo.figures.views.explore import params_of

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
columns = st.sampled_from([Dimension(DimensionKind.COLUMN, name) for name in COLUMNS])
attributes = st.builds(Dimension, st.sampled_from([DimensionKind.ATTRIBUTE, DimensionKind.CUSTOMER]), texts)
times = st.sampled_from([Dimension(DimensionKind.TIME, name) for name in TIMES])
filters = st.builds(
    Filter, columns | attributes, st.sets(texts, min_size=1, max_size=4).map(lambda values: tuple(sorted(values)))
)
periods = st.sampled_from(
    [
        Period(),
        Period("28"),
        Period("all"),
        Period("months", "2025-01", "2025-12"),
        Period("months", "", "2026-02"),
    ]
)
selections = st.builds(
    Selection,
    definition=st.sampled_from(["", "nps@1", "ces.2@1"]),
    question=st.just("") | texts,
    period=periods,
    by=st.none() | columns | attributes | times,
    filters=st.lists(filters, max_size=4, unique_by=lambda one: one.dimension).map(lambda some: tuple(sorted(some))),
)


@given(selections)
def test_an_address_gives_back_the_selection_it_was_written_from(selection: Selection) -> None:
    query = QueryDict(urlencode(selection.to_params()))
    assert parse_selection(params_of(query)) == selection


def test_empty_fields_of_a_form_ask_for_nothing() -> None:
    asked = parse_selection(
        {"measure": ["nps@1"], "by": [""], "touchpoint": ["", "Visit"], "a.region": [""], "from": ["x"]}
    )
    assert asked == Selection(
        definition="nps@1", filters=(Filter(Dimension(DimensionKind.COLUMN, "touchpoint"), ("Visit",)),)
    )


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"regoin": ["Uusimaa"]}, "regoin"),
        ({"by": ["score; DROP TABLE signals"]}, "DROP TABLE"),
        ({"month": ["2026-01"]}, "month"),
        ({"period": ["7"]}, "7"),
        ({"period": ["months"], "from": ["2026-13"]}, "2026-13"),
        ({"period": ["months"], "from": ["2026-03"], "to": ["2026-01"]}, "2026-03"),
        ({"touchpoint": ["x" * 301]}, "touchpoint"),
        ({"measure": ["x" * 301]}, "measure"),
        ({"a." + "n" * 201: ["x"]}, "a."),
        ({f"a.{place}": ["x"] for place in range(13)}, "13"),
    ],
)
def test_what_no_page_writes_is_refused_and_named(params: dict[str, list[str]], named: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_selection(params)
    assert named in str(refused.value)


def test_dimensions_are_a_closed_list_but_for_the_names_of_attributes() -> None:
    assert parse_dimension("touchpoint").kind is DimensionKind.COLUMN
    assert parse_dimension("a.Region of the home").name == "Region of the home"
    for unknown in ("", "a.", "value", "party", "occurred_at", "A.region"):
        with pytest.raises(InputError):
            parse_dimension(unknown)
