"""What the results page shows of each question: a figure that says how sure it is, drawn where drawing helps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import (
    DistributionChart,
    DotsChart,
    GroupRow,
    TrendChart,
    TrendPoint,
    dots_chart,
    spread_chart,
    trend_chart,
)
from kuulo.figures.queries import (
    Reading,
    breaks_of,
    dated,
    label_shares,
    read_catalogue,
    settle,
    spread_for,
    trend_for,
    value_figures,
    whole_figure,
)
from kuulo.figures.rules import Period, Selection
from kuulo.figures.rules.periods import settle_grain
from kuulo.figures.rules.selection import make_filters
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import (
    NAMED,
    OTHER,
    Choice,
    Kind,
    Question,
    definition_of,
    in_language,
    scale_of,
)
from kuulo.measures.definitions import DEFINITIONS

MEAN: Final = "mean@1"
SHARE: Final = "share@1"
OTHER_NAME: Final = say(_("Something else"))
# Which question stands first: recommending, then satisfaction, then effort, then a rating.
FIRST: Final = (Kind.NPS, Kind.ENPS, Kind.CSAT, Kind.CES_2, Kind.CES_2010, Kind.RATING)
Chart = TrendChart | DotsChart | DistributionChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question of the results.

    Attributes:
        question: The question.
        text: Its wording, in the reader's language where it has that.
        about: What the figure is: the measure, and on which scale.
        figure: Its one figure; ``None`` where it has one a choice, or none yet.
        charts: Drawings, the most telling first.
        cautions: What must be known before figures of different times are compared.
        refused: Why no figure can be shown.
    """

    question: Question
    text: str
    about: Text
    figure: Estimate | None = None
    charts: tuple[Chart, ...] = ()
    cautions: tuple[Text, ...] = ()
    refused: KuuloError | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a section is made from: the answers, the version that is asked now, the reader's language."""

    reading: Reading
    version: VersionView
    language: str

    def words(self, words: Mapping[str, str]) -> str:
        """Return the words in the reader's language, else in the questionnaire's."""
        return in_language(dict(words), self.language, self.version.questionnaire.languages)

    def values(self, measure: str, question: Question, rows: Iterable[str] = ("",)) -> Mapping[str, Estimate]:
        """Return row → figure of its values; the rows that nobody answered are left out."""
        names = {row: f"{question.key}:{row}" if row else question.key for row in rows}
        wording = self.version.wordings.get(question.key, "1")
        found = value_figures(
            self.reading, self.version.slug, measure, tuple((name, wording) for name in names.values())
        )
        return {row: found[name] for row, name in names.items() if name in found}

    def shares(self, question: Question, names: Iterable[str]) -> Mapping[str, Mapping[str, Estimate]]:
        """Return name → label → share."""
        wording = self.version.wordings.get(question.key, "1")
        return label_shares(self.reading, self.version.slug, tuple((name, wording) for name in names))


def sections_of(look: Look) -> tuple[Section, ...]:
    """Return the sections of all questions that have figures, in the order they are asked."""
    asked = [one for one in look.version.questionnaire.questions() if one.kind in BUILDERS]
    return tuple(BUILDERS[question.kind](look, question) for question in asked)


def main_of(sections: Iterable[Section]) -> Section | None:
    """Return the question a reader asks for first; ``None`` where no score is asked."""
    scores = [one for one in sections if one.question.kind in FIRST]
    return min(scores, key=lambda one: FIRST.index(one.question.kind), default=None)


def _named(look: Look, question: Question) -> Section:
    """Return the section of a score that feeds a named measure: all its time, with its trend and its breaks."""
    text, definition = look.words(question.text), str(definition_of(question))
    about = Text(DEFINITIONS[definition].title)
    catalogue = read_catalogue(look.reading)
    filters = make_filters([("source", [look.version.slug])])
    selection = Selection(definition=definition, question=question.key, period=Period("all"), filters=filters)
    slices = catalogue.of(DEFINITIONS[definition], question.key, (look.version.slug,))
    if not any(one.answered for one in slices):
        return Section(question=question, text=text, about=about)
    try:
        scope = settle(look.reading, selection)
    except KuuloError as error:
        return Section(question=question, text=text, about=about, refused=error)
    grain = settle_grain(scope.window, scope.first, scope.newest)
    points = trend_for(look.reading, scope, grain)
    counts = spread_for(look.reading, scope).counts
    drawn: list[Chart | None] = [spread_chart(counts, scope.definition) if counts else None]
    if len(points) > 1:
        drawn.append(
            trend_chart(
                [TrendPoint(start=one.start, estimate=one.estimate, break_note=one.break_note) for one in points],
                title=say(_("{measure} over time"), measure=about),
                name=about,
                grain=grain.value,
            )
        )
    return Section(
        question=question,
        text=text,
        about=about,
        figure=whole_figure(look.reading, scope),
        charts=tuple(one for one in drawn if one is not None),
        cautions=tuple(dated(look.reading, one) for one in breaks_of(look.reading, scope)),
    )


def _mean(look: Look, question: Question) -> Section:
    """Return the section of a rating or a number: its mean."""
    scale = scale_of(question)
    about = say(_("Mean on the scale {low}–{high}"), low=scale.minimum, high=scale.maximum) if scale else say(_("Mean"))
    figure = look.values(MEAN, question).get("")
    return Section(question=question, text=look.words(question.text), about=about, figure=figure)


def _single(look: Look, question: Question) -> Section:
    found = look.shares(question, [question.key]).get(question.key, {})
    rows = _labelled(look, question.choices, found)
    if question.other and OTHER in found:
        rows.append(GroupRow(OTHER_NAME, found[OTHER]))
    return _shares_section(look, question, rows, say(_("Share of those who answered")))


def _multiple(look: Look, question: Question) -> Section:
    keys = [choice.key for choice in question.choices] + ([OTHER] if question.other else [])
    found = look.values(SHARE, question, keys)
    rows = [GroupRow(look.words(one.text), found[one.key]) for one in question.choices if one.key in found]
    if OTHER in found and question.other:
        rows.append(GroupRow(OTHER_NAME, found[OTHER]))
    about = say(_("Share of those who answered; each could choose several"))
    return _shares_section(look, question, rows, about)


def _matrix(look: Look, question: Question) -> Section:
    if question.scale is None:
        return _matrix_of_choices(look, question)
    scale = question.scale
    found = look.values(MEAN, question, [row.key for row in question.rows])
    rows = [GroupRow(look.words(row.text), found[row.key]) for row in question.rows if row.key in found]
    about = say(_("Mean on the scale {low}–{high}"), low=scale.minimum, high=scale.maximum)
    return _shares_section(look, question, rows, about)


def _matrix_of_choices(look: Look, question: Question) -> Section:
    names = {row.key: f"{question.key}:{row.key}" for row in question.rows}
    found = look.shares(question, names.values())
    charts = tuple(
        _dots(Text("{row}", {"row": look.words(row.text)}), _labelled(look, question.choices, found[names[row.key]]))
        for row in question.rows
        if names[row.key] in found
    )
    about = say(_("Share of those who answered"))
    return Section(question=question, text=look.words(question.text), about=about, charts=charts)


def _ranking(look: Look, question: Question) -> Section:
    found = look.values(MEAN, question, [choice.key for choice in question.choices])
    rows = [GroupRow(look.words(one.text), found[one.key]) for one in question.choices if one.key in found]
    rows.sort(key=lambda one: (one.estimate.value is None, one.estimate.value))
    return _shares_section(look, question, rows, say(_("Mean rank; 1 is the most important")))


def _shares_section(look: Look, question: Question, rows: list[GroupRow], about: Text) -> Section:
    charts = (_dots(about, rows),) if rows else ()
    return Section(question=question, text=look.words(question.text), about=about, charts=charts)


def _dots(title: Text, rows: list[GroupRow]) -> DotsChart:
    return dots_chart(rows, title=title, name=title, group=say(_("Answer")))


def _labelled(look: Look, choices: Iterable[Choice], found: Mapping[str, Estimate]) -> list[GroupRow]:
    """Return the rows of choices; the lake keeps a choice's words in the language the questionnaire was written in."""
    languages = look.version.questionnaire.languages
    choices = tuple(choices)
    written = {choice.key: in_language(choice.text, "", languages) or choice.key for choice in choices}
    return [
        GroupRow(look.words(choice.text), found[written[choice.key]])
        for choice in choices
        if written[choice.key] in found
    ]


BUILDERS: Final[Mapping[Kind, Callable[[Look, Question], Section]]] = {
    **dict.fromkeys(NAMED, _named),
    Kind.RATING: _mean,
    Kind.NUMBER: _mean,
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.RANKING: _ranking,
}
