"""Figures others published: read, checked, and compared only where answers were cut the same way."""

from __future__ import annotations

import pytest

from kuulo.base.errors import FileError
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.growth.benchmarks import interval_of, lay_beside, read_benchmarks, shipped
from kuulo.measures.growth.figures import Terms, figure

pytestmark = pytest.mark.pure
TERMS = Terms()
CSV = (
    "organisation;measure;value;year;source;population;definition;scale_min;scale_max;n\n"
    "Naapuri Oy;NPS;31,5;2025;Annual report;Customers;nps@1;0;10;400\n"
)
OWN = figure("nps@1", (45.0, 41.0, 49.0), 900, "tango", TERMS)


def test_the_shipped_figures_are_complete() -> None:
    for each in shipped():
        assert each.source
        assert each.population
        assert each.url.startswith("https://")
        assert each.definition in DEFINITIONS or each.differs


def test_a_file_of_your_own_is_read() -> None:
    (found,) = read_benchmarks(CSV, name="own.csv")
    assert (found.organisation, found.value, found.year, found.n, found.line) == ("Naapuri Oy", 31.5, 2025, 400, 2)
    low, high = interval_of(found, 0.95)
    assert low is not None
    assert high is not None
    assert low < 31.5 < high


def test_own_and_published_are_compared_with_both_uncertainties() -> None:
    (published,) = read_benchmarks(CSV, name="own.csv")
    found = lay_beside(OWN, published)
    assert found.refused is None
    assert found.difference is not None
    gap, low, high = found.difference
    assert gap == pytest.approx(13.5)
    assert 0 < low < gap < high
    assert high - low > 8
    assert "higher than chance" in str(found.sentence)


def test_where_the_others_uncertainty_is_not_known_it_is_said() -> None:
    (published,) = read_benchmarks(CSV.replace(";n\n", "\n").replace(";400", "").replace("31,5", "44"), name="own.csv")
    found = lay_beside(OWN, published)
    assert str(found.sentence) == "No difference can be seen. Its own uncertainty is not known."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CSV.replace("nps@1", ""), "not defined as any"),
        (CSV.replace("nps@1", "csat.top2@1").replace("31,5", "0,5"), "it is csat.top2@1, yours is nps@1"),
        (CSV.replace(";0;10;", ";1;10;"), "asked on 1–10"),
    ],
)
def test_other_definitions_are_refused_with_the_reason(text: str, found: str) -> None:
    (published,) = read_benchmarks(text, name="own.csv")
    beside = lay_beside(OWN, published)
    assert beside.difference is None
    assert found in str(beside.refused)


def test_nothing_is_compared_without_a_figure_of_ones_own() -> None:
    (published,) = read_benchmarks(CSV, name="own.csv")
    assert "no figure of your own" in str(
        lay_beside(OWN.kept_back((TERMS and OWN.trust) or OWN.notes[0]), published).refused
    )


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.csv", CSV.replace("31,5", "x"), "line 2: value is no number: x"),
        ("a.csv", CSV.replace("31,5", "310"), "line 2: 310 lies beyond"),
        ("a.csv", CSV.replace("nps@1", "nps@9"), "line 2: there is no definition nps@9"),
        ("a.csv", CSV.replace(";2025", ";"), "line 2: year is missing"),
        ("a.csv", CSV.replace(";2025", ";202"), "the year 202 cannot be"),
        ("a.csv", CSV.replace(";400", ";0"), "at least 1"),
        ("a.csv", CSV.replace(";n\n", ";rows\n"), "there is no field rows"),
        ("a.csv", CSV.replace(";400", ";400;7"), "more cells than headings"),
        ("a.csv", CSV.splitlines()[0] + "\n", "holds no figure"),
        ("a.toml", "[[figure]]\nvalue = \n", "is no TOML"),
        ("a.toml", 'figure = "x"\n', r"no entries \[\[figure\]\]"),
        ("a.toml", '\n[[figure]]\norganisation = "A"\n', "line 2: measure is missing"),
        ("a.csv", "x" * 2_000_001, "too large"),
        ("a.csv", CSV.replace("Naapuri", "Naa\0puri"), "not written in UTF-8"),
        ("a.csv", CSV.replace(";400", ";1e300"), "n is larger than the number of people"),
        ("a.csv", CSV.replace(";n\n", ";high\n").replace(";400", ";1e308"), r"1e\+308 lies beyond"),
        ("a.csv", CSV.replace("31,5", "nan"), "value is no"),
        ("a.toml", "[[figure]]\nvalue = [1, 2]\n", "line 1: value holds several values"),
        ("a.toml", "[[figure]]\nvalue = " + "1" * 5000 + "\n", "is no TOML"),
        ("a.toml", "x = " + "[" * 20_000, "values within values"),
        ("a.toml", 'figure = [1]\nx = """\n[[figure]]\n"""\n', r"no entries \[\[figure\]\]"),
    ],
)
def test_a_file_that_cannot_be_used_names_the_line(name: str, text: str, found: str) -> None:
    with pytest.raises(FileError, match=found):
        read_benchmarks(text, name=name)
