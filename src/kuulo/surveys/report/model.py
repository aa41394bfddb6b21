"""What a report says, as frozen shapes; computed once, then shown as HTML or JSON with the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.surveys.rules.acceptance import AnswerCounts
from kuulo.surveys.rules.columns import Question, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What the reader wants of a report.

    Attributes:
        title: Heading; empty takes the file's name.
        confidence: Confidence level of all intervals, 0–1.
        floor: Smallest group of people a figure may be about.
        comments: Comments shown for each kind of answer; 0 leaves them out.
        attributes: Attributes each question is broken down by, those that tell most first.
        levels: Groups shown of one attribute, the largest.
        periods: Months or weeks shown of a trend, the newest.
        choices: Questions that are no scores shown, the first in the file.
        themes: Themes shown of a column of comments, the largest; 0 leaves them out.
    """

    title: str = ""
    confidence: float = 0.95
    floor: int = 5
    comments: int = 4
    attributes: int = 4
    levels: int = 12
    periods: int = 36
    choices: int = 12
    themes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many gave one answer; the share is of all who answered, with its interval."""

    value: float
    label: str
    count: int
    share: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The figure of one period, named by its first day."""

    start: date
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The figure over time, by the local calendar.

    Attributes:
        column: The time the answers were placed by.
        header: Its header in the file.
        period: ``week`` (ISO, from Monday) or ``month``.
        points: Oldest first; a period without answers is missing.
        earlier: Older periods that are not shown.
        undated: Answers without a time.
        silent_elsewhere: People who were asked and stayed silent, in no period shown; None where the file does not tell
            when they were asked.
    """

    column: str
    header: str
    period: str
    points: tuple[Point, ...]
    earlier: int
    undated: int
    silent_elsewhere: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The figure of one group; the value is None for those of whom the attribute is not known."""

    value: str | None
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The figure by one attribute.

    Attributes:
        column: The attribute.
        header: Its header in the file.
        levels: Highest figure first, withheld ones last.
        left_out: Groups that are not shown because they are smaller than those that are.
        left_out_answers: Answers in them.
        explained: Share of the answers' variance that lies between the groups, corrected for chance (epsilon²).
        silent_elsewhere: People who were asked and stayed silent, in no group shown; None where the file does not tell
            of them which group is theirs.
    """

    column: str
    header: str
    levels: tuple[Level, ...]
    left_out: int
    left_out_answers: int
    explained: float
    silent_elsewhere: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An attribute that no question is broken down by, and why."""

    column: str
    header: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment as written, or its beginning; the score and the day stand beside it."""

    text: str
    score: float | None
    day: date | None
    shortened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentGroup:
    """Comments beside one kind of answer: ``high`` (favourable), ``low`` (unfavourable), ``other`` or ``unscored``."""

    kind: str
    low: float | None
    high: float | None
    total: int
    shown: tuple[Comment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentTheme:
    """A theme of the comments of one column.

    Attributes:
        names: Language → a few of the words that tell it from the others.
        share: Its share of the comments.
        figure: The score's figure among those who wrote of it; ``None`` where there is no score.
        quotes: Typical comments, personal data masked.
    """

    names: Mapping[str, str]
    share: Estimate
    figure: Estimate | None
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentColumn:
    """The comments of one column, grouped by the score they stand beside, and what they are about."""

    column: str
    header: str
    total: int
    groups: tuple[CommentGroup, ...]
    themes: tuple[CommentTheme, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSection:
    """Everything about one score question.

    Attributes:
        anchor: Its place in the page.
        column: The column.
        header: The question as it stood in the file.
        definition: Id of the measure.
        measure_title: What the measure is called.
        scale: The scale with its direction.
        lowest: Smallest value the figure can take.
        highest: Largest value the figure can take.
        unit: ``points`` (−100–100), ``share`` (0–1) or ``scale`` (points of the answer scale).
        estimate: The figure of all answers.
        counts: How the accepted rows answered.
        bars: The distribution, from the scale's minimum up.
        trend: Over time; None where the file has no usable time, or only one period.
        breakdowns: By attribute.
        comments: Of the comment columns that stand after this question in the file.
    """

    anchor: str
    column: str
    header: str
    definition: str
    measure_title: Text
    scale: Scale
    lowest: float
    highest: float
    unit: str
    estimate: Estimate
    counts: AnswerCounts
    bars: tuple[Bar, ...]
    trend: Trend | None
    breakdowns: tuple[Breakdown, ...]
    comments: tuple[CommentColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceShare:
    """One answer of a question that is no score: how many gave it, and their share with its interval."""

    value: str
    count: int
    share: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSection:
    """The answers to a question that is no score, commonest first."""

    column: str
    header: str
    answered: int
    blank: int
    choices: tuple[ChoiceShare, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectLine:
    """One row that was not used."""

    line: int
    kind: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what became of it; ``accepted + rejected + repeated == rows_read``.

    Attributes:
        facts: How the file was read, as pairs of a name and a value.
        asked: People who were asked; None where the file does not tell.
        answered: Those of them who answered anything, finished or not.
        silent: Those who answered nothing; ``answered + silent == asked``.
        response_share: ``answered / asked``: a ratio of counts over everybody in the file, so without an interval.
        silences: The file's own words for those who stayed silent, with their counts.
        outside: Accepted rows screened out, over quota or never sent; not among the asked.
        untold: Accepted rows whose status does not say how far they got.
        first_day: Day of the earliest answer; None where the file has no usable time.
        last_day: Day of the latest.
        examples: The first rejected and repeated rows.
        rejects_file: Name of the file that holds them all; empty when there are none.
        unused: Headers of columns that were not used for anything.
    """

    file_name: str
    kind: str
    facts: tuple[tuple[Text, str], ...]
    rows_read: int
    accepted: int
    rejected: int
    repeated: int
    complete: int | None
    partial: int | None
    asked: int | None
    answered: int | None
    silent: int | None
    response_share: float | None
    silences: tuple[tuple[str, int], ...]
    outside: int
    untold: int
    first_day: date | None
    last_day: date | None
    timezone: str
    weight: str
    notes: tuple[Text, ...]
    examples: tuple[RejectLine, ...]
    rejects_file: str
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenColumn:
    """A column that was left out, and the questions that would settle it."""

    column: str
    header: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModel:
    """One report.

    Attributes:
        title: Heading.
        made_at: When it was computed, UTC.
        version: Version of Kuulo that computed it.
        headline: The one thing that matters, in plain words; the first sentence is the shortest.
        main: Anchor of the question the headline is about; empty when no question could be used.
        sections: The score questions in the file's order.
        choices: Questions that are no scores.
        more_choices: Headers of such questions that are not shown.
        open_columns: Columns that were left out until somebody answers their questions.
        comments: Comment columns that stand before every score question, or in a file without one.
        skipped: Attributes that no question is broken down by.
    """

    title: str
    made_at: datetime
    version: str
    confidence: float
    floor: int
    headline: tuple[Text, ...]
    main: str
    reading: Reading
    sections: tuple[ScoreSection, ...]
    choices: tuple[ChoiceSection, ...]
    more_choices: tuple[str, ...]
    open_columns: tuple[OpenColumn, ...]
    comments: tuple[CommentColumn, ...]
    skipped: tuple[Skipped, ...]
